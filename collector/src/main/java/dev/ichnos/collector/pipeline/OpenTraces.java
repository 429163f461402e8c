package dev.ichnos.collector.pipeline;

import org.jspecify.annotations.Nullable;

/** Open traces in the order of a time, the earliest first. */
final class OpenTraces {
  private @Nullable Place first;
  private @Nullable Place last;

  @Nullable Place first() {
    return first;
  }

  void addLast(Place place) {
    place.before = last;
    if (last == null) {
      first = place;
    } else {
      last.after = place;
    }
    last = place;
  }

  void remove(Place place) {
    if (place.before == null) {
      first = place.after;
    } else {
      place.before.after = place.after;
    }
    if (place.after == null) {
      last = place.before;
    } else {
      place.after.before = place.before;
    }
    place.before = null;
    place.after = null;
  }

  void clear() {
    first = null;
    last = null;
  }

  static final class Place {
    final OpenTrace trace;
    long epochNanos;
    @Nullable Place before;
    @Nullable Place after;

    Place(OpenTrace trace) {
      this.trace = trace;
    }
  }
}
