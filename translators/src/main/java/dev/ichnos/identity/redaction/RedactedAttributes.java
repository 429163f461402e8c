package dev.ichnos.identity.redaction;

import dev.ichnos.identity.redaction.SecretNames.Kind;
import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.model.KeyPlaces;

/**
 * Takes secrets out of attributes, nested ones included. Looks first, and builds anew only where
 * there is one. Not thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // what has no secrets stays the same instance
final class RedactedAttributes implements AttributeVisitor {
  private static final Kind[] KINDS = Kind.values();

  private final SecretNames names;
  private final SecretText text;
  private final KeyPlaces places;
  private Kind kind = Kind.OTHER;
  private boolean found;

  /**
   * Works by these names.
   *
   * @param places by {@link SecretNames#meaning}
   */
  RedactedAttributes(SecretNames names, SecretText text, KeyPlaces places) {
    this.names = names;
    this.text = text;
    this.places = places;
  }

  /** The attributes without secrets; the same instance if there are none. */
  Attributes of(Attributes attributes) {
    if (attributes.isEmpty()) {
      return attributes;
    }
    if (!hasSecret(attributes)) {
      return attributes;
    }
    Rewrite rewrite = new Rewrite();
    attributes.forEach(rewrite);
    return rewrite.attributes.build();
  }

  private boolean hasSecret(Attributes attributes) {
    boolean outer = found;
    found = false;
    KeyPlaces.Order order = places.of(attributes);
    for (int i = 0; i < order.count() && !found; i++) {
      int place = order.place(i);
      kind = KINDS[order.meaning(i)];
      if (kind != Kind.HARMLESS || !attributes.isStringAt(place)) {
        attributes.visit(place, this);
      }
    }
    boolean any = found;
    found = outer;
    return any;
  }

  @Override
  public void stringValue(String key, String value) {
    found |= string(kind, value) != value;
  }

  /** Neither true nor false is a secret. */
  @Override
  public void booleanValue(String key, boolean value) {}

  @Override
  public void longValue(String key, long value) {
    found |= kind == Kind.SECRET;
  }

  @Override
  public void doubleValue(String key, double value) {
    found |= kind == Kind.SECRET;
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    found |= kind == Kind.SECRET;
  }

  @Override
  public void listValue(String key, AttributeList value) {
    found |= list(kind, value) != value;
  }

  @Override
  public void mapValue(String key, Attributes value) {
    found |= kind == Kind.SECRET || of(value) != value;
  }

  @Override
  public void emptyValue(String key) {}

  private String string(Kind kind, String value) {
    return switch (kind) {
      case HARMLESS -> value;
      case SECRET ->
          value.isEmpty() || value.equals(SecretText.REDACTED) ? value : SecretText.REDACTED;
      case QUERY -> text.redact(value, true);
      case TRACE_HEADER -> value;
      case OTHER -> text.redact(value, false);
    };
  }

  /** Of a secret not even the number of its parts is told. */
  private AttributeList list(Kind kind, AttributeList value) {
    Elements elements = new Elements(kind);
    value.forEach(elements);
    if (value.size() > 0 && kind == Kind.SECRET) {
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
      attributes.put(key, string(names.kind(key), value));
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
      attributes.put(key, list(names.kind(key), value));
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
      boolean secret = names.kind(key) == Kind.SECRET;
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
    private final Kind of;

    Elements(Kind of) {
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
