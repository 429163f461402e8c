package dev.ichnos.collector.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code exporters.googlecloud}: Google Cloud Trace, by its v2 API over gRPC.
 *
 * @param id the key in the file
 * @param lane how its lane works
 * @param project {@code project}: where spans go whose resource names no project; absent means the
 *     one of the surroundings, found at start
 * @param endpoint {@code endpoint}
 * @param tls {@code tls}
 * @param credentials {@code credentials}
 * @param destinationProjectQuota {@code destination_project_quota}: calls count against the quota
 *     of the project they write to, not of the credentials' own
 * @param grpcPoolSize {@code grpc_pool_size}: connections
 * @param maxMessageSize {@code max_message_size}: bytes of one message; larger batches are split
 */
public record GoogleCloudExporterConfig(
    String id,
    LaneConfig lane,
    Optional<String> project,
    Endpoint endpoint,
    TlsClientConfig tls,
    GoogleCredentialsSource credentials,
    boolean destinationProjectQuota,
    int grpcPoolSize,
    DataSize maxMessageSize)
    implements ExporterConfig {
  public static final Endpoint DEFAULT_ENDPOINT = new Endpoint("cloudtrace.googleapis.com", 443);

  /** An id, such as {@code my-project} or {@code example.com:my-project}, or a number. */
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9.:-]{0,99}");

  private static final DataSize LARGEST_MESSAGE = DataSize.ofMebibytes(4);

  public GoogleCloudExporterConfig {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(lane, "lane");
    if (project.isPresent() && !PROJECT.matcher(project.get()).matches()) {
      throw new IllegalArgumentException(
          "project: " + project.get() + " (expected: a project's id or number)");
    }
    Objects.requireNonNull(endpoint, "endpoint");
    if (endpoint.port() == 0) {
      throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: HOST:PORT)");
    }
    if (tls.insecure() && !credentials.isNone()) {
      throw new IllegalArgumentException(
          "credentials: "
              + credentials
              + " (expected: none with tls.insecure, for a token is not sent in plain text)");
    }
    if (grpcPoolSize < 1 || grpcPoolSize > 64) {
      throw new IllegalArgumentException("grpc_pool_size: " + grpcPoolSize + " (expected: 1-64)");
    }
    if (maxMessageSize.bytes() < 1024 || maxMessageSize.bytes() > LARGEST_MESSAGE.bytes()) {
      throw new IllegalArgumentException(
          "max_message_size: " + maxMessageSize + " (expected: 1KiB-4MiB)");
    }
  }

  /** Everything at its default. */
  public static GoogleCloudExporterConfig defaults(String id) {
    return new GoogleCloudExporterConfig(
        id,
        laneDefaults(),
        Optional.empty(),
        DEFAULT_ENDPOINT,
        TlsClientConfig.defaults(),
        GoogleCredentialsSource.ADC,
        false,
        4,
        DataSize.ofKibibytes(3_584));
  }

  /**
   * A lane that lives with the quota of 4800 calls a minute and project, and with calls that take
   * seconds: the server's own limit for one is 60 s, and to give up earlier is to send again what
   * it has perhaps stored.
   */
  public static LaneConfig laneDefaults() {
    LaneConfig lane = LaneConfig.defaults();
    RetryConfig retry = lane.retry();
    return new LaneConfig(
        new BatchConfig(lane.batch().maxSize(), 1_000, lane.batch().timeout()),
        new RetryConfig(
            Duration.ofSeconds(1), Duration.ofSeconds(60), retry.multiplier(), retry.jitter()),
        lane.window(),
        16,
        70,
        Duration.ofSeconds(60));
  }
}
