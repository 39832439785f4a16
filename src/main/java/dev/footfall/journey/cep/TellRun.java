package dev.footfall.journey.cep;

import dev.footfall.journey.StepEvent;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.util.Collector;

/** Turns a match of the pattern into the run it is. */
final class TellRun extends PatternProcessFunction<StepEvent, Run> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processMatch(
      Map<String, List<StepEvent>> match, Context context, Collector<Run> runs) {
    StepEvent entry = eventAt(1, match);
    StepEvent last = eventAt(match.size(), match);
    boolean excluded = last.fills() == 0;
    long[] times = new long[excluded ? match.size() - 1 : match.size()];
    for (int step = 1; step <= times.length; step++) {
      times[step - 1] = eventAt(step, match).time();
    }
    runs.collect(new Run(entry.unit(), entry, times, excluded ? last.time() : Run.OPEN));
  }

  private static StepEvent eventAt(int step, Map<String, List<StepEvent>> match) {
    List<StepEvent> events = match.get(FunnelPattern.stageOf(step));
    if (events == null) {
      throw new IllegalStateException("no event at stage " + step + " of the match " + match);
    }
    return events.get(0);
  }
}
