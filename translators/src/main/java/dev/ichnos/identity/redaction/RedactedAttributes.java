package dev.ichnos.identity.redaction;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.OtelKeys;

/**
 * Takes secrets out of attributes, nested ones included. Looks first, and builds anew only where
 * there is one. Not thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // what has no secrets stays the same instance
final class RedactedAttributes implements AttributeVisitor {
  /** What some senders call the query of a URL. */
  private static final String HTTP_QUERY = "http.query";

  private final SecretNames names;
  private final SecretText text;
  private boolean found;

  RedactedAttributes(SecretNames names, SecretText text) {
    this.names = names;
    this.text = text;
  }

  /** The attributes without secrets; the same instance if there are none. */
  Attributes of(Attributes attributes) {
    if (attributes.isEmpty()) {
      return attributes;
    }
    boolean outer = found;
    found = false;
    attributes.forEach(this);
    boolean any = found;
    found = outer;
    if (!any) {
      return attributes;
    }
    Rewrite rewrite = new Rewrite();
    attributes.forEach(rewrite);
    return rewrite.attributes.build();
  }

  @Override
  public void stringValue(String key, String value) {
    found |= string(key, value) != value;
  }

  /** Neither true nor false is a secret. */
  @Override
  public void booleanValue(String key, boolean value) {}

  @Override
  public void longValue(String key, long value) {
    found |= names.isAttribute(key);
  }

  @Override
  public void doubleValue(String key, double value) {
    found |= names.isAttribute(key);
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    found |= names.isAttribute(key);
  }

  @Override
  public void listValue(String key, AttributeList value) {
    found |= list(key, value) != value;
  }

  @Override
  public void mapValue(String key, Attributes value) {
    found |= names.isAttribute(key) || of(value) != value;
  }

  @Override
  public void emptyValue(String key) {}

  private String string(String key, String value) {
    if (names.isHarmless(key)) {
      return value;
    }
    if (names.isAttribute(key)) {
      return value.isEmpty() || value.equals(SecretText.REDACTED) ? value : SecretText.REDACTED;
    }
    boolean isQuery = key.equals(OtelKeys.URL_QUERY) || key.equals(HTTP_QUERY);
    String redacted = text.redact(value, isQuery);
    return redacted != value && SecretNames.isTraceHeader(key) ? value : redacted;
  }

  /** Of a secret not even the number of its parts is told. */
  private AttributeList list(String key, AttributeList value) {
    Elements elements = new Elements(key);
    value.forEach(elements);
    if (value.size() > 0 && names.isAttribute(key)) {
      AttributeList secret = AttributeList.builder().add(SecretText.REDACTED).build();
      return secret.equals(value) ? value : secret;
    }
    return elements.changed ? elements.list.build() : value;
  }

  /** Builds attributes without their secrets. */
  private final class Rewrite implements AttributeVisitor {
    final Attributes.Builder attributes = Attributes.builder();

    @Override
    public void stringValue(String key, String value) {
      attributes.put(key, string(key, value));
    }

    @Override
    public void booleanValue(String key, boolean value) {
      attributes.put(key, value);
    }

    @Override
    public void longValue(String key, long value) {
      if (!isSecret(key)) {
        attributes.put(key, value);
      }
    }

    @Override
    public void doubleValue(String key, double value) {
      if (!isSecret(key)) {
        attributes.put(key, value);
      }
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      if (!isSecret(key)) {
        attributes.put(key, value);
      }
    }

    @Override
    public void listValue(String key, AttributeList value) {
      attributes.put(key, list(key, value));
    }

    @Override
    public void mapValue(String key, Attributes value) {
      if (!isSecret(key)) {
        attributes.put(key, of(value));
      }
    }

    @Override
    public void emptyValue(String key) {
      attributes.putEmpty(key);
    }

    private boolean isSecret(String key) {
      boolean secret = names.isAttribute(key);
      if (secret) {
        attributes.put(key, SecretText.REDACTED);
      }
      return secret;
    }
  }

  /** Builds the values of one list without their secrets. */
  private final class Elements implements AttributeVisitor {
    final AttributeList.Builder list = AttributeList.builder();
    boolean changed;
    private final String of;

    Elements(String of) {
      this.of = of;
    }

    @Override
    public void stringValue(String key, String value) {
      String redacted = string(of, value);
      changed |= redacted != value;
      list.add(redacted);
    }

    @Override
    public void booleanValue(String key, boolean value) {
      list.add(value);
    }

    @Override
    public void longValue(String key, long value) {
      list.add(value);
    }

    @Override
    public void doubleValue(String key, double value) {
      list.add(value);
    }

    @Override
    public void bytesValue(String key, byte[] value) {
      list.add(value);
    }

    @Override
    public void listValue(String key, AttributeList value) {
      AttributeList redacted = list(of, value);
      changed |= redacted != value;
      list.add(redacted);
    }

    @Override
    public void mapValue(String key, Attributes value) {
      Attributes redacted = RedactedAttributes.this.of(value);
      changed |= redacted != value;
      list.add(redacted);
    }

    @Override
    public void emptyValue(String key) {
      list.addEmpty();
    }
  }
}
