package dev.ichnos.codec.datadog;

import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.HashSet;
import java.util.Set;

/** The tags that the encoder itself may put before a span's attributes: they have the key. */
final class OwnTags {
  private static final Set<String> KEYS = new HashSet<>();

  static final TagKey SAMPLING_PRIORITY = own(DatadogKeys.SAMPLING_PRIORITY_V1);
  static final TagKey TRACE_ID_HIGH = own(DatadogKeys.TRACE_ID_HIGH);
  static final TagKey HOSTNAME = own(DatadogKeys.HOSTNAME_TAG);
  static final TagKey OTEL_TRACE_ID = own(DatadogKeys.OTEL_TRACE_ID);
  static final TagKey ENV = own(DatadogKeys.ENV);
  static final TagKey VERSION = own(DatadogKeys.VERSION);
  static final TagKey SPAN_KIND = own(DatadogKeys.SPAN_KIND);
  static final TagKey TRACER_TOP_LEVEL = own(DatadogKeys.TRACER_TOP_LEVEL);
  static final TagKey TOP_LEVEL = own(DatadogKeys.TOP_LEVEL);
  static final TagKey MEASURED = own(DatadogKeys.MEASURED);
  static final TagKey STATUS_CODE = own(DatadogKeys.OTEL_STATUS_CODE);
  static final TagKey STATUS_DESCRIPTION = own(DatadogKeys.OTEL_STATUS_DESCRIPTION);
  static final TagKey ERROR_MESSAGE = own(DatadogKeys.ERROR_MESSAGE);
  static final TagKey ERROR_MSG = own(DatadogKeys.ERROR_MSG);
  static final TagKey ERROR_TYPE = own(OtelKeys.ERROR_TYPE);
  static final TagKey ERROR_STACK = own(DatadogKeys.ERROR_STACK);
  static final TagKey HTTP_STATUS_CODE = own(OtelKeys.HTTP_STATUS_CODE);
  static final TagKey PEER_SERVICE = own(OtelKeys.PEER_SERVICE);
  static final TagKey TRACE_STATE = own(DatadogKeys.TRACE_STATE);
  static final TagKey EVENTS = own(DatadogKeys.EVENTS);
  static final TagKey HAS_EXCEPTION = own(DatadogKeys.HAS_EXCEPTION);
  static final TagKey SPAN_LINKS = own(DatadogKeys.SPAN_LINKS);

  private OwnTags() {}

  /** Whether the encoder may have put this tag before the span's attributes come. */
  static boolean has(String key) {
    return KEYS.contains(key);
  }

  private static TagKey own(String key) {
    KEYS.add(key);
    return new TagKey(key);
  }
}
