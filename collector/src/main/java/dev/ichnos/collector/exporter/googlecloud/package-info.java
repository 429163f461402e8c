/**
 * Google Cloud Trace, by {@code google.devtools.cloudtrace.v2.TraceService/BatchWriteSpans} over
 * gRPC (googleapis google/devtools/cloudtrace/v2 @ 2026-08).
 *
 * <p>One call writes spans of one project, all or none: the answer is empty or an error, and does
 * not name a span. So spans that Cloud Trace would refuse are not sent at all, spans of several
 * projects never share a call, and a refused call is bisected by the lane.
 *
 * <p>A quota is not a bad request: RESOURCE_EXHAUSTED is waited for and never bisected, unless it
 * says that the message is too large. Missing rights are waited for too, for they come without a
 * restart: a role that is granted, an API that is enabled. What cannot be told apart is a call that
 * ran into its deadline: a span that is sent again is stored again, which is why the default
 * deadline is the server's own, 60 s.
 *
 * <p>Google's library for credentials is loaded by {@link
 * dev.ichnos.collector.exporter.googlecloud.GoogleTokens} alone, where credentials are configured.
 */
@NullMarked
package dev.ichnos.collector.exporter.googlecloud;

import org.jspecify.annotations.NullMarked;
