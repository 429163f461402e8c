package dev.ichnos.codec.datadog;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Base64;

/**
 * Makes tags of attributes: numbers become metrics, unless a double would round them or their key
 * says that they identify something, all else becomes text. What a tag already says is not said
 * again, and what is said elsewhere in the span (its service, its names) not at all.
 */
final class AttributeTags implements AttributeVisitor {
  private final TagTable tags;
  private final Losses losses;
  private final JsonText json;
  private boolean http;
  private boolean client;
  private String service = "";

  AttributeTags(TagTable tags, Losses losses, JsonText json) {
    this.tags = tags;
    this.losses = losses;
    this.json = json;
  }

  /**
   * Puts every attribute whose key is not taken.
   *
   * @param http whether the span is of an HTTP call
   * @param client whether the span made the call
   * @param service the span's service, as it was written
   */
  void put(Attributes attributes, boolean http, boolean client, String service) {
    this.http = http;
    this.client = client;
    this.service = service;
    attributes.forEach(this);
  }

  @Override
  public void stringValue(String key, String value) {
    if (!isSaidElsewhere(key) && !(key.equals(OtelKeys.SERVICE_NAME) && value.equals(service))) {
      if (client && http && key.equals(OtelKeys.SERVER_ADDRESS)) {
        text(key, value); // by this name the Agent finds the peer
      }
      text(Renames.tagOf(key, http), value);
    }
  }

  @Override
  public void booleanValue(String key, boolean value) {
    stringValue(key, Boolean.toString(value));
  }

  @Override
  public void longValue(String key, long value) {
    if (!Numbers.isExact(value) || Numbers.namesAnId(key)) {
      stringValue(key, Long.toString(value));
    } else {
      number(key, (double) value);
    }
  }

  @Override
  public void doubleValue(String key, double value) {
    if (Double.isFinite(value)) {
      number(key, value);
    } else {
      stringValue(key, Numbers.text(value));
    }
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    stringValue(key, Base64.getEncoder().encodeToString(value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    stringValue(key, Renames.isHeader(key) ? new HeaderValues().join(value) : json.of(value));
  }

  @Override
  public void mapValue(String key, Attributes value) {
    stringValue(key, json.of(value));
  }

  @Override
  public void emptyValue(String key) {
    stringValue(key, "");
  }

  private void text(String tag, String value) {
    String key = losses.cutMarked(tag, Limits.KEY);
    String text = isEncoded(key) ? value : losses.cutMarked(value, Limits.VALUE);
    if (!tags.put(key, text)) {
      losses.leftOut(1);
    }
  }

  private void number(String key, double value) {
    if (isSaidElsewhere(key)) {
      return;
    }
    if (!tags.put(losses.cutMarked(Renames.tagOf(key, http), Limits.KEY), value)) {
      losses.leftOut(1);
    }
  }

  /** The Agent's own exception to its limits: what is cut could not be decoded any more. */
  private static boolean isEncoded(String tag) {
    return tag.startsWith("_dd.")
        && (tag.endsWith(".json") || tag.endsWith(".msgpack") || tag.endsWith(".protobuf"));
  }

  private static boolean isSaidElsewhere(String key) {
    return switch (key) {
      case DatadogKeys.OPERATION_NAME,
          DatadogKeys.RESOURCE_NAME,
          DatadogKeys.SPAN_TYPE,
          DatadogKeys.SAMPLING_PRIORITY,
          DatadogKeys.SAMPLING_PRIORITY_V1,
          DatadogKeys.TRACE_ID_HIGH,
          DatadogKeys.OTEL_TRACE_ID,
          DatadogKeys.TOP_LEVEL,
          DatadogKeys.TRACER_TOP_LEVEL,
          DatadogKeys.HOSTNAME_TAG,
          OtelKeys.PEER_SERVICE,
          OtelKeys.HTTP_STATUS_CODE,
          OtelKeys.HTTP_RESPONSE_STATUS_CODE ->
          true;
      default -> false;
    };
  }

  /** A header that came more than once, as HTTP itself would say it: with commas between. */
  private static final class HeaderValues implements AttributeVisitor {
    private final StringBuilder joined = new StringBuilder();

    String join(AttributeList values) {
      values.forEach(this);
      return joined.toString();
    }

    @Override
    public void stringValue(String key, String value) {
      if (!joined.isEmpty()) {
        joined.append(',');
      }
      joined.append(value);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      stringValue(key, Boolean.toString(value));
    }

    @Override
    public void longValue(String key, long value) {
      stringValue(key, Long.toString(value));
    }

    @Override
    public void doubleValue(String key, double value) {
      stringValue(key, Numbers.text(value));
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      stringValue(key, Base64.getEncoder().encodeToString(value));
    }

    @Override
    public void listValue(String key, AttributeList value) {
      stringValue(key, new JsonText().of(value));
    }

    @Override
    public void mapValue(String key, Attributes value) {
      stringValue(key, new JsonText().of(value));
    }

    @Override
    public void emptyValue(String key) {
      stringValue(key, "");
    }
  }
}
