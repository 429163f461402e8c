package dev.ichnos.collector.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Reads who is at the other end from what the connection itself knows, never from headers. */
final class Peers {
  private Peers() {}

  static Peer of(@Nullable SocketAddress address, @Nullable SSLSession session) {
    return new Peer(ip(address), session == null ? "" : subject(session));
  }

  private static String ip(@Nullable SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return "";
    }
    InetAddress ip = inet.getAddress();
    if (ip == null) {
      return "";
    }
    String text = ip.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static String subject(SSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      // No client certificate was asked for.
      return "";
    }
  }
}
