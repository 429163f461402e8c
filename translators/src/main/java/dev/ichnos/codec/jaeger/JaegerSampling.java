package dev.ichnos.codec.jaeger;

import dev.ichnos.proto.jaeger.ProbabilisticSamplingStrategy;
import dev.ichnos.proto.jaeger.SamplingStrategyResponse;
import java.nio.charset.StandardCharsets;

/**
 * The answer to Jaeger's clients that ask how to sample: every trace. Sampling is the lanes'
 * business, and a client that gets no answer samples one trace in a thousand
 * (jaegertracing/jaeger-idl thrift/sampling.thrift and proto/api_v2/sampling.proto @ 0.6).
 */
public final class JaegerSampling {
  private static final double EVERY_TRACE = 1;

  private JaegerSampling() {}

  /** A {@code SamplingStrategyResponse} in protobuf. */
  public static byte[] proto() {
    return SamplingStrategyResponse.newBuilder()
        .setStrategyType(SamplingStrategyResponse.StrategyType.PROBABILISTIC)
        .setProbabilisticSampling(
            ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(EVERY_TRACE))
        .build()
        .toByteArray();
  }

  /** The same as Jaeger's agent and collector write it in JSON. */
  public static byte[] json() {
    return "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":1}}"
        .getBytes(StandardCharsets.UTF_8);
  }
}
