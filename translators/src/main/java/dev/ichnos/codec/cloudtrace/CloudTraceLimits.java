package dev.ichnos.codec.cloudtrace;

import java.time.Duration;

/**
 * What Cloud Trace v2 takes. Bytes are bytes of UTF-8. Sources: the comments of googleapis
 * google/devtools/cloudtrace/v2/trace.proto @ 2026-08, and the page <em>Quotas and limits</em> of
 * Cloud Trace where it is named.
 */
public final class CloudTraceLimits {
  /** trace.proto, Span.display_name. */
  public static final int DISPLAY_NAME_BYTES = 128;

  /** trace.proto, Span.attributes; also on the quotas page. */
  public static final int SPAN_ATTRIBUTES = 32;

  /** trace.proto, Span.Attributes.attribute_map. */
  public static final int KEY_BYTES = 128;

  /** trace.proto, AttributeValue.string_value. */
  public static final int VALUE_BYTES = 256;

  /** trace.proto, Span.time_events. */
  public static final int ANNOTATIONS = 32;

  /** trace.proto, Span.time_events. */
  public static final int MESSAGE_EVENTS = 128;

  /** trace.proto, Annotation.description. */
  public static final int DESCRIPTION_BYTES = 256;

  /** trace.proto, Annotation.attributes. */
  public static final int ANNOTATION_ATTRIBUTES = 4;

  /** trace.proto, Span.links. */
  public static final int LINKS = 128;

  /** trace.proto, Link.attributes. */
  public static final int LINK_ATTRIBUTES = 32;

  /** trace.proto, StackTrace.stack_frames. */
  public static final int STACK_FRAMES = 128;

  /** trace.proto, StackFrame.function_name. */
  public static final int FUNCTION_BYTES = 1024;

  /** trace.proto, StackFrame.file_name. */
  public static final int FILE_BYTES = 256;

  /** Ours: trace.proto names none for the message of a status. */
  public static final int STATUS_MESSAGE_BYTES = 1024;

  /** Quotas page: how long ago a span may have begun. */
  public static final Duration OLDEST = Duration.ofDays(14);

  /** Quotas page: how far ahead of the server's clock a time may be. */
  public static final Duration FARTHEST_AHEAD = Duration.ofDays(3);

  /** Quotas page: how long before its span an event may have been. */
  public static final Duration OLDEST_EVENT = Duration.ofDays(365);

  private CloudTraceLimits() {}
}
