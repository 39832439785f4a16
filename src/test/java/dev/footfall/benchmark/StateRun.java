package dev.footfall.benchmark;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.ingest.EventTypes;
import dev.footfall.job.LocalFlink;
import dev.footfall.journey.Progress;
import dev.footfall.journey.tracker.TrackerEngine;
import dev.footfall.testing.OperatorChain;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How many bytes a unit takes in a checkpoint while it may still take a step of three. */
final class StateRun {

  private static final int UNITS = 10_000;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private StateRun() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("units", UNITS);
    result.put("bytes_after_one_entry", bytesPerUnit("browse"));
    result.put("bytes_at_the_second_step", bytesPerUnit("browse", "cart"));
    result.put("bytes_with_a_run_at_each_step", bytesPerUnit("browse", "cart", "browse"));
    result.put("bytes_after_30_entries", bytesPerUnit("browse ".repeat(30).strip().split(" ")));
    Child.tell(result);
    System.exit(0);
  }

  /** Each unit does the same things, one a minute. */
  private static double bytesPerUnit(String... names) throws Exception {
    Funnel funnel =
        new Workload(UNITS, Duration.ofDays(1), 1, false).funnels(Funnel.Engine.TRACKER).get(0);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, LocalFlink.strict());
    try (OperatorChain<Intake, Progress.Change> engine =
        OperatorChain.endingWith(
            TrackerEngine.follow(
                    environment.fromData(
                        EventTypes.INTAKE, new Event(null, "none", "nobody", 1, Map.of())),
                    List.of(funnel))
                .changes())) {
      long time = Workload.START;
      for (String name : names) {
        time += MINUTE;
        for (int unit = 0; unit < UNITS; unit++) {
          engine.send(new Event(null, name, "user-" + unit, time, Map.of()), time);
        }
        engine.watermark(time);
      }
      return (double) engine.snapshotBytes() / UNITS;
    }
  }
}
