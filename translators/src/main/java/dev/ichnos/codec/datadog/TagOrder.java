package dev.ichnos.codec.datadog;

import dev.ichnos.semconv.DatadogKeys;
import dev.ichnos.semconv.OtelKeys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What becomes of attributes whose keys come in one order: the tag of each, and what else its key
 * alone decides. Immutable; worked out once for the many spans that have the same keys.
 */
final class TagOrder {
  private static final int SAID_ELSEWHERE = 1;
  private static final int NAMES_AN_ID = 1 << 1;
  private static final int HEADER = 1 << 2;
  private static final int ENCODED = 1 << 3;
  private static final int CUT = 1 << 4;
  private static final int SHARED = 1 << 5;
  private static final int SERVICE_NAME = 1 << 6;
  private static final int SERVER_ADDRESS = 1 << 7;

  private final TagKey[] tags;
  private final TagKey[] httpTags;
  private final int[] traits;
  private final int[] factPlaces;
  private final CallFact[] facts;

  /** Where the service's name stands; -1 if it does not. */
  final int serviceName;

  /** Whether a key is of the conventions for generative AI. */
  final boolean genAi;

  /** Of these keys, each there once. */
  TagOrder(String[] keys) {
    tags = new TagKey[keys.length];
    httpTags = new TagKey[keys.length];
    traits = new int[keys.length];
    int[] places = new int[keys.length];
    CallFact[] said = new CallFact[keys.length];
    int count = 0;
    int service = -1;
    boolean ai = false;
    for (int i = 0; i < keys.length; i++) {
      String key = keys[i];
      tags[i] = new TagKey(cut(Renames.tagOf(key, false)));
      String http = cut(Renames.tagOf(key, true));
      httpTags[i] = http.equals(tags[i].text) ? tags[i] : new TagKey(http);
      traits[i] = traits(key, tags[i].text);
      CallFact fact = CallFact.of(key);
      if (fact != null) {
        places[count] = i;
        said[count++] = fact;
      }
      service = key.equals(OtelKeys.SERVICE_NAME) ? i : service;
      ai |= key.startsWith(OtelKeys.GEN_AI_PREFIX);
    }
    factPlaces = Arrays.copyOf(places, count);
    facts = Arrays.copyOf(said, count);
    serviceName = service;
    genAi = ai;
    markShared();
  }

  /** The tag of the attribute at a place, within its limit. */
  TagKey tag(int place, boolean http) {
    return http ? httpTags[place] : tags[place];
  }

  /** Whether the span says elsewhere what the attribute at a place says. */
  boolean isSaidElsewhere(int place) {
    return (traits[place] & SAID_ELSEWHERE) != 0;
  }

  /** Whether a number there is a name, and to be searched as one. */
  boolean namesAnId(int place) {
    return (traits[place] & NAMES_AN_ID) != 0;
  }

  /** Whether it is a captured header. */
  boolean isHeader(int place) {
    return (traits[place] & HEADER) != 0;
  }

  /** Whether its value cannot be decoded any more once it is cut. */
  boolean isEncoded(int place) {
    return (traits[place] & ENCODED) != 0;
  }

  /** Whether its tag's key had to be cut. */
  boolean isCut(int place) {
    return (traits[place] & CUT) != 0;
  }

  /** Whether the encoder itself or another of the attributes may put the same tag. */
  boolean isShared(int place) {
    return (traits[place] & SHARED) != 0;
  }

  boolean isServiceName(int place) {
    return (traits[place] & SERVICE_NAME) != 0;
  }

  boolean isServerAddress(int place) {
    return (traits[place] & SERVER_ADDRESS) != 0;
  }

  /** How many attributes say something of the call. */
  int factCount() {
    return facts.length;
  }

  /**
   * What one of them says.
   *
   * @param i from 0, below {@link #factCount}
   */
  CallFact fact(int i) {
    return facts[i];
  }

  /** Where it stands. */
  int factPlace(int i) {
    return factPlaces[i];
  }

  private void markShared() {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < tags.length; i++) {
      markShared(i, tags[i].text, first);
      markShared(i, httpTags[i].text, first);
    }
  }

  private void markShared(int place, String tag, Map<String, Integer> first) {
    Integer other = first.putIfAbsent(tag, place);
    if (OwnTags.has(tag)) {
      traits[place] |= SHARED;
    } else if (other != null && other != place) {
      traits[place] |= SHARED;
      traits[other] |= SHARED;
    }
  }

  private static String cut(String tag) {
    return Limits.fits(tag, Limits.KEY) ? tag : Limits.marked(tag, Limits.KEY);
  }

  private static int traits(String key, String tag) {
    return (isSaidElsewhere(key) ? SAID_ELSEWHERE : 0)
        | (Numbers.namesAnId(key) ? NAMES_AN_ID : 0)
        | (Renames.isHeader(key) ? HEADER : 0)
        | (isEncoded(tag) ? ENCODED : 0)
        | (Limits.fits(Renames.tagOf(key, false), Limits.KEY) ? 0 : CUT)
        | (key.equals(OtelKeys.SERVICE_NAME) ? SERVICE_NAME : 0)
        | (key.equals(OtelKeys.SERVER_ADDRESS) ? SERVER_ADDRESS : 0);
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
}
