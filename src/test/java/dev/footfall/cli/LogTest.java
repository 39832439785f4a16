package dev.footfall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;

/** What an operator reads of a job that goes on, unless asked for more. */
final class LogTest {

  @Test
  void aJobSaysWhatHappensToItAndFlinkOnlyWhyItFails() throws Exception {
    URI configuration = Footfall.class.getResource("/log4j2.properties").toURI();
    try (LoggerContext log = new LoggerContext("log", null, configuration)) {
      log.start();

      assertThat(log.getLogger("dev.footfall.table.postgresql.PatientConnection").getLevel())
          .isEqualTo(Level.INFO);
      assertThat(log.getLogger("org.apache.flink.runtime.taskmanager.Task").getLevel())
          .isEqualTo(Level.WARN);
      assertThat(log.getLogger("org.apache.kafka.clients.NetworkClient").getLevel())
          .isEqualTo(Level.ERROR);
    }
  }
}
