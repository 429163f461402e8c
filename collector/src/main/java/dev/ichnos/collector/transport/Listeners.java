package dev.ichnos.collector.transport;

import dev.ichnos.collector.component.Component;
import dev.ichnos.collector.component.Metrics;
import dev.ichnos.collector.config.Endpoint;
import dev.ichnos.collector.config.ServerConfig;
import dev.ichnos.collector.transport.BoundListener.Speaks;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one collector: which addresses are bound, and what each of them serves.
 *
 * <p>Owners ask for listeners and add routes and methods before {@link #start}; owners that name
 * the same endpoint share its listener, which is mixed if one of them wants it mixed. On a
 * listener, its own owners' routes come first, then those of all others in the order in which they
 * were added. That is for owners of one type, such as {@code zipkin} and {@code zipkin/edge}; those
 * of two types must not serve the same. Since every listener serves every route, routes that must
 * not be reachable from everywhere (an admin API) belong to another {@code Listeners}.
 *
 * <p>Port 0 is a free port of the system's choice, and each one asked for is another.
 */
public final class Listeners implements Component {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);
  private static final int DEFAULT_THREADS = 2;
  private static final Duration QUIET = Duration.ofMillis(20);
  private static final Duration LOOPS_END = Duration.ofSeconds(2);

  /** Between telling clients to go and hurrying them: what is under way is mostly done by then. */
  private static final Duration COURTESY = Duration.ofSeconds(1);

  private static final String A_PORT =
      " (expected: an address of this machine and a free port; stop what has it, or change the"
          + " endpoint)";
  private static final String A_PATH =
      " (expected: a short path in a directory that we may write, used by nobody)";

  /** What a listener of an admin API takes: requests without a body worth the name. */
  private static final long SMALL_BUDGET_BYTES = 4 << 20;

  private final Metrics metrics;
  private final ReceivingBudget budget;
  private final int threads;
  private final List<Wish> wishes = new ArrayList<>();
  private final List<HttpRoute> routes = new ArrayList<>();
  private final List<GrpcMethod> methods = new ArrayList<>();
  private final List<DatagramRoute> datagrams = new ArrayList<>();
  private final List<Listener> started = new ArrayList<>();
  private volatile List<BoundListener> bound = List.of();
  private @Nullable MultiThreadIoEventLoopGroup loops;
  private @Nullable FileWatch watch;

  public Listeners(Metrics metrics) {
    this(metrics, DEFAULT_THREADS, ReceivingBudget.defaultMaxBytes());
  }

  /**
   * Listeners on this many event loops.
   *
   * @param maxReceivingBytes what unfinished messages of all of them together may take up
   */
  Listeners(Metrics metrics, int threads, long maxReceivingBytes) {
    this.metrics = metrics;
    this.threads = threads;
    budget = new ReceivingBudget(maxReceivingBytes, metrics::messageRefused);
  }

  /** Listeners on one event loop, for requests that have no body worth the name. */
  public static Listeners small(Metrics metrics) {
    return new Listeners(metrics, 1, SMALL_BUDGET_BYTES);
  }

  /**
   * Asks for a mixed listener: HTTP/1.1, h2c (or h2 over TLS) and gRPC on one port.
   *
   * @throws IllegalArgumentException if another owner wants the same endpoint on other terms
   */
  public void mixed(String owner, ServerConfig config) {
    wish(owner, config, true, Optional.empty());
  }

  /**
   * Asks for a listener that speaks gRPC alone.
   *
   * @throws IllegalArgumentException if another owner wants the same endpoint on other terms
   */
  public void grpc(String owner, ServerConfig config) {
    wish(owner, config, false, Optional.empty());
  }

  /**
   * Asks for a unix domain socket that serves what a mixed listener does, within the bounds of
   * {@code config}; its endpoint and TLS concern ports alone. A socket that another process has
   * left behind is removed at start, ours when it closes. Whoever can reach the file may connect.
   *
   * @param path at most some hundred bytes, in a directory that is there
   * @throws IllegalArgumentException if another owner wants the same path on other terms
   */
  public void unix(String owner, Path path, ServerConfig config) {
    wish(owner, config, true, Optional.of(path));
  }

  public void route(HttpRoute route) {
    routes.add(route);
  }

  public void method(GrpcMethod method) {
    methods.add(method);
  }

  /** Asks for a UDP port of its own. */
  public void datagrams(DatagramRoute route) {
    datagrams.add(route);
  }

  /** Every route of every HTTP listener, in the order in which they were added. */
  public List<HttpRoute> routes() {
    return List.copyOf(routes);
  }

  /** Every method of every listener that speaks gRPC, in the order in which they were added. */
  public List<GrpcMethod> methods() {
    return List.copyOf(methods);
  }

  /**
   * The ports that are bound, in the order in which they were asked for, those of UDP last; empty
   * before start.
   */
  public List<BoundListener> bound() {
    return bound;
  }

  /**
   * Where the first listener is bound that {@code owner} asked for at this endpoint.
   *
   * @throws IllegalStateException if there is none, or it is not bound
   */
  public InetSocketAddress address(String owner, Endpoint configured) {
    return addresses(owner, configured)
        .findFirst()
        .map(BoundListener::address)
        .orElseThrow(() -> notBound(owner, configured));
  }

  /**
   * The same, told apart by kind: an owner may have asked for two listeners at port 0.
   *
   * @throws IllegalStateException if there is none, or it is not bound
   */
  public InetSocketAddress address(String owner, Endpoint configured, boolean mixed) {
    return addresses(owner, configured)
        .filter(listener -> listener.mixed() == mixed)
        .findFirst()
        .map(BoundListener::address)
        .orElseThrow(() -> notBound(owner, configured));
  }

  @Override
  public synchronized void start() throws IOException {
    Clashes.check(routes, methods);
    MultiThreadIoEventLoopGroup group = EventLoops.group(threads, "listener");
    loops = group;
    FileWatch watching = new FileWatch(metrics);
    watch = watching;
    Surroundings around = new Surroundings(group, budget, watching, metrics);
    List<BoundListener> addresses = new ArrayList<>();
    for (Wish wish : wishes) {
      Speaks speaks = wish.mixed ? Speaks.HTTP_AND_GRPC : Speaks.GRPC;
      try {
        bind(wish.listener(around), wish.owners, wish.config.endpoint(), wish.name(), speaks)
            .ifPresent(addresses::add);
      } catch (IOException e) {
        close(Duration.ZERO);
        throw notStarted(wish.owners, wish.name(), wish.path.isPresent() ? A_PATH : A_PORT, e);
      }
    }
    for (DatagramRoute route : datagrams) {
      List<String> owners = List.of(route.owner());
      String name = route.endpoint().toString();
      try {
        bind(new DatagramListener(route, group), owners, route.endpoint(), name, Speaks.UDP)
            .ifPresent(addresses::add);
      } catch (IOException e) {
        close(Duration.ZERO);
        throw notStarted(owners, name, A_PORT, e);
      }
    }
    bound = List.copyOf(addresses);
  }

  /** Empty for what is not a port. */
  private Optional<BoundListener> bind(
      Listener listener, List<String> owners, Endpoint endpoint, String name, Speaks speaks)
      throws IOException {
    started.add(listener);
    Optional<BoundListener> port =
        listener.start() instanceof InetSocketAddress address
            ? Optional.of(new BoundListener(owners, endpoint, address, speaks))
            : Optional.empty();
    log.info(
        "listening on {} ({}) for {}",
        port.map(each -> NetUtil.toSocketAddressString(each.address())).orElse(name),
        speaks,
        String.join(", ", owners));
    return port;
  }

  @Override
  public synchronized void close(Duration deadline) {
    MultiThreadIoEventLoopGroup group = loops;
    if (group == null) {
      return;
    }
    loops = null;
    if (watch != null) {
      watch.close();
    }
    long end = System.nanoTime() + deadline.toNanos();
    started.forEach(Listener::goAway);
    try {
      long courtesy = Math.min(COURTESY.toNanos(), deadline.toNanos() / 4);
      if (!awaitClosed(System.nanoTime() + courtesy)) {
        started.forEach(Listener::drain);
        if (!awaitClosed(end)) {
          log.warn("listeners: connections were cut, their requests not answered in time");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.forEach(Listener::kill);
    started.clear();
    group
        .shutdownGracefully(QUIET.toMillis(), LOOPS_END.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(LOOPS_END.toMillis());
  }

  private boolean awaitClosed(long endNanos) throws InterruptedException {
    boolean closed = true;
    for (Listener listener : started) {
      Duration left = Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
      closed &= listener.awaitClosed(left);
    }
    return closed;
  }

  private Stream<BoundListener> addresses(String owner, Endpoint configured) {
    return bound.stream()
        .filter(l -> l.owners().contains(owner) && l.configured().equals(configured));
  }

  private static IllegalStateException notBound(String owner, Endpoint configured) {
    return new IllegalStateException("listener of " + owner + " on " + configured + ": not bound");
  }

  private static IOException notStarted(
      List<String> owners, String name, String expected, IOException cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new IOException(
        String.join(", ", owners)
            + ": cannot listen on "
            + name
            + ": "
            + (root instanceof java.net.BindException ? root : cause).getMessage()
            + expected,
        cause);
  }

  private void wish(String owner, ServerConfig config, boolean mixed, Optional<Path> path) {
    for (Wish wish : wishes) {
      if (wish.isFor(config.endpoint(), path)) {
        wish.join(owner, config, mixed);
        return;
      }
    }
    wishes.add(new Wish(owner, config, mixed, path));
  }

  /** One listener as asked for. */
  private final class Wish {
    private final List<String> owners = new ArrayList<>();
    private final ServerConfig config;
    private final Optional<Path> path;
    private boolean mixed;

    Wish(String owner, ServerConfig config, boolean mixed, Optional<Path> path) {
      this.path = path;
      this.config = config;
      this.mixed = mixed;
      owners.add(owner);
    }

    boolean isFor(Endpoint endpoint, Optional<Path> otherPath) {
      return path.equals(otherPath)
          && (path.isPresent() || (config.endpoint().equals(endpoint) && endpoint.port() != 0));
    }

    /** In messages and metrics. */
    String name() {
      return path.map(socket -> "unix:" + socket).orElse(config.endpoint().toString());
    }

    void join(String owner, ServerConfig other, boolean wantsMixed) {
      if (!config.equals(other)) {
        throw new IllegalArgumentException(
            "endpoint: "
                + name()
                + " is wanted by "
                + String.join(", ", owners)
                + " and by "
                + owner
                + " with other limits or TLS (expected: the same settings, or another endpoint)");
      }
      mixed |= wantsMixed;
      if (!owners.contains(owner)) {
        owners.add(owner);
      }
    }

    Listener listener(Surroundings around) {
      List<GrpcMethod> ordered =
          Stream.concat(
                  methods.stream().filter(method -> owners.contains(method.owner())),
                  methods.stream())
              .collect(Collectors.toList());
      GrpcTable table = GrpcTable.of(ordered);
      Routes ownFirst = new Routes(routes, owners);
      if (path.isPresent()) {
        SocketAddress address = UnixDomainSocketAddress.of(path.get());
        return new MixedListener(name(), config, address, around, ownFirst, table);
      }
      InetSocketAddress address =
          new InetSocketAddress(config.endpoint().host(), config.endpoint().port());
      return mixed
          ? new MixedListener(name(), config, address, around, ownFirst, table)
          : new GrpcListener(config, address, around, table);
    }
  }
}
