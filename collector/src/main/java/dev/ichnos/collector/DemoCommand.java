package dev.ichnos.collector;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code demo}: shows a request's spans on their way through a collector, in one process. */
final class DemoCommand implements Command {
  private final OptionSpec keep =
      OptionSpec.builder("--keep")
          .type(boolean.class)
          .description("Use the documented ports, and stay until SIGTERM.")
          .build();
  private final OptionSpec mixedHeaders =
      OptionSpec.builder("--mixed-headers")
          .type(boolean.class)
          .description("Show a mesh whose applications and proxies disagree on headers.")
          .build();
  private final Terminal terminal;
  private final Demonstration demonstration;

  DemoCommand(Terminal terminal, Demonstration demonstration) {
    this.terminal = terminal;
    this.demonstration = demonstration;
  }

  @Override
  public CommandSpec spec() {
    return Command.describe(
            this,
            "demo",
            "Sends Bookinfo's request by each protocol and prints what arrives at stand-ins for"
                + " Tempo, Datadog and Cloud Trace.")
        .addOption(keep)
        .addOption(mixedHeaders);
  }

  @Override
  public Integer call() throws Exception {
    return demonstration.run(
        Boolean.TRUE.equals(keep.getValue()),
        Boolean.TRUE.equals(mixedHeaders.getValue()),
        terminal.out());
  }
}
