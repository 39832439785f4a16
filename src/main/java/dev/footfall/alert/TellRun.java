package dev.footfall.alert;

import dev.footfall.funnel.PatternAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.util.Collector;

/** Turns a match of the pattern into the run it is. */
final class TellRun extends PatternProcessFunction<AlertEvent, AlertRun> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> stages = new ArrayList<>();

  TellRun(PatternAlert alert) {
    Stage.of(alert).forEach(stage -> stages.add(stage.name()));
  }

  @Override
  public void processMatch(
      Map<String, List<AlertEvent>> match, Context context, Collector<AlertRun> runs) {
    List<AlertEvent> events = new ArrayList<>(stages.size());
    for (String stage : stages) {
      events.add(Objects.requireNonNull(match.get(stage), stage).get(0));
    }
    runs.collect(new AlertRun(events, match.containsKey(AlertPattern.BROKEN)));
  }
}
