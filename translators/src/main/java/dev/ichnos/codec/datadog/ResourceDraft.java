package dev.ichnos.codec.datadog;

import dev.ichnos.model.Attributes;
import dev.ichnos.model.Resource;
import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who made a span, while its message is read: a service, and a few attributes of texts and numbers
 * of which the first value stays. Equal drafts become one resource; comparing them makes nothing.
 * Not thread-safe.
 */
final class ResourceDraft {
  /** More than any tracer states; the rest stays with the span. */
  private static final int MOST = 64;

  private String service = "";
  private String[] keys = new String[12];
  private Object[] values = new Object[12];
  private int size;

  void clear() {
    service = "";
    size = 0;
  }

  void service(String name) {
    service = name;
  }

  /**
   * Puts a value unless the key is there or the value is empty.
   *
   * @return whether there was room for it
   */
  boolean put(String key, String value) {
    return value.isEmpty() || find(key) != null || add(key, value);
  }

  /** Puts a number unless the key is there. */
  boolean put(String key, long value) {
    return find(key) != null || add(key, value);
  }

  /** Puts the name of a host, unless something here says already on which host it was. */
  void host(String name) {
    if (find(OtelKeys.K8S_NODE_NAME) == null && find(DatadogKeys.HOST_NAME) == null) {
      put(OtelKeys.HOST_NAME, name);
    }
  }

  /** Puts what the others state and this does not. */
  void putAll(ResourceDraft others) {
    for (int i = 0; i < others.size; i++) {
      if (find(others.keys[i]) == null) {
        add(others.keys[i], others.values[i]);
      }
    }
  }

  /** Puts what the others state at this key and this does not. */
  void putFrom(ResourceDraft others, String key) {
    Object value = others.find(key);
    if (value != null && find(key) == null) {
      add(key, value);
    }
  }

  Resource build() {
    Attributes.Builder attributes = Attributes.builder();
    if (!service.isEmpty()) {
      attributes.put(OtelKeys.SERVICE_NAME, service);
    }
    for (int i = 0; i < size; i++) {
      if (values[i] instanceof Long number) {
        attributes.put(keys[i], number);
      } else {
        attributes.put(keys[i], (String) values[i]);
      }
    }
    return Resource.of(attributes.build());
  }

  /** A draft that stays as this one is now. */
  ResourceDraft copy() {
    ResourceDraft copy = new ResourceDraft();
    copy.service = service;
    copy.keys = Arrays.copyOf(keys, size);
    copy.values = Arrays.copyOf(values, size);
    copy.size = size;
    return copy;
  }

  private @Nullable Object find(String key) {
    for (int i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return values[i];
      }
    }
    return null;
  }

  private boolean add(String key, Object value) {
    if (size == MOST) {
      return false;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, Math.max(12, size * 2));
      values = Arrays.copyOf(values, Math.max(12, size * 2));
    }
    keys[size] = key;
    values[size] = value;
    size++;
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ResourceDraft that
        && size == that.size
        && service.equals(that.service)
        && Arrays.equals(values, 0, size, that.values, 0, size)
        && Arrays.equals(keys, 0, size, that.keys, 0, size);
  }

  @Override
  public int hashCode() {
    int hash = service.hashCode();
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + values[i].hashCode();
    }
    return hash;
  }
}
