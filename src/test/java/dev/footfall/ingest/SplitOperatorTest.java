package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SplitOperatorTest {

  private static Arrival clickAt(long time) {
    return Arrival.of(new Event(null, "browse", "ann", time, Map.of()), "clicks/3@", time);
  }

  private static OneInputStreamOperatorTestHarness<Arrival, Event> start(
      @Nullable OperatorSubtaskState state) throws Exception {
    OneInputStreamOperatorTestHarness<Arrival, Event> harness =
        new OneInputStreamOperatorTestHarness<>(new SplitOperator());
    harness.setup(EventTypes.EVENT.createSerializer(new SerializerConfigImpl()));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static @Nullable String placeOf(
      long time, OneInputStreamOperatorTestHarness<Arrival, Event> harness) throws Exception {
    harness.processElement(clickAt(time), time);
    return Objects.requireNonNull(harness.extractOutputValues())
        .get(harness.extractOutputValues().size() - 1)
        .place();
  }

  @Test
  void whatMayBeLateSaysWhereItStoodAlsoRightAfterARestart() throws Exception {
    OperatorSubtaskState state;
    try (OneInputStreamOperatorTestHarness<Arrival, Event> harness = start(null)) {
      assertThat(placeOf(5000, harness)).isNull();
      harness.processWatermark(1000);
      assertThat(placeOf(1000, harness)).isEqualTo("clicks/3@1000");
      assertThat(placeOf(1001, harness)).isNull();
      state = harness.snapshot(1, 1);
    }
    try (OneInputStreamOperatorTestHarness<Arrival, Event> harness = start(state)) {
      assertThat(placeOf(1000, harness)).isEqualTo("clicks/3@1000");
      harness.processWatermark(500);
      assertThat(placeOf(1000, harness)).isEqualTo("clicks/3@1000");
      assertThat(placeOf(1001, harness)).isNull();
    }
  }
}
