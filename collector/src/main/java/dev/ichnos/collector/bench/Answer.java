package dev.ichnos.collector.bench;

/**
 * What the collector said to a message.
 *
 * @param accepted whether it took it
 * @param code the status by number or name, for people
 * @param rejected spans that it did not take of a message that it took (OTLP's partial success)
 */
record Answer(boolean accepted, String code, long rejected) {
  static Answer accepted(String code) {
    return new Answer(true, code, 0);
  }

  static Answer refused(String code) {
    return new Answer(false, code, 0);
  }
}
