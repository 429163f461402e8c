package dev.ichnos.collector.receiver.datadog;

import dev.ichnos.codec.datadog.DatadogDecoder;
import dev.ichnos.collector.transport.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One version of the API: what it takes, and how it answers. */
enum TraceVersion {
  V01("/v0.1/spans", Body.JSON, Answer.OK),
  V02("/v0.2/traces", Body.JSON, Answer.OK),
  V03("/v0.3/traces", Body.EITHER, Answer.OK),
  V04("/v0.4/traces", Body.EITHER, Answer.RATES),
  V05("/v0.5/traces", Body.MSGPACK, Answer.RATES),
  V07("/v0.7/traces", Body.MSGPACK, Answer.RATES);

  private enum Body {
    JSON,
    MSGPACK,
    EITHER
  }

  private enum Answer {
    OK,
    RATES
  }

  private final String path;
  private final Body body;
  private final Answer answer;

  TraceVersion(String path, Body body, Answer answer) {
    this.path = path;
    this.body = body;
    this.answer = answer;
  }

  String path() {
    return path;
  }

  /** Whether it is offered to tracers: what only takes JSON is for what is too old to ask. */
  boolean isOffered() {
    return body != Body.JSON;
  }

  /** Whether success is answered with rates, rather than with a word. */
  boolean answersRates() {
    return answer == Answer.RATES;
  }

  /**
   * What the request's body is, by its bytes, and by its type where it has none; empty where this
   * version takes no such body.
   */
  Optional<Encoding> encoding(HttpRequest request) {
    boolean json = isJson(request);
    boolean taken = body == Body.EITHER || (body == Body.JSON) == json;
    if (!taken) {
      return Optional.empty();
    }
    if (json) {
      return Optional.of(Encoding.JSON);
    }
    return Optional.of(
        switch (this) {
          case V05 -> Encoding.V05;
          case V07 -> Encoding.V07;
          default -> Encoding.V04;
        });
  }

  /** What {@link Decoders} tells apart. */
  enum Encoding {
    JSON,
    V04,
    V05,
    V07
  }

  /** Neither a bracket nor a brace begins a message in msgpack. */
  private static boolean isJson(HttpRequest request) {
    ByteBuffer bytes = request.body();
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      byte next = bytes.get(i);
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next == '[' || next == '{' || statesJson(request);
      }
    }
    return statesJson(request);
  }

  private static boolean statesJson(HttpRequest request) {
    return switch (request.mediaType()) {
      case "application/json", "text/json" -> true;
      default -> false;
    };
  }

  /** One decoder for each encoding. */
  record Decoders(DatadogDecoder json, DatadogDecoder v04, DatadogDecoder v05, DatadogDecoder v07) {
    static Decoders all() {
      return new Decoders(
          DatadogDecoder.json(), DatadogDecoder.v04(), DatadogDecoder.v05(), DatadogDecoder.v07());
    }

    DatadogDecoder of(Encoding encoding) {
      return switch (encoding) {
        case JSON -> json;
        case V04 -> v04;
        case V05 -> v05;
        case V07 -> v07;
      };
    }
  }
}
