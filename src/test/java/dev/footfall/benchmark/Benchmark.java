package dev.footfall.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.footfall.cli.Footfall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.util.EnvironmentInformation;

/**
 * Measures Footfall beside what Flink itself can do, in one run, and prints what it found as JSON.
 *
 * <p>Machines have moods. So each measurement is a process of its own, all of them take turns, and
 * medians are told; what matters are the ratios. Those of processor time are the steadier: a
 * neighbour on the machine does not count in them.
 */
final class Benchmark {

  private static final String HEAP = "4g";
  private static final Duration SPARSE = Duration.ofHours(1);
  private static final Duration DENSE = Duration.ofHours(24);
  private static final long ALL_EVENTS = 4_000_000;
  private static final String HEAP_STATE = "hashmap";
  private static final String ROCKSDB = "rocksdb";

  private final boolean quick;
  private final int repeats;
  private final int parallelism;
  private final Optional<String> only;

  /** One thing that is measured. Slow ones take fewer events, of fewer users in proportion. */
  private record Variant(String name, Contestant contestant, String backend, Workload workload) {

    static Variant of(
        String name,
        Contestant contestant,
        String backend,
        long events,
        Duration within,
        int funnels,
        boolean ids) {
      return new Variant(name, contestant, backend, new Workload(events, within, funnels, ids));
    }
  }

  private static List<Variant> variants() {
    return List.of(
        Variant.of("floor", Contestant.FLOOR, HEAP_STATE, ALL_EVENTS, DENSE, 1, false),
        Variant.of("tracker_dense", Contestant.TRACKER, HEAP_STATE, ALL_EVENTS, DENSE, 1, false),
        Variant.of(
            "tracker_and_paths_dense",
            Contestant.TRACKER_AND_PATHS,
            HEAP_STATE,
            ALL_EVENTS,
            DENSE,
            1,
            false),
        Variant.of("tracker_sparse", Contestant.TRACKER, HEAP_STATE, ALL_EVENTS, SPARSE, 1, false),
        Variant.of("tracker_dense_ids", Contestant.TRACKER, HEAP_STATE, ALL_EVENTS, DENSE, 1, true),
        Variant.of("tracker_10", Contestant.TRACKER, HEAP_STATE, ALL_EVENTS, DENSE, 10, false),
        Variant.of("tracker_50", Contestant.TRACKER, HEAP_STATE, ALL_EVENTS, DENSE, 50, false),
        Variant.of("stock_dense", Contestant.STOCK_CEP, HEAP_STATE, 400_000, DENSE, 1, false),
        Variant.of("stock_sparse", Contestant.STOCK_CEP, HEAP_STATE, 800_000, SPARSE, 1, false),
        Variant.of("cep_dense", Contestant.CEP, HEAP_STATE, 200_000, DENSE, 1, false),
        Variant.of("cep_sparse", Contestant.CEP, HEAP_STATE, 400_000, SPARSE, 1, false),
        Variant.of("tracker_dense_rocksdb", Contestant.TRACKER, ROCKSDB, 400_000, DENSE, 1, false),
        Variant.of(
            "tracker_sparse_rocksdb", Contestant.TRACKER, ROCKSDB, 400_000, SPARSE, 1, false),
        Variant.of("stock_dense_rocksdb", Contestant.STOCK_CEP, ROCKSDB, 16_000, DENSE, 1, false),
        Variant.of("stock_sparse_rocksdb", Contestant.STOCK_CEP, ROCKSDB, 32_000, SPARSE, 1, false),
        Variant.of("cep_dense_rocksdb", Contestant.CEP, ROCKSDB, 8_000, DENSE, 1, false));
  }

  private Benchmark(boolean quick, Optional<String> only) {
    this.quick = quick;
    this.only = only;
    this.repeats = quick ? 1 : 3;
    this.parallelism = Runtime.getRuntime().availableProcessors();
  }

  /**
   * Measures, and prints JSON.
   *
   * @param arguments {@code --quick} for a quarter of the events, once; {@code --only=TEXT} for
   *     what has the text in its name
   */
  public static void main(String[] arguments) throws Exception {
    boolean quick = false;
    Optional<String> only = Optional.empty();
    for (String argument : String.join(" ", arguments).trim().split(" +", -1)) {
      if (argument.equals("--quick")) {
        quick = true;
      } else if (argument.startsWith("--only=")) {
        only = Optional.of(argument.substring("--only=".length()));
      } else if (!argument.isEmpty()) {
        System.err.println(
            argument + " is no option of the benchmark; write --quick or --only=TEXT");
        System.exit(2);
      }
    }
    Map<String, Object> report = new Benchmark(quick, only).run();
    System.out.println(
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
  }

  private Map<String, Object> run() throws IOException, InterruptedException {
    Map<String, List<Speed>> speeds = new LinkedHashMap<>();
    List<Double> analyzeSeconds = new ArrayList<>();
    Path lines = Files.createTempFile("footfall-benchmark", ".jsonl");
    Path funnels = Files.createTempFile("footfall-benchmark", ".yaml");
    try {
      for (int repeat = 1; repeat <= repeats; repeat++) {
        for (Variant variant : variants()) {
          if (wants(variant.name)) {
            say("%s (%d of %d)", variant.name, repeat, repeats);
            speeds.computeIfAbsent(variant.name, name -> new ArrayList<>()).add(measure(variant));
          }
        }
        if (wants("analyze")) {
          say("analyze (%d of %d)", repeat, repeats);
          analyzeSeconds.add(analyze(lines, funnels));
        }
      }
    } finally {
      Files.delete(lines);
      Files.delete(funnels);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("machine", machine());
    report.put("throughput", throughput(speeds));
    report.put("ratios", ratios(speeds));
    if (wants("analyze")) {
      report.put("analyze", analysis(analyzeSeconds));
    }
    if (wants("latency")) {
      report.put("latency", latencies());
    }
    if (wants("state")) {
      say("state");
      report.put("state_per_unit", Child.run(HEAP, StateRun.class, List.of()));
    }
    return report;
  }

  private boolean wants(String name) {
    return only.map(name::contains).orElse(true);
  }

  private static void say(String what, Object... with) {
    System.err.printf("benchmark: " + what + "%n", with);
  }

  private static long part(long events, boolean quick) {
    return quick ? events / 4 : events;
  }

  // --- throughput

  /** How fast one run was, in events a second: of the clock, and of one processor. */
  private record Speed(double perSecond, double perProcessorSecond) {}

  private Speed measure(Variant variant) throws IOException, InterruptedException {
    long events = part(variant.workload.events(), quick);
    Map<String, Object> result =
        Child.run(
            HEAP,
            ThroughputRun.class,
            List.of(
                variant.contestant.name(),
                variant.backend,
                Long.toString(events),
                Long.toString(variant.workload.within().toHours()),
                Integer.toString(variant.workload.funnels()),
                Boolean.toString(variant.workload.ids()),
                Integer.toString(parallelism)));
    return new Speed(
        1000.0 * events / number(result, "wall_ms"), 1000.0 * events / number(result, "cpu_ms"));
  }

  private static double number(Map<String, Object> result, String name) {
    if (result.get(name) instanceof Number number) {
      return Math.max(1, number.doubleValue());
    }
    throw new IllegalStateException("no " + name + " in " + result);
  }

  private Map<String, Object> throughput(Map<String, List<Speed>> speeds) {
    Map<String, Object> throughput = new LinkedHashMap<>();
    for (Variant variant : variants()) {
      List<Speed> its = speeds.get(variant.name);
      if (its != null) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("contestant", variant.contestant.word());
        one.put("state", variant.backend);
        one.put("within_hours", variant.workload.within().toHours());
        one.put("funnels", variant.workload.funnels());
        one.put("ids", variant.workload.ids());
        one.put("events", part(variant.workload.events(), quick));
        one.put("runs", its.size());
        one.put("events_per_second", Math.round(perSecond(its)));
        one.put("events_per_processor_second", Math.round(perProcessorSecond(its)));
        throughput.put(variant.name, one);
      }
    }
    return throughput;
  }

  private static double perSecond(List<Speed> speeds) {
    return median(speeds.stream().mapToDouble(Speed::perSecond).toArray());
  }

  private static double perProcessorSecond(List<Speed> speeds) {
    return median(speeds.stream().mapToDouble(Speed::perProcessorSecond).toArray());
  }

  private static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static Map<String, Object> ratios(Map<String, List<Speed>> speeds) {
    Map<String, Object> ratios = new LinkedHashMap<>();
    ratio("tracker_to_stock_dense", "tracker_dense", "stock_dense", 12, speeds, ratios);
    ratio("tracker_to_stock_sparse", "tracker_sparse", "stock_sparse", 5, speeds, ratios);
    ratio(
        "tracker_to_stock_dense_rocksdb",
        "tracker_dense_rocksdb",
        "stock_dense_rocksdb",
        40,
        speeds,
        ratios);
    ratio(
        "paths_to_funnels_alone", "tracker_and_paths_dense", "tracker_dense", 0.5, speeds, ratios);
    ratio("tracker_to_floor", "tracker_dense", "floor", 0.4, speeds, ratios);
    ratio("tracker_50_funnels_to_1", "tracker_50", "tracker_dense", 0.4, speeds, ratios);
    return ratios;
  }

  private static void ratio(
      String name,
      String fast,
      String slow,
      double wanted,
      Map<String, List<Speed>> speeds,
      Map<String, Object> ratios) {
    List<Speed> of = speeds.get(fast);
    List<Speed> to = speeds.get(slow);
    if (of != null && to != null) {
      Map<String, Object> ratio = new LinkedHashMap<>();
      ratio.put("at_least", wanted);
      ratio.put("by_clock", rounded(perSecond(of) / perSecond(to)));
      ratio.put("by_processor", rounded(perProcessorSecond(of) / perProcessorSecond(to)));
      ratios.put(name, ratio);
    }
  }

  private static double rounded(double number) {
    return Math.round(number * 100) / 100.0;
  }

  // --- from lines to rows

  /** How long a whole process takes, from its start to its end, in seconds. */
  private double analyze(Path lines, Path funnels) throws IOException, InterruptedException {
    Workload workload = new Workload(part(ALL_EVENTS, quick), DENSE, 1, true);
    if (Files.size(lines) == 0) {
      EventLines.write(workload, lines);
      Files.writeString(
          funnels, "funnels: [{id: shop, steps: [browse, cart, pay], within: 24h, cohort: 1d}]\n");
    }
    ProcessBuilder command =
        new ProcessBuilder(
                Child.command(
                    Footfall.class,
                    List.of(
                        "analyze",
                        "--events",
                        lines.toString(),
                        "--funnels",
                        funnels.toString(),
                        "--format",
                        "csv")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    int status = command.start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("analyze ended with " + status);
    }
    return (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
  }

  private Map<String, Object> analysis(List<Double> seconds) {
    Map<String, Object> analysis = new LinkedHashMap<>();
    analysis.put("lines", part(ALL_EVENTS, quick));
    analysis.put("at_most_seconds", 20);
    analysis.put("runs", seconds.size());
    analysis.put(
        "seconds", rounded(median(seconds.stream().mapToDouble(Double::doubleValue).toArray())));
    return analysis;
  }

  // --- the others

  private List<Map<String, Object>> latencies() throws IOException, InterruptedException {
    List<Map<String, Object>> latencies = new ArrayList<>();
    for (int emitEvery : new int[] {1000, 5000}) {
      say("latency with rows every %d ms", emitEvery);
      latencies.add(
          Child.run(
              HEAP,
              LatencyRun.class,
              List.of(
                  Integer.toString(emitEvery),
                  quick ? "30" : "60",
                  Integer.toString(parallelism))));
    }
    return latencies;
  }

  private static Map<String, Object> machine() throws IOException {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("processor", processor());
    machine.put("system", System.getProperty("os.name") + ' ' + System.getProperty("os.arch"));
    machine.put("java", System.getProperty("java.vm.name") + ' ' + Runtime.version());
    machine.put("flink", EnvironmentInformation.getVersion());
    machine.put("heap", HEAP);
    return machine;
  }

  private static String processor() throws IOException {
    Path told = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(told)) {
      return "unknown";
    }
    return Files.readAllLines(told).stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
