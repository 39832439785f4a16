package dev.footfall.demo;

import dev.footfall.event.Arrival;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Simulated traffic as a source: each line is read as any sender's line would be, so broken ones
 * become rejections, and comes when its pace says that it is due. Its place is {@code
 * simulator:INDEX}.
 *
 * <p>There is one stream of traffic whatever the parallelism; further readers have nothing to do
 * and end. What a checkpoint holds is the index of the next line: going on from there means
 * simulating what came before once more, unwritten, some 500,000 lines a second.
 */
public final class SimulatorSource
    implements Source<Arrival, NumberSequenceSplit, Collection<NumberSequenceSplit>> {

  private static final long serialVersionUID = 1L;

  private static final String SPLIT = "simulator";

  private final TrafficSettings settings;
  private final Pace pace;
  private final Duration maxAhead;
  private final long count;

  private SimulatorSource(TrafficSettings settings, Pace pace, Duration maxAhead, long count) {
    this.settings = settings;
    this.pace = pace;
    this.maxAhead = maxAhead;
    this.count = count;
  }

  /**
   * Traffic without end.
   *
   * @param maxAhead an event whose time lies further ahead of its arrival, in simulated time, is
   *     rejected as too early
   */
  public static SimulatorSource endless(TrafficSettings settings, Pace pace, Duration maxAhead) {
    return new SimulatorSource(settings, pace, maxAhead, Long.MAX_VALUE);
  }

  /** The same traffic, ended after so many lines. */
  public SimulatorSource endingAfter(long lines) {
    return new SimulatorSource(settings, pace, maxAhead, lines);
  }

  @Override
  public Boundedness getBoundedness() {
    return count == Long.MAX_VALUE ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Arrival, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new SimulatorReader(
        settings, pace, maxAhead, Clock.systemUTC(), context::sendSplitRequest);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    return restoreEnumerator(context, List.of(new NumberSequenceSplit(SPLIT, 0, count - 1)));
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> restoreEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context,
      Collection<NumberSequenceSplit> unassigned) {
    return new IteratorSourceEnumerator<>(context, unassigned);
  }

  @Override
  public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
    return allLines().getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<NumberSequenceSplit>>
      getEnumeratorCheckpointSerializer() {
    return allLines().getEnumeratorCheckpointSerializer();
  }

  private NumberSequenceSource allLines() {
    return new NumberSequenceSource(0, count - 1);
  }
}
