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
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** TLS by the JDK, from the configuration's PEM files, which are read again when they change. */
final class Tls {
  private Tls() {}

  /**
   * For a listener, offering HTTP/2 and, where {@code http1} says so, HTTP/1.1.
   *
   * @throws IOException if a file cannot be read or used, naming its key and path
   */
  static SslContext server(TlsServerConfig config, boolean http1, FileWatch watch)
      throws IOException {
    TlsFiles files =
        new TlsFiles(
            Optional.of(config.certFile()),
            Optional.of(config.keyFile()),
            config.clientCaFile(),
            "client_ca_file");
    return new CurrentSslContext(
        watch.make(
            files.files(),
            config.reloadInterval(),
            contents -> server(files.read(contents, watch.metrics()), http1)));
  }

  private static SslContext server(TlsFiles.Material material, boolean http1) throws IOException {
    SslContextBuilder builder = SslContextBuilder.forServer(material.key(), material.chain());
    if (!material.authorities().isEmpty()) {
      builder.trustManager(material.authorities()).clientAuth(ClientAuth.REQUIRE);
    }
    return build(
        http1
            ? builder
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
            : GrpcSslContexts.configure(builder, SslProvider.JDK));
  }

  /**
   * For a gRPC channel.
   *
   * @throws IOException if a file cannot be read or used, naming its key and path
   */
  static SslContext grpcClient(TlsClientConfig config, FileWatch watch) throws IOException {
    return new CurrentSslContext(
        client(
            config, watch, builder -> build(GrpcSslContexts.configure(builder, SslProvider.JDK))));
  }

  /**
   * For the JDK's HTTP client, with the name that the configuration may give the server.
   *
   * @throws IOException if a file cannot be read or used, naming its key and path
   */
  static SSLContext httpClient(TlsClientConfig config, FileWatch watch) throws IOException {
    Supplier<SSLContext> current =
        client(
            config,
            watch,
            builder -> ((JdkSslContext) build(builder.sslProvider(SslProvider.JDK))).context());
    return new NamedTlsContext(current, config.serverName());
  }

  private static <C> Supplier<C> client(TlsClientConfig config, FileWatch watch, Builder<C> builder)
      throws IOException {
    TlsFiles files =
        new TlsFiles(
            config.certFile(),
            config.keyFile(),
            config.caFile().filter(ca -> !config.insecureSkipVerify()),
            "ca_file");
    return watch.make(
        files.files(),
        config.reloadInterval(),
        contents -> {
          TlsFiles.Material material = files.read(contents, watch.metrics());
          SslContextBuilder client = SslContextBuilder.forClient();
          if (config.insecureSkipVerify()) {
            client.trustManager(InsecureTrustManagerFactory.INSTANCE);
          } else if (!material.authorities().isEmpty()) {
            client.trustManager(material.authorities());
          }
          if (material.key() != null) {
            client.keyManager(material.key(), material.chain());
          }
          return builder.build(client);
        });
  }

  private static SslContext build(SslContextBuilder builder) throws IOException {
    try {
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("tls: not usable: " + e.getMessage(), e);
    }
  }

  private interface Builder<C> {
    C build(SslContextBuilder builder) throws IOException;
  }
}
