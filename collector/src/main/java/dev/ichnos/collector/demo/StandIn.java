package dev.ichnos.collector.demo;

import dev.ichnos.collector.config.ExporterConfig;
import dev.ichnos.collector.config.LaneConfig;
import dev.ichnos.model.Span;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a backend is to the collector: an endpoint on loopback that reads its own protocol, keeps
 * the spans that it is sent, and tells them in the canonical model.
 */
interface StandIn {
  /** Whom it stands for. */
  String backend();

  /** What it speaks, for people: {@code OTLP over gRPC}. */
  String protocol();

  /** Where it listens, once its listeners are started. */
  InetSocketAddress address();

  /** How the collector is told to send there. */
  ExporterConfig exporter(LaneConfig lane);

  /** What has come. */
  ArrivedSpans arrived();

  /** Whether a span of this name is how the backend shows the hop. */
  boolean shows(Bookinfo.Hop hop, String name);

  /**
   * Whether the span says what was asked for and answered in the words that the backend looks for.
   */
  boolean understands(Span span);

  /** How it calls the service of a proxy. */
  String service(Bookinfo.Proxy proxy);

  /** Its map of services, drawn of these spans. */
  CallGraph calls(List<Span> spans);

  /** What is to be seen in these spans of this backend alone, in words. */
  List<String> remarks(List<Span> spans);
}
