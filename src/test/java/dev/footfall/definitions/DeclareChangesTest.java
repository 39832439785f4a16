package dev.footfall.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeclareChangesTest {

  private static final String SHOP = "{id: shop, steps: [a, b], within: 1h}";
  private static final String SHOP_CHANGED = "{id: shop, steps: [a, b], within: 2h}";
  private static final String PATTERN = "{id: pattern, steps: [a, b], within: 1h, engine: cep}";
  private static final String PATTERN_CHANGED =
      "{id: pattern, steps: [a, b], within: 2h, engine: cep}";

  @SuppressWarnings("NullAway.Init") // every test starts it
  private OneInputStreamOperatorTestHarness<Reading, Declaration> harness;

  private int rowsRead;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void whatHoldsIsToldAtTheFirstReadingAndChangesAreDeclared() throws Exception {
    start(texts(SHOP));
    read(texts(SHOP));
    assertThat(declared()).isEmpty();
    assertThat(newRows()).containsExactly("shop " + version(SHOP, 1) + " active");

    read(texts(SHOP_CHANGED));
    assertThat(declared())
        .containsExactly(new Declaration(1, Long.MIN_VALUE, texts(SHOP_CHANGED), Map.of()));
    assertThat(newRows())
        .containsExactly(
            "shop " + version(SHOP, 1) + " superseded",
            "shop " + version(SHOP_CHANGED, 1) + " active");

    read(texts(SHOP));
    assertThat(declared())
        .last()
        .isEqualTo(new Declaration(2, Long.MIN_VALUE, texts(SHOP), Map.of("shop", 2)));
    assertThat(newRows()).contains("shop " + version(SHOP, 2) + " active");
  }

  @Test
  void aReadingThatIsRefusedChangesNothing() throws Exception {
    start(texts(SHOP));
    read(texts(SHOP));
    newRows();
    read(texts("{id: shop, steps: [a, b], within: soon}"));
    read(texts(SHOP, PATTERN));
    read(List.of());
    read(List.of(new Declaration.Text("funnels.yaml", "funnels: [")));

    assertThat(declared()).isEmpty();
    assertThat(newRows()).isEmpty();

    read(texts(SHOP_CHANGED));
    assertThat(declared()).hasSize(1);
  }

  @Test
  void afterARestartWhatWasDeclaredLastHoldsUntilSomethingElseIsRead() throws Exception {
    start(texts(SHOP));
    read(texts(SHOP_CHANGED));
    restartWith(texts(SHOP));
    read(texts(SHOP_CHANGED));
    assertThat(declared()).isEmpty();
    assertThat(newRows()).containsExactly("shop " + version(SHOP_CHANGED, 1) + " active");

    read(texts(SHOP));
    assertThat(declared())
        .containsExactly(new Declaration(2, Long.MIN_VALUE, texts(SHOP), Map.of("shop", 2)));
  }

  @Test
  void aPatternChangesWithTheJobThatWasPutTogetherForIt() throws Exception {
    start(texts(SHOP, PATTERN));
    read(texts(SHOP, PATTERN));
    read(texts(SHOP, PATTERN_CHANGED));
    assertThat(declared()).isEmpty();

    restartWith(texts(SHOP, PATTERN_CHANGED));
    read(texts(SHOP, PATTERN_CHANGED));
    assertThat(declared()).hasSize(1);
    assertThat(newRows())
        .contains(
            "pattern " + version(PATTERN, 1) + " superseded",
            "pattern " + version(PATTERN_CHANGED, 1) + " active");
    read(texts(SHOP, PATTERN));
    assertThat(declared()).hasSize(1);
  }

  private void start(List<Declaration.Text> initial) throws Exception {
    harness = harness(initial);
    harness.open();
  }

  private void restartWith(List<Declaration.Text> initial) throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness(initial);
    harness.initializeState(state);
    harness.open();
    rowsRead = 0;
  }

  private static OneInputStreamOperatorTestHarness<Reading, Declaration> harness(
      List<Declaration.Text> initial) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ProcessOperator<>(new DeclareChanges(initial)));
  }

  private void read(List<Declaration.Text> texts) throws Exception {
    harness.processElement(new StreamRecord<>(new Reading(new ArrayList<>(texts))));
  }

  private List<Declaration> declared() {
    return harness.extractOutputValues();
  }

  private List<String> newRows() {
    var all = harness.getSideOutput(DeclareChanges.VERSIONS);
    if (all == null) {
      return List.of();
    }
    List<String> rows =
        all.stream()
            .skip(rowsRead)
            .map(StreamRecord::getValue)
            .map(
                row ->
                    row.funnel()
                        + " "
                        + row.version()
                        + " "
                        + row.state().name().toLowerCase(Locale.ROOT))
            .toList();
    rowsRead = all.size();
    return rows;
  }

  private static String version(String funnel, int time) {
    return FunnelFile.parse("f", "funnels: [" + funnel + "]", Use.CONTINUOUS).get(0).version(time);
  }

  private static List<Declaration.Text> texts(String... funnels) {
    return List.of(
        new Declaration.Text("funnels.yaml", "funnels: [" + String.join(", ", funnels) + "]"));
  }
}
