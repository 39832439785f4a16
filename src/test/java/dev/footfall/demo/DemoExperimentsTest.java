package dev.footfall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.Experiment;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The experiments that the demo shows. */
class DemoExperimentsTest {

  @Test
  void theyBeginWithTheTraffic() {
    Instant start = Instant.parse("2026-11-21T10:00:00Z");
    assertThat(DemoFunnels.declared(start).experiments())
        .extracting(Experiment::id)
        .containsExactly("trial-page", "button", "banner");
    assertThat(DemoFunnels.declared(start).experiments())
        .extracting(Experiment::start)
        .containsOnly(Instant.parse("2026-11-21T00:00:00Z").toEpochMilli());
  }
}
