package dev.ichnos.collector.it;

import java.io.IOException;

/**
 * One way to send an order.
 *
 * @param name of the library, and what it speaks
 * @param smoke whether every build runs it, or only the profile {@code matrix}
 * @param expected of it
 * @param program starts it
 */
record Sender(String name, boolean smoke, ExpectedOrder expected, Program program) {
  /** Starts a program that sends in the name of a service. */
  interface Program {
    SenderProcess start(String service) throws IOException;
  }

  static Sender smoke(String name, ExpectedOrder expected, Program program) {
    return new Sender(name, true, expected, program);
  }

  static Sender matrix(String name, ExpectedOrder expected, Program program) {
    return new Sender(name, false, expected, program);
  }
}
