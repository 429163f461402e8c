package dev.ichnos.collector;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibraryLogTest {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger library = Logger.getAnonymousLogger();

  @BeforeEach
  void takeOver() {
    ch.qos.logback.classic.Logger ours = new LoggerContext().getLogger("test");
    ours.addAppender(lines);
    lines.start();
    library.setUseParentHandlers(false);
    library.addHandler(new ConsoleHandler());
    LibraryLog.takeOver(library, ours);
  }

  @Test
  void takeOver_otherHandlers_areGone() {
    assertThat(library.getHandlers()).hasOnlyElementsOfType(LibraryLog.class);
  }

  @Test
  void publish_aThousandWarnings_writesOneLine() {
    for (int i = 0; i < 1000; i++) {
      library.warning("Received GOAWAY");
    }

    assertThat(lines.list).hasSize(1);
  }

  @Test
  void publish_info_isLeftOut() {
    library.info("connected");

    assertThat(lines.list).isEmpty();
  }

  @Test
  void publish_peersWords_areShortAndSteerNoTerminal() {
    library.warning("debug data: \u001b[31m\n2026 ERROR forged" + "x".repeat(5000));

    assertThat(lines.list.get(0).getFormattedMessage())
        .contains("debug data: \\u001b[31m\\u000a2026 ERROR forged")
        .hasSizeLessThan(600);
  }

  @Test
  void publish_thrown_isKept() {
    library.log(java.util.logging.Level.SEVERE, "failed", new IllegalStateException("why"));

    assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("why");
  }
}
