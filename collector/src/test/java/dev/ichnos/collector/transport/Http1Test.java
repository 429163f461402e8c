package dev.ichnos.collector.transport;

import static dev.ichnos.collector.transport.TestListener.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Http1Test {
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
  void post_severalOnOneConnection_areAllAnswered() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.post("/echo", "one").answer()).startsWith("HTTP/1.1 200").endsWith("one");
      assertThat(http.post("/echo", "").answer()).startsWith("HTTP/1.1 200");
      assertThat(http.post("/echo", "two").answer()).endsWith("two");
    }
  }

  @Test
  void post_pipelined_areAnsweredInOrder() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      all.append("POST /echo HTTP/1.1\r\nhost: t\r\ncontent-length: 2\r\n\r\n").append(10 + i);
    }
    try (RawHttp http = listener.connect().send(all.toString())) {
      for (int i = 0; i < 20; i++) {
        assertThat(http.answer()).endsWith("\r\n\r\n" + (10 + i));
      }
    }
  }

  @Test
  void post_chunked_isOneBody() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send("POST /echo HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n");
      http.send("4\r\ndefg\r\n0\r\n\r\n");
      assertThat(http.answer()).endsWith("abcdefg");
    }
  }

  @Test
  void request_headers_areLowerCaseAndJoined() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send(
          "POST /%65cho?a=b%20c HTTP/1.1\r\nHost: t\r\nX-Many: 1\r\nx-many: 2\r\n"
              + "Content-Type: Text/Plain; charset=utf-8\r\ncontent-length: 5\r\n\r\nthese");
      http.answer();
    }
    HttpRequest request =
        listener.requests.stream().filter(r -> r.query().equals("a=b%20c")).findFirst().get();
    assertThat(request.path()).isEqualTo("/echo");
    assertThat(request.header("x-many")).isEqualTo("1, 2");
    assertThat(request.mediaType()).isEqualTo("text/plain");
    assertThat(request.peer()).isEqualTo(new Peer("127.0.0.1", ""));
    assertThat(request.body().array()).isEqualTo(utf8("these"));
  }

  @Test
  void path_unknown_is404NamingItAndKeepsTheConnection() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.post("/nowhere", "body").answer())
          .startsWith("HTTP/1.1 404")
          .contains("/nowhere");
      assertThat(http.post("/echo", "next").answer()).endsWith("next");
    }
  }

  @Test
  void path_unknownWithLargeBody_is404AtOnce() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send("POST /nowhere HTTP/1.1\r\nhost: t\r\ncontent-length: 1000000\r\n\r\nfirst part");
      assertThat(http.answer()).startsWith("HTTP/1.1 404").contains("connection: close");
    }
  }

  @Test
  void method_wrong_is405WithAllow() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.send("GET /echo HTTP/1.1\r\nhost: t\r\n\r\n").answer())
          .startsWith("HTTP/1.1 405")
          .contains("allow: OPTIONS, POST")
          .contains("echo: Method not allowed");
    }
  }

  @Test
  void options_listsMethods() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.send("OPTIONS /who HTTP/1.1\r\nhost: t\r\n\r\n").answer())
          .startsWith("HTTP/1.1 204")
          .contains("allow: GET, HEAD, OPTIONS");
    }
  }

  @Test
  void head_isGetWithoutBody() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send("HEAD /who HTTP/1.0\r\n\r\n");
      assertThat(http.rest())
          .startsWith("HTTP/1.1 200")
          .contains("content-length: ")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void gzip_isInflated() throws IOException {
    assertThat(send(listener, "gzip", gzip(utf8("squeezed")))).endsWith("squeezed");
  }

  @Test
  void gzip_severalMembers_areOneBody() throws IOException {
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(gzip(utf8("one ")));
    two.write(gzip(utf8("two")));
    assertThat(send(listener, "gzip", two.toByteArray())).endsWith("one two");
  }

  @Test
  void gzip_exactlyTheLimit_isTaken() throws IOException {
    assertThat(send(small, "gzip", gzip(new byte[2_000]))).startsWith("HTTP/1.1 200");
  }

  @Test
  void gzip_oneByteMore_is413() throws IOException {
    assertThat(send(small, "gzip", gzip(new byte[2_001])))
        .startsWith("HTTP/1.1 413")
        .contains("echo: Body too large: more than 2000 bytes after decompression");
  }

  @Test
  void gzip_bomb_is413() throws IOException {
    assertThat(send(small, "gzip", gzip(new byte[900_000]))).startsWith("HTTP/1.1 413");
  }

  @Test
  void gzip_broken_is400() throws IOException {
    assertThat(send(listener, "gzip", utf8("no gzip at all")))
        .startsWith("HTTP/1.1 400")
        .contains("echo: Malformed gzip body");
  }

  @Test
  void gzip_truncated_is400() throws IOException {
    byte[] whole = gzip(utf8("to be cut"));
    assertThat(send(listener, "gzip", java.util.Arrays.copyOf(whole, whole.length - 3)))
        .startsWith("HTTP/1.1 400")
        .contains("ends early");
  }

  @Test
  void gzip_emptyBody_isEmpty() throws IOException {
    assertThat(send(listener, "gzip", new byte[0])).startsWith("HTTP/1.1 200");
  }

  @Test
  void deflate_withAndWithoutZlibHeader_isInflated() throws IOException {
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(utf8("deflated"));
    }
    assertThat(send(listener, "deflate", zlib.toByteArray())).endsWith("deflated");
    byte[] bare = java.util.Arrays.copyOfRange(zlib.toByteArray(), 2, zlib.size() - 4);
    assertThat(send(listener, "deflate", bare)).endsWith("deflated");
  }

  @Test
  void coding_unknown_is415() throws IOException {
    assertThat(send(listener, "br", utf8("x")))
        .startsWith("HTTP/1.1 415")
        .contains("accept-encoding: gzip, deflate")
        .contains("echo: Unknown content-encoding: br");
  }

  @Test
  void body_announcedTooLarge_is413BeforeItComes() throws IOException {
    try (RawHttp http = small.connect()) {
      http.send("POST /echo HTTP/1.1\r\nhost: t\r\ncontent-length: 100000\r\n\r\n");
      assertThat(http.answer())
          .startsWith("HTTP/1.1 413")
          .contains("connection: close")
          .contains("echo: Body too large: more than 1000 bytes");
      assertThat(http.rest()).isEmpty();
    }
  }

  @Test
  void body_chunkedTooLarge_is413() throws IOException {
    try (RawHttp http = small.connect()) {
      http.send("POST /echo HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n");
      http.send("400\r\n" + "x".repeat(1024) + "\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 413").contains("connection: close");
    }
  }

  @Test
  void expect_isAnsweredWithContinue() throws IOException {
    try (RawHttp http = listener.connect()) {
      http.send(
          "POST /echo HTTP/1.1\r\nhost: t\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 100");
      assertThat(http.send("ok").answer()).startsWith("HTTP/1.1 200").endsWith("ok");
    }
  }

  @Test
  void expect_onRefusedRequest_getsTheRefusalAlone() throws IOException {
    try (RawHttp http = small.connect()) {
      http.send(
          "POST /echo HTTP/1.1\r\nhost: t\r\nexpect: 100-continue\r\ncontent-length: 2000\r\n\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void headers_tooLarge_is431() throws IOException {
    try (RawHttp http = small.connect()) {
      http.send("POST /echo HTTP/1.1\r\nx: " + "y".repeat(3_000) + "\r\n\r\n");
      assertThat(http.answer()).startsWith("HTTP/1.1 431");
    }
  }

  @Test
  void malformed_is400() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.send("this is not HTTP at all\r\n\r\n").answer()).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void path_malformedPercent_is400() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.send("POST /e%zz HTTP/1.1\r\nhost: t\r\n\r\n").answer())
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void handler_thatThrows_is500AndKeepsTheConnection() throws IOException {
    try (RawHttp http = listener.connect()) {
      assertThat(http.post("/broken", "x").answer()).startsWith("HTTP/1.1 500");
      assertThat(http.post("/echo", "next").answer()).endsWith("next");
    }
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String send(TestListener to, String coding, byte[] body) throws IOException {
    try (RawHttp http = to.connect()) {
      http.send(
          "POST /echo HTTP/1.1\r\nhost: t\r\ncontent-encoding: "
              + coding
              + "\r\ncontent-length: "
              + body.length
              + "\r\n\r\n");
      return http.send(body).answer();
    }
  }
}
