package dev.ichnos.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.DataSize;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.pipeline.ConsumeResult;
import dev.ichnos.collector.testing.RecordingConsumer;
import dev.ichnos.collector.transport.Listeners;
import dev.ichnos.model.SpanBatch;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What every receiver owes its senders, shown over real sockets and the real listeners. */
public abstract class ReceiverContract {
  private static final int MAX_BODY_BYTES = 64 << 10;
  protected static final int MAX_DECOMPRESSED_BYTES = 256 << 10;

  /** What a sender was told, whatever the protocol's way of saying it. */
  public enum Verdict {
    ACCEPTED,
    BAD,
    TOO_LARGE,
    BUSY,
    OTHER,
    /** The protocol has no answers. */
    NONE
  }

  /** What a protocol may not have, so that no test can show it. */
  public enum Part {
    /** Senders are told what became of their messages. */
    ANSWERS,
    /** Messages may be compressed. */
    COMPRESSION,
    /** A message may be larger than the receiver takes. */
    LARGE_MESSAGES
  }

  /**
   * An answer.
   *
   * @param text for people
   * @param retrySeconds the hint to come again; -1 for none
   */
  public record Answer(Verdict verdict, String text, long retrySeconds) {}

  protected final RecordingConsumer consumer = new RecordingConsumer();
  protected final Metrics metrics = new Metrics();
  protected final Listeners listeners = new Listeners(metrics);

  /** The one listener's limits: small, so that tests can be. */
  protected static ServerConfig server() {
    ServerConfig defaults = ServerConfig.defaults(new Endpoint("127.0.0.1", 0));
    return new ServerConfig(
        defaults.endpoint(),
        defaults.tls(),
        new DataSize(MAX_BODY_BYTES),
        new DataSize(MAX_DECOMPRESSED_BYTES),
        defaults.maxHeaderSize(),
        defaults.maxConcurrentStreams(),
        defaults.maxConnections(),
        defaults.idleTimeout(),
        defaults.maxConnectionAge(),
        defaults.maxConnectionAgeGrace());
  }

  /** A message of one good span. */
  protected abstract byte[] good();

  /** A message of one good span between two bad ones. */
  protected abstract byte[] mixed();

  /** A message without spans. */
  protected abstract byte[] empty();

  /** What is not a message at all. */
  protected abstract byte[] malformed();

  /** How errors name the format. */
  protected abstract String formatName();

  /** Sends a message as it is, or compressed, and waits for the answer. */
  protected abstract Answer send(byte[] body, boolean gzip) throws Exception;

  /**
   * The parts that this protocol does not have, and why not. Tests of these are reported as skipped
   * for that reason; what stands in their place is up to the receiver's own tests.
   */
  protected Map<Part, String> impossible() {
    return Map.of();
  }

  private void needs(Part part) {
    String why = impossible().get(part);
    Assumptions.assumeTrue(why == null, () -> "declared impossible: " + part + ": " + why);
  }

  private void assertAccepted(Answer answer) {
    assertThat(answer.verdict())
        .isEqualTo(impossible().containsKey(Part.ANSWERS) ? Verdict.NONE : Verdict.ACCEPTED);
  }

  @AfterEach
  void closeListeners() {
    listeners.close(Duration.ofMillis(200));
  }

  @Test
  void accept_goodMessage_reachesTheConsumer() throws Exception {
    assertAccepted(send(good(), false));

    assertThat(consumer.batches()).hasSize(1);
    SpanBatch batch = consumer.batches().get(0);
    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.origin().format().name()).isEqualTo(formatName());
    assertThat(batch.origin().peer()).isEqualTo("127.0.0.1");
    assertThat(batch.origin().receivedEpochNanos()).isPositive();
  }

  @Test
  void accept_gzip_reachesTheConsumer() throws Exception {
    needs(Part.COMPRESSION);
    assertAccepted(send(good(), true));

    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void accept_badSpans_spareTheirNeighbour() throws Exception {
    assertAccepted(send(mixed(), false));

    assertThat(consumer.spans()).hasSize(1);
  }

  @Test
  void accept_emptyMessage_isSuccess() throws Exception {
    assertAccepted(send(empty(), false));

    assertThat(consumer.batches()).isEmpty();
  }

  @Test
  void accept_malformedMessage_namesTheFormat() throws Exception {
    needs(Part.ANSWERS);
    Answer answer = send(malformed(), false);

    assertThat(answer.verdict()).isEqualTo(Verdict.BAD);
    assertThat(answer.text()).contains("Malformed " + formatName());
    assertThat(consumer.batches()).isEmpty();
  }

  @Test
  void accept_truncatedMessage_isBad() throws Exception {
    needs(Part.ANSWERS);
    byte[] good = good();

    Answer answer = send(Arrays.copyOf(good, good.length - 3), false);

    assertThat(answer.verdict()).isEqualTo(Verdict.BAD);
    assertThat(answer.text()).contains(formatName());
    assertThat(consumer.batches()).isEmpty();
  }

  @Test
  void accept_messageOverTheLimit_isTooLarge() throws Exception {
    needs(Part.LARGE_MESSAGES);
    assertThat(send(new byte[MAX_DECOMPRESSED_BYTES + 1], false).verdict())
        .isEqualTo(Verdict.TOO_LARGE);
  }

  @Test
  void accept_gzipBomb_isTooLarge() throws Exception {
    needs(Part.COMPRESSION);
    byte[] zeros = new byte[64 * MAX_DECOMPRESSED_BYTES];
    assertThat(compressed(zeros).length).isLessThan(MAX_BODY_BYTES);

    assertThat(send(zeros, true).verdict()).isEqualTo(Verdict.TOO_LARGE);
  }

  @Test
  void accept_journalFull_asksToComeAgain() throws Exception {
    needs(Part.ANSWERS);
    consumer.answer(new ConsumeResult.Retryable(Duration.ofMillis(1_500), "the journal is full"));

    Answer answer = send(good(), false);

    assertThat(answer.verdict()).isEqualTo(Verdict.BUSY);
    assertThat(answer.text()).contains("the journal is full");
    assertThat(answer.retrySeconds()).isBetween(1L, 2L);
  }

  @Test
  void close_requestInFlight_isAnswered() throws Exception {
    needs(Part.ANSWERS);
    consumer.hold();
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> sendGood());
    Awaitility.await().until(() -> !consumer.batches().isEmpty());

    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(() -> listeners.close(Duration.ofSeconds(20)));
    consumer.release();

    assertThat(answer.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ACCEPTED);
    closed.get(20, TimeUnit.SECONDS);
  }

  private Answer sendGood() {
    try {
      return send(good(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  protected static byte[] compressed(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Messages counted as refused for this reason. */
  protected final double refusedMessages(String reason) {
    return metrics.registry().scrape("ichnos_receiver_refused_messages"::equals).stream()
        .flatMap(family -> ((CounterSnapshot) family).getDataPoints().stream())
        .filter(point -> reason.equals(point.getLabels().get("reason")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }
}
