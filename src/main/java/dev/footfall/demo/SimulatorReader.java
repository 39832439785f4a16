package dev.footfall.demo;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/** Reads the lines of the traffic when they are due. A split is a range of their indexes. */
final class SimulatorReader implements SourceReader<Arrival, NumberSequenceSplit> {

  private static final String ORIGIN = "simulator:";

  private final TrafficSettings settings;
  private final Pace pace;
  private final Duration maxAhead;
  private final Clock clock;
  private final Runnable requestSplit;
  private final EventReader events = EventReader.json(EventMapping.OWN);

  private final CompletableFuture<Void> assigned = new CompletableFuture<>();
  private CompletableFuture<Void> due = CompletableFuture.completedFuture(null);
  private @Nullable Traffic traffic;
  private @Nullable NumberSequenceSplit split;

  SimulatorReader(
      TrafficSettings settings, Pace pace, Duration maxAhead, Clock clock, Runnable requestSplit) {
    this.settings = settings;
    this.pace = pace;
    this.maxAhead = maxAhead;
    this.clock = clock;
    this.requestSplit = requestSplit;
  }

  @Override
  public void start() {
    if (split == null) {
      requestSplit.run();
    }
  }

  @Override
  public void addSplits(List<NumberSequenceSplit> splits) {
    split = splits.get(0);
    traffic = new Traffic(settings);
    traffic.skipTo(split.from());
    assigned.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    assigned.complete(null);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<Arrival> output) {
    if (traffic == null || split == null) {
      return assigned.isDone() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }
    if (traffic.index() > split.to()) {
      return InputStatus.END_OF_INPUT;
    }
    if (millisToWait(traffic) > 0) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    TrafficLine line = traffic.next();
    output.collect(read(line), line.arrival());
    return InputStatus.MORE_AVAILABLE;
  }

  private long millisToWait(Traffic coming) {
    return pace.dueAt(coming.nextArrival()) - clock.millis();
  }

  private Arrival read(TrafficLine line) {
    Arrival arrival = events.read(line.bytes(), 0, line.bytes().length, ORIGIN, line.index());
    Event event = arrival.event();
    return event != null && event.time() - line.arrival() > maxAhead.toMillis()
        ? Arrival.of(tooEarly(line))
        : arrival;
  }

  private RejectedEvent tooEarly(TrafficLine line) {
    String detail =
        "its time is more than %s ahead of its arrival at %s"
            .formatted(maxAhead, Instant.ofEpochMilli(line.arrival()));
    return RejectedEvent.of(
        RejectionReason.TOO_EARLY,
        detail,
        ORIGIN + line.index(),
        line.bytes(),
        0,
        line.bytes().length,
        line.bytes().length);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (traffic == null) {
      return assigned;
    }
    if (due.isDone()) {
      long wait = millisToWait(traffic);
      due =
          wait <= 0
              ? CompletableFuture.completedFuture(null)
              : CompletableFuture.runAsync(
                  () -> {}, CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS));
    }
    return due;
  }

  @Override
  public List<NumberSequenceSplit> snapshotState(long checkpoint) {
    if (traffic == null || split == null || traffic.index() > split.to()) {
      return List.of();
    }
    return List.of(new NumberSequenceSplit(split.splitId(), traffic.index(), split.to()));
  }

  @Override
  public void close() {}
}
