package dev.footfall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Arrival;
import dev.footfall.event.RejectionReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

final class SimulatorReaderTest {

  private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");
  private static final Noise NOISE = new Noise(0.5, 30_000, 0.05, 0.05, 0.2, 0.1);
  private static final TrafficSettings SETTINGS =
      TrafficSettings.usual(1, START).times(0.1).with(NOISE);

  private final WallClock clock = new WallClock(START.plus(Duration.ofHours(10)));
  private final List<Boolean> requests = new ArrayList<>();
  private final Collected collected = new Collected();

  private SimulatorReader reader(Pace pace) {
    return new SimulatorReader(
        SETTINGS, pace, Duration.ofHours(1), clock, () -> requests.add(true));
  }

  private static List<NumberSequenceSplit> lines(long from, long to) {
    return List.of(new NumberSequenceSplit("simulator", from, to));
  }

  private InputStatus pollAll(SimulatorReader reader) {
    InputStatus status = reader.pollNext(collected);
    while (status == InputStatus.MORE_AVAILABLE) {
      status = reader.pollNext(collected);
    }
    return status;
  }

  @Test
  void everyLineBecomesAnEventOrTheRejectionThatItsFlawDeserves() {
    SimulatorReader reader = reader(Pace.AT_ONCE);
    reader.addSplits(lines(0, 4_999));
    assertThat(pollAll(reader)).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(collected.arrivals).hasSize(5_000);
    Traffic traffic = new Traffic(SETTINGS);
    for (int i = 0; i < 5_000; i++) {
      TrafficLine line = traffic.next();
      Arrival arrival = collected.arrivals.get(i);
      assertThat(collected.times.get(i)).isEqualTo(line.arrival());
      if (line.flaw().rejection().isEmpty()) {
        assertThat(arrival.event()).isNotNull();
      } else if (arrival.rejected() == null) {
        throw new AssertionError("line " + i + " is " + line.flaw() + " and passed for an event");
      } else {
        assertThat(arrival.rejected().reason()).isEqualTo(line.flaw().rejection().get());
        assertThat(arrival.rejected().place()).isEqualTo("simulator:" + i);
        assertThat(arrival.rejected().raw()).isEqualTo(line.bytes());
      }
    }
    assertThat(collected.arrivals)
        .anyMatch(
            arrival ->
                arrival.rejected() != null
                    && arrival.rejected().reason() == RejectionReason.TOO_EARLY);
  }

  @Test
  void aReaderThatGoesOnFromACheckpointReadsTheRest() {
    SimulatorReader first = reader(Pace.AT_ONCE);
    first.addSplits(lines(0, 2_999));
    for (int i = 0; i < 1_234; i++) {
      first.pollNext(collected);
    }
    List<NumberSequenceSplit> rest = first.snapshotState(1);
    assertThat(rest.get(0).from()).isEqualTo(1_234);
    SimulatorReader second = reader(Pace.AT_ONCE);
    second.addSplits(rest);
    assertThat(pollAll(second)).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(second.snapshotState(2)).isEmpty();

    Collected whole = new Collected();
    SimulatorReader alone = reader(Pace.AT_ONCE);
    alone.addSplits(lines(0, 2_999));
    while (alone.pollNext(whole) == InputStatus.MORE_AVAILABLE) {}
    assertThat(collected.inWords()).isEqualTo(whole.inWords());
  }

  @Test
  void aLineIsReadWhenItIsDueAndNotBefore() {
    Pace pace = Pace.replaying(Duration.ofHours(4), 100, clock.instant());
    SimulatorReader reader = reader(pace);
    reader.addSplits(lines(0, Long.MAX_VALUE - 1));
    assertThat(pollAll(reader)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(collected.latest()).isLessThanOrEqualTo(pace.replayFrom());
    clock.now = clock.now.plusSeconds(36);
    assertThat(reader.pollNext(collected)).isEqualTo(InputStatus.MORE_AVAILABLE);
    assertThat(pollAll(reader)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    long anHourLater = pace.replayFrom() + Duration.ofHours(1).toMillis();
    assertThat(collected.latest())
        .isBetween(anHourLater - Duration.ofMinutes(10).toMillis(), anHourLater);
  }

  @Test
  void whoeverWaitsForALineIsWokenWhenItIsDue() {
    Pace pace = Pace.replaying(Duration.ofHours(4), 100_000, clock.instant());
    SimulatorReader reader = reader(pace);
    reader.addSplits(lines(0, Long.MAX_VALUE - 1));
    assertThat(pollAll(reader)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void aReaderWithoutASplitAsksForOneWaitsAndEndsIfThereIsNone() {
    SimulatorReader reader = reader(Pace.AT_ONCE);
    reader.start();
    assertThat(requests).hasSize(1);
    assertThat(reader.pollNext(collected)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();
    assertThat(reader.snapshotState(1)).isEmpty();
    reader.notifyNoMoreSplits();
    assertThat(reader.isAvailable()).isDone();
    assertThat(reader.pollNext(collected)).isEqualTo(InputStatus.END_OF_INPUT);
  }

  /** A clock that stands until it is moved. */
  private static final class WallClock extends Clock {
    private Instant now;

    WallClock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Keeps what a reader puts out. */
  private static final class Collected implements ReaderOutput<Arrival> {
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    /** Each event as it is, each rejection by its place and reason. */
    List<String> inWords() {
      return arrivals.stream()
          .map(
              arrival ->
                  arrival.rejected() == null
                      ? String.valueOf(arrival.event())
                      : arrival.rejected().place() + " " + arrival.rejected().reason())
          .toList();
    }

    long latest() {
      return times.get(times.size() - 1);
    }

    @Override
    public void collect(Arrival arrival, long time) {
      arrivals.add(arrival);
      times.add(time);
    }

    @Override
    public void collect(Arrival arrival) {
      throw new AssertionError("every line has a time of arrival");
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<Arrival> createOutputForSplit(String split) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String split) {}
  }
}
