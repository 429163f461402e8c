package dev.ichnos.collector.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts messages to one path of one address, and insists on one status. */
final class HttpPost {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;
  private final String contentType;
  private final int expectedStatus;

  HttpPost(InetSocketAddress address, String path, String contentType, int expectedStatus) {
    this.uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
    this.contentType = contentType;
    this.expectedStatus = expectedStatus;
  }

  void send(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(10))
            .header("content-type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != expectedStatus) {
      throw new IOException(
          "POST %s: %d %s (expected: %d)"
              .formatted(uri, response.statusCode(), response.body(), expectedStatus));
    }
  }
}
