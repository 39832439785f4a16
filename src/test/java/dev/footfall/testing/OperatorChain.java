package dev.footfall.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The operators of a piece of topology, one behind the other in one thread and without a cluster:
 * what goes in comes out before the call returns. Watermarks come when the test says so, and the
 * whole can be thrown away and restored from its last snapshot at any point.
 *
 * @param <I> what goes in
 * @param <O> what comes out
 */
public final class OperatorChain<I, O> implements AutoCloseable {

  private final List<Stage> stages = new ArrayList<>();
  private final List<O> output = new ArrayList<>();
  private @Nullable OutputTag<?> tag;
  private final List<Object> aside = new ArrayList<>();

  private OperatorChain() {}

  /** Keeps what the operators put out to the side under this tag from now on, too. */
  public <S> List<S> keepAside(OutputTag<S> of) {
    tag = of;
    @SuppressWarnings("unchecked") // a tag has one type
    List<S> kept = (List<S>) aside;
    return Collections.unmodifiableList(kept);
  }

  /**
   * The chain of one-input operators that ends here, its first input first. Nothing is executed.
   */
  public static <I, O> OperatorChain<I, O> endingWith(DataStream<O> stream) throws Exception {
    OperatorChain<I, O> chain = new OperatorChain<>();
    Transformation<?> transformation = stream.getTransformation();
    List<OneInputTransformation<?, ?>> operators = new ArrayList<>();
    while (!transformation.getInputs().isEmpty()) {
      if (transformation instanceof OneInputTransformation<?, ?> operator) {
        operators.add(operator);
      }
      transformation = transformation.getInputs().get(0);
    }
    Collections.reverse(operators);
    for (OneInputTransformation<?, ?> operator : operators) {
      chain.stages.add(new Stage(operator));
    }
    for (Stage stage : chain.stages) {
      stage.start(null);
    }
    return chain;
  }

  /** One operator in its harness. */
  private static final class Stage {
    private final OneInputTransformation<?, ?> operator;
    private OneInputStreamOperatorTestHarness<Object, Object> harness;

    Stage(OneInputTransformation<?, ?> operator) throws Exception {
      this.operator = operator;
      this.harness = open();
    }

    @SuppressWarnings("unchecked")
    private OneInputStreamOperatorTestHarness<Object, Object> open() throws Exception {
      StreamOperatorFactory<Object> factory =
          (StreamOperatorFactory<Object>) InstantiationUtil.clone(operator.getOperatorFactory());
      KeySelector<Object, Object> key =
          (KeySelector<Object, Object>) operator.getStateKeySelector();
      return key == null
          ? new OneInputStreamOperatorTestHarness<>(factory, 128, 1, 0)
          : new KeyedOneInputStreamOperatorTestHarness<>(
              factory, key, (TypeInformation<Object>) operator.getStateKeyType(), 128, 1, 0);
    }

    @SuppressWarnings("unchecked")
    void start(@Nullable OperatorSubtaskState snapshot) throws Exception {
      ExecutionConfig config = new ExecutionConfig();
      harness.setup(
          (TypeSerializer<Object>)
              operator.getOutputType().createSerializer(config.getSerializerConfig()));
      if (snapshot != null) {
        harness.initializeState(snapshot);
      }
      harness.open();
    }

    void restart(long checkpoint) throws Exception {
      OperatorSubtaskState snapshot = harness.snapshot(checkpoint, checkpoint);
      harness.close();
      harness = open();
      start(snapshot);
    }
  }

  /** One event with its time. */
  public void send(I value, long time) throws Exception {
    send(0, new StreamRecord<>(value, time));
  }

  public void watermark(long watermark) throws Exception {
    send(0, new Watermark(watermark));
  }

  /** Sets the clock, in milliseconds since the epoch, and lets what was due by it happen. */
  public void clock(long millis) throws Exception {
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).harness.setProcessingTime(millis);
      passOn(i);
    }
  }

  /** Snapshots every operator, throws it away and restores it. */
  public void restart(long checkpoint) throws Exception {
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).harness.prepareSnapshotPreBarrier(checkpoint);
      passOn(i);
    }
    for (Stage stage : stages) {
      stage.restart(checkpoint);
    }
  }

  /** How many bytes of keyed state a snapshot of all operators takes, timers included. */
  public long snapshotBytes() throws Exception {
    long bytes = 0;
    for (Stage stage : stages) {
      OperatorSubtaskState snapshot = stage.harness.snapshot(1, 1);
      bytes += snapshot.getManagedKeyedState().getStateSize();
      bytes += snapshot.getRawKeyedState().getStateSize();
    }
    return bytes;
  }

  /** What has come out so far, in order. */
  public List<O> output() {
    return Collections.unmodifiableList(output);
  }

  /** Entries of keyed state and event-time timers that are still held, over all operators. */
  public int held() {
    int held = 0;
    for (Stage stage : stages) {
      if (stage.harness instanceof KeyedOneInputStreamOperatorTestHarness<?, ?, ?> keyed) {
        held += keyed.numKeyedStateEntries() + keyed.numEventTimeTimers();
      }
    }
    return held;
  }

  private void send(int to, Object element) throws Exception {
    if (to == stages.size()) {
      receive(element);
      return;
    }
    OneInputStreamOperatorTestHarness<Object, Object> harness = stages.get(to).harness;
    if (element instanceof Watermark watermark) {
      harness.processWatermark(watermark);
    } else {
      @SuppressWarnings("unchecked")
      StreamRecord<Object> record = (StreamRecord<Object>) element;
      harness.processElement(record);
    }
    passOn(to);
  }

  private void passOn(int from) throws Exception {
    putAside(stages.get(from).harness);
    Queue<Object> elements = stages.get(from).harness.getOutput();
    List<Object> out = new ArrayList<>(elements);
    elements.clear();
    for (Object element : out) {
      send(from + 1, element);
    }
  }

  private void putAside(OneInputStreamOperatorTestHarness<Object, Object> harness) {
    if (tag != null) {
      Queue<? extends StreamRecord<?>> records = harness.getSideOutput(tag);
      if (records != null) {
        records.forEach(record -> aside.add(record.getValue()));
        records.clear();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void receive(Object element) {
    if (element instanceof StreamRecord<?> record) {
      output.add((O) record.getValue());
    }
  }

  @Override
  public void close() throws Exception {
    for (Stage stage : stages) {
      stage.harness.close();
    }
  }
}
