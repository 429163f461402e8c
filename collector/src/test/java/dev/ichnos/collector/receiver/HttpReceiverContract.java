package dev.ichnos.collector.receiver;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The contract for what is posted. */
public abstract class HttpReceiverContract extends ReceiverContract {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  protected abstract InetSocketAddress address();

  protected abstract String path();

  /** The status that means success. */
  protected abstract int success();

  protected abstract String contentType();

  /** The text of an error's body. */
  protected String text(byte[] body) throws Exception {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  protected Answer send(byte[] body, boolean gzip) throws Exception {
    HttpResponse<byte[]> response =
        post(
            client,
            path(),
            gzip
                ? Map.of("content-type", contentType(), "content-encoding", "gzip")
                : Map.of("content-type", contentType()),
            gzip ? compressed(body) : body);
    Verdict verdict =
        switch (response.statusCode()) {
          case 400 -> Verdict.BAD;
          case 413 -> Verdict.TOO_LARGE;
          case 503 -> Verdict.BUSY;
          default -> response.statusCode() == success() ? Verdict.ACCEPTED : Verdict.OTHER;
        };
    return new Answer(
        verdict,
        text(response.body()),
        response.headers().firstValueAsLong("retry-after").orElse(-1));
  }

  protected HttpResponse<byte[]> post(String path, Map<String, String> headers, byte[] body)
      throws Exception {
    return post(client, path, headers, body);
  }

  protected HttpResponse<byte[]> post(
      HttpClient by, String path, Map<String, String> headers, byte[] body) throws Exception {
    InetSocketAddress address = address();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return by.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
