package dev.ichnos.model;

import java.util.Objects;

/**
 * One wire encoding. The set is open: each codec package holds its own constants.
 *
 * @param name upper snake case, such as {@code ZIPKIN_V2_JSON}; unique, and a metric label
 * @param contentType the media type that it is sent with over HTTP
 */
public record Format(String name, String contentType) {
  public Format {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(contentType, "contentType");
  }

  @Override
  public String toString() {
    return name;
  }
}
