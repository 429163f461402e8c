package dev.ichnos.collector.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of a unix domain socket: what has to be so before it is bound, and after. */
final class UnixSocket {
  /** To connect takes the right to write; the same as those of Datadog's Agent. */
  private static final Set<PosixFilePermission> EVERYBODY_WRITES =
      PosixFilePermissions.fromString("rwx-w--w-");

  private static final int TYPE_BITS = 0170000;
  private static final int SOCKET_TYPE = 0140000;

  private UnixSocket() {}

  /**
   * Removes a socket that a process has left behind, and nothing else.
   *
   * @throws IOException if there is something else at this path, or somebody listens there
   */
  static void makeWay(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE_BITS) != SOCKET_TYPE) {
      throw new IOException("there is a file that is no socket");
    }
    if (answers(path)) {
      throw new IOException("another process listens there");
    }
    Files.delete(path);
  }

  /** Lets every user of the machine who reaches its directory connect. */
  static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, EVERYBODY_WRITES);
  }

  private static boolean answers(Path path) throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.configureBlocking(false); // a full backlog would make it wait
      client.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
