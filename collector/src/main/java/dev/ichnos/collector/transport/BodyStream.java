package dev.ichnos.collector.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as it comes. One part is asked for ahead of the one that is read, so no more
 * than two are held. Unlike the JDK's own stream, reading ends: after a silence, after a time for
 * the whole, and when the reading thread is interrupted; the connection is then closed.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final long silenceNanos;
  private final long endNanos;
  private Iterator<ByteBuffer> buffers = Collections.emptyIterator();
  private ByteBuffer buffer = NOTHING;
  private boolean ended;
  private Flow.@Nullable Subscription subscription;
  private boolean closed;

  /**
   * @param silence between two parts, at most
   * @param whole from now to the end, at most
   */
  BodyStream(Duration silence, Duration whole) {
    silenceNanos = silence.toNanos();
    endNanos = System.nanoTime() + whole.toNanos();
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(into, offset, count);
    return count;
  }

  @Override
  public void close() {
    Flow.Subscription open;
    synchronized (this) {
      closed = true;
      open = subscription;
    }
    if (open != null) {
      open.cancel();
    }
    parts.add(new Part(List.of(), true, new IOException("closed")));
  }

  /** Whether there is a byte to read; false at the end. */
  private boolean fill() throws IOException {
    while (!buffer.hasRemaining()) {
      if (buffers.hasNext()) {
        buffer = buffers.next();
      } else if (ended) {
        return false;
      } else {
        take();
      }
    }
    return true;
  }

  private void take() throws IOException {
    long rest = endNanos - System.nanoTime();
    Part part;
    try {
      part = parts.poll(Math.max(0, Math.min(rest, silenceNanos)), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading an answer");
    }
    if (part == null) {
      close();
      throw new HttpTimeoutException(
          rest > silenceNanos ? "an answer fell silent" : "no whole answer in time");
    }
    if (part.failure != null) {
      throw new IOException(part.failure.getMessage(), part.failure);
    }
    ended = part.last;
    buffers = part.buffers.iterator();
    if (!ended) {
      request();
    }
  }

  private void request() {
    Flow.Subscription open;
    synchronized (this) {
      open = subscription;
    }
    if (open != null) {
      open.request(1);
    }
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    boolean unwanted;
    synchronized (this) {
      subscription = given;
      unwanted = closed;
    }
    if (unwanted) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> given) {
    parts.add(new Part(given, false, null));
  }

  @Override
  public void onError(Throwable cause) {
    parts.add(new Part(List.of(), true, cause));
  }

  @Override
  public void onComplete() {
    parts.add(new Part(List.of(), true, null));
  }

  private record Part(List<ByteBuffer> buffers, boolean last, @Nullable Throwable failure) {}
}
