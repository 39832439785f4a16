package dev.footfall.ingest;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.TakingOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Does with a bounded input what {@link Admit} does with one that goes on: takes each user's events
 * in the order of event time, once each. Nothing is late; when all events are there they leave, one
 * user's after the other's.
 *
 * <p>For batch mode only: nothing of it is in a checkpoint. Flink's own sorting there would compare
 * and copy each event many times, and do so again for every operator that looks at a user.
 */
final class AdmitAll extends AbstractStreamOperator<Intake>
    implements OneInputStreamOperator<Event, Intake>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** All tasks of a process together keep this part of its memory; the rest goes to files. */
  private static final int PART_OF_MEMORY = 4;

  private static final long OF_THE_PROCESS = -1;

  private final long dedupeMillis;
  private final long maxBytesInMemory;

  private transient EventPiles piles;
  private transient Counted duplicates;
  private transient Counted admitted;

  /**
   * @param dedupe for how long before an event its id is remembered, the beginning included
   */
  AdmitAll(Duration dedupe) {
    this(dedupe, OF_THE_PROCESS);
  }

  /**
   * @param maxBytesInMemory so much is kept in memory; it changes nothing but the speed
   */
  AdmitAll(Duration dedupe, long maxBytesInMemory) {
    this.dedupeMillis = dedupe.toMillis();
    this.maxBytesInMemory = maxBytesInMemory;
  }

  @Override
  public void open() throws Exception {
    super.open();
    String[] folders =
        getContainingTask().getEnvironment().getIOManager().getSpillingDirectoriesPaths();
    piles = new EventPiles(bytesInMemory(), Path.of(folders[0]));
    duplicates = Counted.named(Counted.DUPLICATES, getRuntimeContext());
    admitted = Counted.named(Counted.ADMITTED, getRuntimeContext());
  }

  private long bytesInMemory() {
    int tasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    return maxBytesInMemory == OF_THE_PROCESS
        ? Runtime.getRuntime().maxMemory() / PART_OF_MEMORY / tasks
        : maxBytesInMemory;
  }

  @Override
  public void processElement(StreamRecord<Event> record) throws Exception {
    piles.add(record.getValue());
  }

  @Override
  public void endInput() throws Exception {
    piles.takeAll(this::admitOnce);
  }

  private void admitOnce(List<Event> events) {
    events.sort(TakingOrder.INSTANCE);
    SeenIds ids = new SeenIds();
    for (Event event : events) {
      if (event.id() != null) {
        ids.forgetUpTo(event.time() - dedupeMillis - 1);
        if (ids.sawBefore(event.id(), event.time(), dedupeMillis)) {
          duplicates.count();
          continue;
        }
      }
      admitted.count();
      output.collect(new StreamRecord<>(event, event.time()));
    }
  }

  @Override
  public void close() throws Exception {
    if (piles != null) {
      piles.close();
    }
    super.close();
  }
}
