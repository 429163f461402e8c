package dev.ichnos.codec.datadog;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import java.util.Base64;

/**
 * Makes tags of attributes: numbers become metrics, unless a double would round them or their key
 * says that they identify something, all else becomes text. What a tag already says is not said
 * again, and what is said elsewhere in the span (its service, its names) not at all.
 */
final class AttributeTags implements AttributeVisitor {
  private static final TagOrder NO_KEYS = new TagOrder(new String[0]);
  private static final TagKey NO_TAG = new TagKey("");

  private final TagTable tags;
  private final Losses losses;
  private final JsonText json;
  private TagOrder order = NO_KEYS;
  private int place;
  private TagKey tag = NO_TAG;
  private boolean lookUp;
  private boolean callsHttp;
  private String service = "";

  AttributeTags(TagTable tags, Losses losses, JsonText json) {
    this.tags = tags;
    this.losses = losses;
    this.json = json;
  }

  /**
   * Puts every attribute of a span whose key is not taken. Only {@link OwnTags} may stand there.
   *
   * @param its the order of their keys
   * @param http whether the span is of an HTTP call
   * @param client whether the span made the call
   * @param saidService the span's service, as it was written
   */
  void putOwn(
      Attributes attributes, TagOrder its, boolean http, boolean client, String saidService) {
    lookUp = false;
    put(attributes, its, http, client, saidService);
  }

  /** Puts attributes of what the span is from; as {@link #putOwn}, whatever stands there. */
  void put(Attributes attributes, TagOrder its, String saidService) {
    lookUp = true;
    put(attributes, its, false, false, saidService);
  }

  private void put(
      Attributes attributes, TagOrder its, boolean http, boolean client, String saidService) {
    order = its;
    callsHttp = client && http;
    service = saidService;
    int size = attributes.size();
    for (int i = 0; i < size; i++) {
      if (its.isSaidElsewhere(i)) {
        continue;
      }
      place = i;
      tag = its.tag(i, http);
      if (attributes.isStringAt(i)) {
        text(attributes.stringAt(i));
      } else {
        attributes.visit(i, this);
      }
    }
  }

  @Override
  public void stringValue(String key, String value) {
    text(value);
  }

  @Override
  public void booleanValue(String key, boolean value) {
    text(Boolean.toString(value));
  }

  @Override
  public void longValue(String key, long value) {
    if (!Numbers.isExact(value) || order.namesAnId(place)) {
      text(Long.toString(value));
    } else {
      number((double) value);
    }
  }

  @Override
  public void doubleValue(String key, double value) {
    if (Double.isFinite(value)) {
      number(value);
    } else {
      text(Numbers.text(value));
    }
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    text(Base64.getEncoder().encodeToString(value));
  }

  @Override
  public void listValue(String key, AttributeList value) {
    text(order.isHeader(place) ? header(value) : json.of(value));
  }

  @Override
  public void mapValue(String key, Attributes value) {
    text(json.of(value));
  }

  @Override
  public void emptyValue(String key) {
    text("");
  }

  private void text(String value) {
    if (order.isServiceName(place) && value.equals(service)) {
      return;
    }
    if (callsHttp && order.isServerAddress(place)) {
      // by this name the Agent finds the peer
      put(order.tag(place, false), losses.cutMarked(value, Limits.VALUE));
    }
    if (order.isCut(place)) {
      losses.cut();
    }
    String text = order.isEncoded(place) ? value : losses.cutMarked(value, Limits.VALUE);
    if (lookUp || order.isShared(place)) {
      put(tag, text);
    } else {
      tags.add(tag, text);
    }
  }

  private void put(TagKey key, String text) {
    if (!tags.put(key, text)) {
      losses.leftOut(1);
    }
  }

  private void number(double value) {
    if (order.isCut(place)) {
      losses.cut();
    }
    if (!lookUp && !order.isShared(place)) {
      tags.add(tag, value);
    } else if (!tags.put(tag, value)) {
      losses.leftOut(1);
    }
  }

  private static String header(AttributeList values) {
    String only = values.only();
    return only.isEmpty() ? new HeaderValues().join(values) : only;
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
