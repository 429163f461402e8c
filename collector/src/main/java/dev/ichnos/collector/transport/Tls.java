package dev.ichnos.collector.transport;

import dev.ichnos.collector.config.TlsClientConfig;
import dev.ichnos.collector.config.TlsServerConfig;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** TLS by the JDK, from the configuration's PEM files. */
final class Tls {
  private Tls() {}

  /**
   * For a listener, offering HTTP/2 and, where {@code http1} says so, HTTP/1.1.
   *
   * @throws IOException if a file cannot be read or used, naming its key and path
   */
  static SslContext server(TlsServerConfig config, boolean http1) throws IOException {
    readable("cert_file", config.certFile());
    readable("key_file", config.keyFile());
    if (config.clientCaFile().isPresent()) {
      readable("client_ca_file", config.clientCaFile().get());
    }
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(config.certFile().toFile(), config.keyFile().toFile());
      if (config.clientCaFile().isPresent()) {
        builder.trustManager(config.clientCaFile().get().toFile()).clientAuth(ClientAuth.REQUIRE);
      }
      if (!http1) {
        return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
      }
      return builder
          .sslProvider(SslProvider.JDK)
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (IOException | IllegalArgumentException e) {
      throw unusable("cert_file " + config.certFile() + " with key_file " + config.keyFile(), e);
    }
  }

  /**
   * For a gRPC channel.
   *
   * @throws IOException if a file cannot be read or used, naming its key and path
   */
  static SslContext grpcClient(TlsClientConfig config) throws IOException {
    SslContextBuilder builder = client(config);
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (IOException | IllegalArgumentException e) {
      throw unusable("tls", e);
    }
  }

  /**
   * For the JDK's HTTP client.
   *
   * @throws IOException if a file cannot be read or used, naming its key and path
   */
  static SSLContext httpClient(TlsClientConfig config) throws IOException {
    SslContextBuilder builder = client(config);
    try {
      return ((JdkSslContext) builder.sslProvider(SslProvider.JDK).build()).context();
    } catch (IOException | IllegalArgumentException e) {
      throw unusable("tls", e);
    }
  }

  private static SslContextBuilder client(TlsClientConfig config) throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    if (config.insecureSkipVerify()) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    } else if (config.caFile().isPresent()) {
      Path ca = config.caFile().get();
      readable("ca_file", ca);
      try {
        builder.trustManager(ca.toFile());
      } catch (IllegalArgumentException e) {
        throw unusable("ca_file " + ca, e);
      }
    }
    if (config.certFile().isPresent() && config.keyFile().isPresent()) {
      Path cert = config.certFile().get();
      Path key = config.keyFile().get();
      readable("cert_file", cert);
      readable("key_file", key);
      try {
        builder.keyManager(cert.toFile(), key.toFile());
      } catch (IllegalArgumentException e) {
        throw unusable("cert_file " + cert + " with key_file " + key, e);
      }
    }
    return builder;
  }

  private static void readable(String key, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("tls." + key + ": " + file + " (expected: a readable PEM file)");
    }
  }

  private static IOException unusable(String what, Exception cause) {
    return new IOException(
        what + ": not usable for TLS: " + cause.getMessage() + " (expected: PEM, keys in PKCS#8)",
        cause);
  }
}
