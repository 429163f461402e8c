package dev.ichnos.codec.datadog;

import java.util.Locale;

/**
 * The span types of databases (datadog-agent pkg/trace/traceutil/otel_util.go, {@code dbTypes}), by
 * the names of semantic conventions 1.6 to 1.44.
 */
final class DatabaseTypes {
  private DatabaseTypes() {}

  /** Whether the resource of a span of this type is what was asked of a database. */
  static boolean isQueried(String type) {
    return switch (type) {
      case "sql",
          "db",
          "cache",
          "redis",
          "valkey",
          "memcached",
          "mongodb",
          "cassandra",
          "couchbase",
          "elasticsearch",
          "opensearch",
          "oracle" ->
          true;
      default -> false;
    };
  }

  /** The type of a span that calls such a system. */
  static String of(String system) {
    return switch (system.toLowerCase(Locale.ROOT)) {
      case "redis", "memcached", "mongodb", "cassandra", "elasticsearch", "opensearch" ->
          system.toLowerCase(Locale.ROOT);
      case "other_sql",
          "mssql",
          "microsoft.sql_server",
          "mysql",
          "oracle",
          "oracle.db",
          "db2",
          "ibm.db2",
          "postgresql",
          "redshift",
          "aws.redshift",
          "cloudscape",
          "hsqldb",
          "maxdb",
          "sap.maxdb",
          "ingres",
          "actian.ingres",
          "firstsql",
          "edb",
          "cache",
          "intersystems_cache",
          "firebird",
          "firebirdsql",
          "derby",
          "informix",
          "ibm.informix",
          "mariadb",
          "sqlite",
          "sybase",
          "teradata",
          "vertica",
          "h2",
          "h2database",
          "coldfusion",
          "cockroachdb",
          "progress",
          "hanadb",
          "sap.hana",
          "adabas",
          "softwareag.adabas",
          "filemaker",
          "instantdb",
          "interbase",
          "netezza",
          "ibm.netezza",
          "pervasive",
          "pointbase",
          "clickhouse" ->
          "sql";
      default -> "db";
    };
  }
}
