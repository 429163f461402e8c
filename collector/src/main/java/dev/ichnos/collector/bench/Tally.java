package dev.ichnos.collector.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What is counted in one run, by the ids of its spans, and the sinks where they come out. */
final class Tally implements AutoCloseable {
  private final SpanIds ids;
  private final Sent sent;
  private final List<Sink> sinks = new ArrayList<>();
  private final List<Arrivals> arrivals = new ArrayList<>();

  /**
   * Nothing is counted yet, and no sink listens.
   *
   * @param batch spans of a message
   */
  Tally(List<SinkAddress> addresses, int batch, SpanIds ids) {
    this.ids = ids;
    sent = new Sent(batch);
    for (SinkAddress address : addresses) {
      Arrivals here = new Arrivals(ids, batch, sent);
      arrivals.add(here);
      sinks.add(new Sink(address, here::add));
    }
  }

  /**
   * Lets all sinks listen.
   *
   * @throws IOException if one cannot, with a text that names its address
   */
  void start() throws IOException {
    for (Sink sink : sinks) {
      sink.start();
    }
  }

  SpanIds ids() {
    return ids;
  }

  Sent sent() {
    return sent;
  }

  /** Where the sinks listen, in their order. */
  List<InetSocketAddress> bound() {
    return sinks.stream().map(Sink::bound).toList();
  }

  /** Whether as many spans have come everywhere as were accepted. */
  boolean complete() {
    return arrivals.stream().allMatch(each -> each.count() >= sent.acceptedSpans());
  }

  /** All that came anywhere, whatever it was. */
  long total() {
    return arrivals.stream().mapToLong(Arrivals::total).sum();
  }

  /** Goes through all that was sent, for each sink. */
  List<SinkReport> reports() {
    List<SinkReport> reports = new ArrayList<>();
    for (int i = 0; i < sinks.size(); i++) {
      reports.add(arrivals.get(i).report(sinks.get(i).name()));
    }
    return reports;
  }

  @Override
  public void close() {
    sinks.forEach(Sink::close);
  }
}
