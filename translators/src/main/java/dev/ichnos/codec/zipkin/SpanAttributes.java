package dev.ichnos.codec.zipkin;

import dev.ichnos.model.AttributeList;
import dev.ichnos.model.AttributeVisitor;
import dev.ichnos.model.Attributes;
import dev.ichnos.semconv.IchnosKeys;
import dev.ichnos.semconv.OtelKeys;
import dev.ichnos.semconv.ZipkinKeys;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the attributes of a span that is written: those for which Zipkin has fields of their own
 * are noted, all others become tags at once.
 */
final class SpanAttributes implements AttributeVisitor {
  /** What {@link #durationNanos} holds when there is none. */
  static final long NO_DURATION = -1;

  private static final int NO_RANK = Integer.MAX_VALUE;

  private final TagWriter tags;
  private final OutgoingEndpoint local;
  private final OutgoingEndpoint remote;

  /** The remote service; empty when absent. */
  String peerService = "";

  /** What else names the other side of a call, the best of what is there; a tag all the same. */
  String peerName = "";

  /** The tag {@code error}. */
  @Nullable String error;

  /** Which times a rule of identity filled in. */
  @Nullable String absentTime;

  /** A duration that came without a timestamp. */
  long durationNanos;

  private int peerNameRank;

  SpanAttributes(TagList tags, OutgoingEndpoint local, OutgoingEndpoint remote) {
    this.tags = new TagWriter(tags);
    this.local = local;
    this.remote = remote;
  }

  void read(Attributes attributes) {
    peerService = "";
    peerName = "";
    peerNameRank = NO_RANK;
    error = null;
    absentTime = null;
    durationNanos = NO_DURATION;
    attributes.forEach(this);
  }

  @Override
  public void stringValue(String key, String value) {
    switch (key) {
      case OtelKeys.NETWORK_LOCAL_ADDRESS -> local.noteAddress(value);
      case OtelKeys.NETWORK_PEER_ADDRESS -> remote.noteAddress(value);
      case ZipkinKeys.LOCAL_IPV6 -> local.noteSecond(value);
      case ZipkinKeys.REMOTE_IPV6 -> remote.noteSecond(value);
      case IchnosKeys.ABSENT_TIME -> absentTime = value;
      case OtelKeys.PEER_SERVICE -> {
        if (value.isEmpty()) {
          tags.stringValue(key, value);
        } else {
          peerService = value;
        }
      }
      case ZipkinKeys.ERROR -> {
        error = value;
        tags.stringValue(key, value);
      }
      default -> {
        peerName(key, value);
        tags.stringValue(key, value);
      }
    }
  }

  private void peerName(String key, String value) {
    int rank =
        switch (key) {
          case OtelKeys.SERVER_ADDRESS -> 0;
          case OtelKeys.NET_PEER_NAME -> 1;
          case OtelKeys.SERVER_SOCKET_DOMAIN -> 2;
          case OtelKeys.NET_SOCK_PEER_NAME -> 3;
          case OtelKeys.PEER_HOSTNAME -> 4;
          case OtelKeys.DB_NAMESPACE -> 5;
          case OtelKeys.DB_NAME -> 6;
          default -> NO_RANK;
        };
    if (rank < peerNameRank && OutgoingEndpoint.isName(value)) {
      peerNameRank = rank;
      peerName = value;
    }
  }

  @Override
  public void booleanValue(String key, boolean value) {
    if (!key.equals(ZipkinKeys.ERROR)) {
      tags.booleanValue(key, value);
    } else if (value) {
      stringValue(key, "true");
    } // else left out: to Zipkin the tag alone, whatever its value, means failure
  }

  @Override
  public void longValue(String key, long value) {
    switch (key) {
      case OtelKeys.NETWORK_LOCAL_PORT -> local.notePort(value);
      case OtelKeys.NETWORK_PEER_PORT -> remote.notePort(value);
      case ZipkinKeys.DURATION_NANOS -> {
        if (value >= 0) {
          durationNanos = value;
        } else {
          tags.longValue(key, value);
        }
      }
      default -> tags.longValue(key, value);
    }
  }

  @Override
  public void doubleValue(String key, double value) {
    tags.doubleValue(key, value);
  }

  @Override
  public void bytesValue(String key, byte[] value) {
    tags.bytesValue(key, value);
  }

  @Override
  public void listValue(String key, AttributeList value) {
    tags.listValue(key, value);
  }

  @Override
  public void mapValue(String key, Attributes value) {
    tags.mapValue(key, value);
  }

  @Override
  public void emptyValue(String key) {
    tags.emptyValue(key);
  }
}
