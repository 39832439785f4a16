package dev.footfall.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** The last ten hours, 601 times as fast as the wall: caught up after a minute. */
  private final Pace pace = Pace.replaying(Duration.ofHours(10), 601, NOW);

  private static long at(String moment) {
    return Instant.parse(moment).toEpochMilli();
  }

  @Test
  void historyIsDueAtOnce() {
    assertThat(pace.dueAt(at("2026-10-01T00:00:00Z"))).isEqualTo(NOW.toEpochMilli());
    assertThat(pace.dueAt(at("2026-11-21T02:00:00Z"))).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void theLastStretchComesFasterThanTheWall() {
    assertThat(pace.dueAt(at("2026-11-21T07:00:30Z"))).isEqualTo(at("2026-11-21T12:00:30Z"));
    assertThat(pace.simulatedAt(at("2026-11-21T12:00:30Z"))).isEqualTo(at("2026-11-21T07:00:30Z"));
  }

  @Test
  void onceCaughtUpTimeRunsWithTheWall() {
    assertThat(pace.liveFrom()).isEqualTo(at("2026-11-21T12:01:00Z"));
    assertThat(pace.dueAt(at("2026-11-21T12:01:00Z"))).isEqualTo(at("2026-11-21T12:01:00Z"));
    assertThat(pace.dueAt(at("2026-11-22T00:00:00Z"))).isEqualTo(at("2026-11-22T00:00:00Z"));
    assertThat(pace.simulatedAt(at("2026-11-22T00:00:00Z"))).isEqualTo(at("2026-11-22T00:00:00Z"));
  }

  @Test
  void timeNeverRunsBackwards() {
    long before = Long.MIN_VALUE;
    for (long moment = at("2026-11-21T01:59:00Z"); moment < at("2026-11-21T12:05:00Z"); ) {
      assertThat(pace.dueAt(moment)).isGreaterThanOrEqualTo(before);
      before = pace.dueAt(moment);
      moment += 977;
    }
  }

  @Test
  void atOnceIsDueForAllTime() {
    assertThat(Pace.AT_ONCE.dueAt(at("2090-01-01T00:00:00Z"))).isZero();
    assertThat(Pace.AT_ONCE.simulatedAt(at("2026-11-21T12:00:00Z"))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aSpeedThatNeverCatchesUpIsRefused() {
    assertThatThrownBy(() -> Pace.replaying(Duration.ofHours(1), 1, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at a speed of 1.0 time never catches up; write a number above 1");
  }
}
