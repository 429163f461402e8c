/**
 * What a mesh needs to be told, as data.
 *
 * <p>Istio is pointed at a trace collector in two places. {@code MeshConfig} lists the
 * <em>extension providers</em>: each has a name, a kind ({@code zipkin}, {@code opentelemetry},
 * ...), and the service and port that proxies report to. A {@code Telemetry} resource then selects
 * one of them by name, with the share of requests to sample and the headers to record as tags.
 * MeshConfig is not a custom resource, so no published schema checks it, and istiod answers most
 * mistakes in it with a warning in its own log and proxies that silently do not trace. The records
 * here are the part of MeshConfig that concerns traces, and their constructors refuse those
 * mistakes; the ready-made files in {@code istio/mesh/} are read through them by the tests.
 *
 * <p>Field names are those of the YAML (istio/api mesh/v1alpha1/config.proto, as of Istio 1.29 to
 * 1.31, in the lower camel case of protobuf JSON), so that any strict reader can bind them. Only
 * the fields named here are known; the others are left to Istio.
 */
@NullMarked
package dev.ichnos.istio;

import org.jspecify.annotations.NullMarked;
