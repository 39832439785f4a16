package dev.footfall.benchmark;

import dev.footfall.job.LocalFlink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One contestant at one workload, in a process of its own: what others have taught the compiler
 * must not weigh on it. It runs a part of the workload first, to warm up.
 */
final class ThroughputRun {

  private static final int WARM_UP_PART = 2;

  private ThroughputRun() {}

  /**
   * Measures, and prints the answer.
   *
   * @param arguments contestant, backend, events, within in hours, funnels, whether events bear
   *     ids, parallelism
   */
  public static void main(String[] arguments) throws Exception {
    Contestant contestant = Contestant.valueOf(arguments[0]);
    String backend = arguments[1];
    Workload workload =
        new Workload(
            Long.parseLong(arguments[2]),
            Duration.ofHours(Long.parseLong(arguments[3])),
            Integer.parseInt(arguments[4]),
            Boolean.parseBoolean(arguments[5]));
    int parallelism = Integer.parseInt(arguments[6]);
    run(contestant, backend, workload.of(workload.events() / WARM_UP_PART), parallelism);
    System.gc();
    Clocks spent = run(contestant, backend, workload, parallelism);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("events", workload.events());
    result.put("wall_ms", TimeUnit.NANOSECONDS.toMillis(spent.wallNanos()));
    result.put("cpu_ms", TimeUnit.NANOSECONDS.toMillis(spent.cpuNanos()));
    result.put("garbage_ms", spent.garbageMillis());
    Child.tell(result);
    System.exit(0);
  }

  private static Clocks run(
      Contestant contestant, String backend, Workload workload, int parallelism) throws Exception {
    Configuration configuration = LocalFlink.strict();
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    contestant.assemble(environment, workload);
    Clocks.arm();
    environment.execute(contestant.word());
    return Clocks.spent();
  }
}
