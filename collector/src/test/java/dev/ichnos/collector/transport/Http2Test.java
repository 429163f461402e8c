package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Http2Test {
  private static TestListener listener;
  private static TestListener small;

  @BeforeAll
  static void start() throws IOException {
    listener = TestListener.mixed();
    small = TestListener.mixed(TestListener.config(1_000, 2_000, 2_000, 100));
  }

  @AfterAll
  static void stop() {
    listener.close();
    small.close();
  }

  @Test
  void jdkClient_upgradesToH2c() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    for (String body : new String[] {"first, with the upgrade", "second", ""}) {
      HttpResponse<String> answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(listener.uri("/echo"))
                  .header("content-type", "text/plain")
                  .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(body);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  @Test
  void jdkClient_bodyTooLargeToUpgradeWith_staysOnHttp1() throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .build()
            .send(
                java.net.http.HttpRequest.newBuilder(listener.uri("/echo"))
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[2 << 20]))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.body()).hasSize(2 << 20);
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void connection_carriesHttpAndGrpcInterleaved() {
    try (Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream call = client.call("Count").message("one");
      Http2Client.Stream post = client.post("/echo", "text/plain").data(utf8("ha"), false);
      call.message("two");
      post.data(utf8("lf"), true);
      assertThat(post.awaitEnd().text()).isEqualTo("half");
      assertThat(post.header(":status")).isEqualTo("200");
      call.message("three").data(new byte[0], true);
      assertThat(call.awaitEnd().text()).endsWith("counted 3");
      assertThat(call.header("grpc-status")).isEqualTo("0");
    }
  }

  @Test
  void path_unknown_is404() {
    try (Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream post = client.post("/nowhere", "text/plain").data(utf8("x"), true);
      assertThat(post.awaitEnd().header(":status")).isEqualTo("404");
    }
  }

  @Test
  void grpcWeb_isNotGrpc() {
    try (Http2Client client = new Http2Client(listener.address())) {
      Http2Client.Stream post =
          client.post("/test.Calls/Count", "application/grpc-web").data(utf8("x"), true);
      assertThat(post.awaitEnd().header(":status")).isEqualTo("404");
    }
  }

  @Test
  void body_tooLarge_is413() {
    try (Http2Client client = new Http2Client(small.address())) {
      Http2Client.Stream post =
          client.post("/echo", "text/plain").data(new byte[900], false).data(new byte[900], false);
      assertThat(post.awaitEnd().header(":status")).isEqualTo("413");
      assertThat(client.post("/echo", "text/plain").data(utf8("next"), true).awaitEnd().text())
          .isEqualTo("next");
    }
  }

  @Test
  void headers_tooLarge_is431() {
    try (Http2Client client = new Http2Client(small.address())) {
      Http2Client.Stream post = client.post("/echo", "x".repeat(2_100));
      assertThat(post.awaitEnd().header(":status")).isEqualTo("431");
    }
  }
}
