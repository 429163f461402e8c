package dev.ichnos.collector.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port in front of a backend. Open, it passes connections on; shut, connections are refused, as
 * by a process that is gone. The backend behind it keeps what it has.
 */
public final class Door implements AutoCloseable {
  private final int backendPort;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket server;

  /** An open one on a free port of loopback, to the backend on this port of it. */
  public Door(int backendPort) throws IOException {
    this.backendPort = backendPort;
    port = listen(0);
  }

  public int port() {
    return port;
  }

  /** Cuts every connection, and refuses new ones. */
  public synchronized void shut() {
    if (server != null) {
      closeQuietly(server);
      server = null;
    }
    sockets.forEach(Door::closeQuietly);
    sockets.clear();
  }

  /** Lets connections through again, on the same port. */
  public synchronized void open() throws IOException {
    if (server == null) {
      listen(port);
    }
  }

  @Override
  public void close() {
    shut();
  }

  private synchronized int listen(int wanted) throws IOException {
    ServerSocket listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    server = listening;
    start(() -> accept(listening));
    return listening.getLocalPort();
  }

  private void accept(ServerSocket listening) throws IOException {
    while (true) {
      Socket near = listening.accept();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), backendPort);
      synchronized (this) {
        if (server != listening) {
          closeQuietly(near);
          closeQuietly(far);
          return;
        }
        sockets.add(near);
        sockets.add(far);
      }
      start(() -> pass(near, far));
      start(() -> pass(far, near));
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[16 << 10];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
    to.shutdownOutput();
  }

  private static void start(Passage passage) {
    Thread thread =
        new Thread(
            () -> {
              try {
                passage.run();
              } catch (IOException e) {
                // The door was shut, or one of the two has gone.
              }
            },
            "door");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is closed.
    }
  }

  private interface Passage {
    void run() throws IOException;
  }
}
