package dev.ichnos.collector.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ichnos.collector.component.Metrics;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something made from the contents of files, and made anew when they change.
 *
 * <p>Files are compared by content, so it does not matter how they are replaced: written in place,
 * renamed over, or by a symbolic link to another directory, as Kubernetes does with a volume's
 * {@code ..data}. Several files may be caught in the middle of that, one old and one new. So a
 * change counts only once two looks in a row have seen the same; and if nothing can be made from
 * it, what was made last stays.
 *
 * <p>Reading is for any thread, looking for one.
 */
final class WatchedFiles<T> implements Supplier<T> {
  private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

  private final List<NamedFile> files;
  private final Maker<T> maker;
  private final Metrics metrics;
  private volatile T made;
  private byte[] usedPrint;
  private byte[] seenPrint;
  private byte @Nullable [] refusedPrint;

  /**
   * Reads the files for the first time. Blocks.
   *
   * @throws IOException if one cannot be read, or nothing be made from them
   */
  WatchedFiles(List<NamedFile> files, Maker<T> maker, Metrics metrics) throws IOException {
    this.files = List.copyOf(files);
    this.maker = maker;
    this.metrics = metrics;
    List<byte[]> contents = read();
    made = maker.make(contents);
    usedPrint = print(contents);
    seenPrint = usedPrint;
  }

  /** What was made of the files last. */
  @Override
  public T get() {
    return made;
  }

  /**
   * Looks at the files, and makes anew if they have changed. Blocks on them alone.
   *
   * @return false if they are changing now, so that the next look should come soon
   */
  boolean look() {
    byte[] print;
    List<byte[]> contents = List.of();
    IOException unreadable = null;
    try {
      contents = read();
      print = print(contents);
    } catch (IOException e) {
      unreadable = e;
      print = print(List.of(String.valueOf(e.getMessage()).getBytes(UTF_8)));
    }
    boolean settled = Arrays.equals(print, seenPrint);
    seenPrint = print;
    if (Arrays.equals(print, usedPrint)) {
      refusedPrint = null;
      return true;
    }
    if (settled && !Arrays.equals(print, refusedPrint)) {
      use(print, contents, unreadable);
    }
    return settled;
  }

  private void use(byte[] print, List<byte[]> contents, @Nullable IOException unreadable) {
    String name = files.get(0).path().toString();
    try {
      if (unreadable != null) {
        throw unreadable;
      }
      made = maker.make(contents);
      usedPrint = print;
      refusedPrint = null;
      metrics.fileReload(name, "used");
      log.info("{}: {} has changed and is used from now on", files.get(0).key(), name);
    } catch (IOException | RuntimeException e) {
      refusedPrint = print;
      metrics.fileReload(name, "refused");
      log.warn("{}; what was read before stays in use", e.getMessage());
    }
  }

  private List<byte[]> read() throws IOException {
    List<byte[]> contents = new ArrayList<>(files.size());
    for (NamedFile file : files) {
      contents.add(file.read());
    }
    return contents;
  }

  /** Stands for the contents, so that no second copy of a key is kept. */
  private static byte[] print(List<byte[]> contents) {
    try {
      MessageDigest whole = MessageDigest.getInstance("SHA-256");
      for (byte[] content : contents) {
        whole.update(MessageDigest.getInstance("SHA-256").digest(content));
      }
      return whole.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  /** Makes something from the contents of files, in their order. */
  @FunctionalInterface
  interface Maker<T> {
    /**
     * Makes it.
     *
     * @throws IOException if the contents are not what they should be, naming key and path
     */
    T make(List<byte[]> contents) throws IOException;
  }
}
