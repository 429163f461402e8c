package dev.ichnos.collector.transport;

/** How we name ourselves to backends: {@code ichnos/<version>}, or {@code ichnos/dev} unpacked. */
public final class UserAgent {
  public static final String TEXT = "ichnos/" + version();

  private UserAgent() {}

  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
