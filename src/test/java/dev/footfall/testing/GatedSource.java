package dev.footfall.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Lines of JSON in Footfall's own shape, as a source that goes on from a checkpoint like any other
 * and waits at a {@link Gate} without holding up its task.
 *
 * <p>Lines are dealt out to the splits in turn. A reader of several splits reads them side by side,
 * so that it never runs ahead of itself.
 */
public final class GatedSource
    implements Source<Arrival, NumberSequenceSplit, Collection<NumberSequenceSplit>> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> lines;
  private final int splits;
  private final String gate;

  /**
   * @param splits into how many the lines are dealt out; a run that goes on from another must say
   *     the same
   * @param gate the name of a gate
   */
  public GatedSource(List<String> lines, int splits, String gate) {
    this.lines = new ArrayList<>(lines);
    this.splits = splits;
    this.gate = gate;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Arrival, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new Reader(lines, splits, Gate.named(gate), context);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    List<NumberSequenceSplit> all = new ArrayList<>();
    for (int split = 0; split < Math.min(splits, lines.size()); split++) {
      // From the first line of the split to the last line of all: it takes its own of these.
      all.add(new NumberSequenceSplit("" + split, split, lines.size() - 1));
    }
    return restoreEnumerator(context, all);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> restoreEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context,
      Collection<NumberSequenceSplit> unassigned) {
    return new IteratorSourceEnumerator<>(context, unassigned);
  }

  @Override
  public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
    return new NumberSequenceSource(0, 1).getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<NumberSequenceSplit>>
      getEnumeratorCheckpointSerializer() {
    return new NumberSequenceSource(0, 1).getEnumeratorCheckpointSerializer();
  }

  private static final class Reader implements SourceReader<Arrival, NumberSequenceSplit> {

    private final List<String> lines;
    private final int stride;
    private final Gate gate;
    private final SourceReaderContext context;
    private final EventReader events = EventReader.json(EventMapping.OWN);
    private final List<NumberSequenceSplit> open = new ArrayList<>();
    private final CompletableFuture<Void> allAssigned = new CompletableFuture<>();

    /** Splits that a restored reader brings along are added before it starts. */
    private boolean started;

    Reader(List<String> lines, int stride, Gate gate, SourceReaderContext context) {
      this.lines = lines;
      this.stride = stride;
      this.gate = gate;
      this.context = context;
    }

    @Override
    public void start() {
      started = true;
      context.sendSplitRequest();
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {
      open.addAll(splits);
      if (started) {
        context.sendSplitRequest();
      }
    }

    @Override
    public void notifyNoMoreSplits() {
      allAssigned.complete(null);
    }

    private Optional<NumberSequenceSplit> next() {
      return open.stream().min(Comparator.comparingLong(NumberSequenceSplit::from));
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Arrival> output) {
      if (!allAssigned.isDone()) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      Optional<NumberSequenceSplit> next = next();
      if (next.isEmpty()) {
        // A task that ends just when a savepoint is asked for makes it fail: nobody ends early.
        if (gate.isOpenFor(lines.size() - 1L)) {
          return InputStatus.END_OF_INPUT;
        }
        // Whoever got no split, for another was faster, or has done all must not hold up the
        // others.
        output.markIdle();
        return InputStatus.NOTHING_AVAILABLE;
      }
      NumberSequenceSplit split = next.get();
      if (!gate.isOpenFor(split.from())) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      // Each split has a watermark of its own, whoever reads it.
      open.forEach(one -> output.createOutputForSplit(one.splitId()));
      output.createOutputForSplit(split.splitId()).collect(read((int) split.from()));
      open.remove(split);
      if (split.from() + stride <= split.to()) {
        open.add(new NumberSequenceSplit(split.splitId(), split.from() + stride, split.to()));
      } else {
        output.releaseOutputForSplit(split.splitId());
      }
      gate.countOne();
      return InputStatus.MORE_AVAILABLE;
    }

    private Arrival read(int line) {
      byte[] bytes = lines.get(line).getBytes(UTF_8);
      return events.read(bytes, 0, bytes.length, "lines:", line + 1);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      if (!allAssigned.isDone()) {
        return allAssigned;
      }
      return gate.openingFor(next().map(NumberSequenceSplit::from).orElse(lines.size() - 1L));
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpoint) {
      return List.copyOf(open);
    }

    @Override
    public void close() {}
  }
}
