package dev.ichnos.collector.testing;

import java.util.List;

/**
 * What the contract of exporters needs of a backend: what it stored, and a way to make it fail. One
 * that is asked for trouble says it in its own protocol's way.
 */
public interface FakeBackend extends AutoCloseable {
  /**
   * The ids of a span that was stored.
   *
   * @param parentSpanId 0 for none
   */
  record StoredIds(long spanId, long parentSpanId) {}

  /** What may become of a request. */
  enum Trouble {
    /** No right to do this, with the words "who are you". */
    UNAUTHORIZED,
    /** Not now, with the word "starting". */
    UNAVAILABLE,
    /** Too much at once, without a time to come again. */
    RATE_LIMITED,
    /** A batch over a limit of the backend's. */
    TOO_LARGE,
    /** The connection ends without an answer; over gRPC, a reset stream. */
    HANGUP,
    /** No answer, ever. */
    SILENCE
  }

  List<StoredIds> storedIds();

  /** Requests that came, whatever became of them. */
  int requests();

  /** What no sender should have sent, though the real backend takes it. */
  List<String> violations();

  /** The next request ends like this; then the backend is itself again. */
  void answerNext(Trouble trouble);

  /** Requests are held, unanswered, until {@link #release}. */
  void hold();

  void release();

  @Override
  void close();
}
