package dev.ichnos.codec.lightstep;

import com.google.protobuf.Timestamp;
import dev.ichnos.codec.wire.Utf8;
import dev.ichnos.proto.lightstep.ReportResponse;

/** Answers to reports: {@code lightstep.collector.ReportResponse} in protobuf. */
public final class LightstepResponses {
  private static final long NANOS = 1_000_000_000L;

  private LightstepResponses() {}

  /**
   * A report was taken. Tracers work out from both times how far their clock is off ours, and state
   * that in their next report.
   *
   * @param receivedEpochNanos when the report came
   * @param transmittedEpochNanos when the answer goes
   */
  public static byte[] taken(long receivedEpochNanos, long transmittedEpochNanos) {
    return response(receivedEpochNanos, transmittedEpochNanos).build().toByteArray();
  }

  /** A report was refused; the text is for people. */
  public static byte[] refused(long receivedEpochNanos, long transmittedEpochNanos, String error) {
    return response(receivedEpochNanos, transmittedEpochNanos)
        .addErrors(Utf8.mend(error))
        .build()
        .toByteArray();
  }

  private static ReportResponse.Builder response(long received, long transmitted) {
    return ReportResponse.newBuilder()
        .setReceiveTimestamp(timestamp(received))
        .setTransmitTimestamp(timestamp(transmitted));
  }

  private static Timestamp timestamp(long epochNanos) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(epochNanos, NANOS))
        .setNanos((int) Math.floorMod(epochNanos, NANOS))
        .build();
  }
}
