package dev.ichnos.collector;

/** What a command's end means to the shell. */
final class ExitCode {
  static final int OK = 0;
  static final int RUNTIME = 1;
  static final int USAGE = 2;
  static final int INVALID_CONFIG = 3;
  static final int NOT_DRAINED = 4;

  private ExitCode() {}
}
