package dev.ichnos.propagation;

import dev.ichnos.model.TraceId;
import java.util.Objects;

/**
 * One way to read a text as ids.
 *
 * @param form what the text was read as: {@code hex}, {@code decimal}, {@code datadog}, {@code
 *     x_ray}, {@code uuid}, {@code base64}, {@code x_cloud}, {@code skywalking} (a text that is
 *     hashed, see {@link SkyWalkingIds}), or the name of the header whose value it is
 * @param traceId empty when the text names none
 * @param spanId 0 when the text names none
 * @param either whether the text is one number of 64 bits, which may be a trace id as well as a
 *     span id; then both are it
 */
public record IdReading(String form, TraceId traceId, long spanId, boolean either) {
  public IdReading {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(traceId, "traceId");
  }
}
