package dev.ichnos.collector.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One way to write a message. */
interface MessageFormat {
  /** The whole message, spans in this order. */
  byte[] write(List<EnvoySpan> spans) throws IOException;

  /** How it writes what is different in every span; without those that it does not write. */
  Map<Field, Form> forms();
}
