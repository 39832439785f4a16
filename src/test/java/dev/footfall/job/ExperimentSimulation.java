package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.event.EventMapping;
import dev.footfall.event.Intake;
import dev.footfall.event.RejectedEvent;
import dev.footfall.experiment.Planning;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.metric.Emit;
import dev.footfall.metric.VerdictRow;
import dev.footfall.yaml.Problems;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Simulated users through the whole job, in its streaming mode, to the verdicts of every look. The
 * same users take part in many experiments at once, each with a split of its own, so that one run
 * gives many histories. It takes minutes, so it runs only when it is asked for: {@code mvn -Dquick
 * test -Dtest=ExperimentSimulation}.
 */
class ExperimentSimulation {

  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  /** Users come for so long; there is a look an hour, and all have a day. */
  private static final long LASTS = 100 * HOUR;

  @TempDir private Path folder;

  /**
   * What is true of an experiment.
   *
   * @param rateA how many of a buy
   * @param rateB how many of b do
   * @param hoursB within how many hours; of a it is a day
   * @param shareA how many see a, where a half should
   */
  private record Truth(double rateA, double rateB, double hoursB, double shareA) {}

  /**
   * What was said in all experiments.
   *
   * @param experiments how many there were
   * @param found in how many a winner or a loser was ever named
   * @param alarmed in how many the split was ever said to be broken
   * @param medianUnits units of both arms, when the first of it was said
   */
  private record Outcome(int experiments, int found, int alarmed, long medianUnits) {}

  @Test
  void whereThereIsNoDifferenceWhoWatchesNamesNoWinnerMoreOftenThanAlpha() throws IOException {
    Outcome outcome = run("no difference", new Truth(0.1, 0.1, 24, 0.5), 200, 4_000, 21);
    assertThat(outcome.found()).isLessThanOrEqualTo(10);
    assertThat(outcome.alarmed()).isLessThanOrEqualTo(2);
  }

  @Test
  void whoConvertsFasterIsNoWinner() throws IOException {
    Outcome outcome = run("equal but faster", new Truth(0.1, 0.1, 1, 0.5), 100, 4_000, 22);
    assertThat(outcome.found()).isLessThanOrEqualTo(5);
  }

  @Test
  void aSplitOf55To45IsAlarmed() throws IOException {
    Outcome outcome = run("split 55 to 45", new Truth(0.1, 0.1, 24, 0.55), 100, 6_000, 23);
    assertThat(outcome.alarmed()).isGreaterThanOrEqualTo(95);
  }

  @Test
  void anEffectThatIsThereIsFoundByThePlannedSize() throws IOException {
    int planned = 2 * (int) Math.ceil(new Planning(0.05, 0.9).unitsPerArmWatched(0.10, 0.12));
    Outcome outcome = run("10 % to 12 %", new Truth(0.1, 0.12, 24, 0.5), 50, planned, 24);
    assertThat(outcome.found()).isGreaterThanOrEqualTo(45);
    assertThat(outcome.medianUnits()).isLessThan(planned);
  }

  private Outcome run(String what, Truth truth, int experiments, int users, long seed)
      throws IOException {
    long began = System.nanoTime();
    Path events = folder.resolve("events.jsonl");
    write(events, truth, experiments, users, new Random(seed));
    AllVerdicts verdicts = new AllVerdicts(declared(experiments, users));
    new Analysis(
            List.of(events.toString()),
            Optional.empty(),
            EventMapping.OWN,
            Optional.of(Duration.ofMinutes(1)),
            Duration.ofMinutes(1),
            2)
        .run(verdicts, new Silent());
    Outcome outcome = verdicts.outcome(experiments);
    System.out.printf(
        "%s: %d experiments of %,d users, %,d looks: named %d, alarmed %d, median at %,d; %d s%n",
        what,
        experiments,
        users,
        verdicts.rows().size(),
        outcome.found(),
        outcome.alarmed(),
        outcome.medianUnits(),
        (System.nanoTime() - began) / 1_000_000_000);
    return outcome;
  }

  /** Every experiment has a funnel of its own, so that its users buy on their own. */
  private static List<Experiment> declared(int experiments, int users) {
    StringBuilder yaml = new StringBuilder("funnels:\n");
    for (int i = 0; i < experiments; i++) {
      yaml.append("  - {id: f%d, steps: [register, buy%d], within: 1d}%n".formatted(i, i));
    }
    yaml.append("experiments:\n");
    for (int i = 0; i < experiments; i++) {
      yaml.append(
          ("  - {id: e%d, funnel: f%d, variant: v%d, control: a, shares: {a: 1, b: 1},"
                  + " start: 2026-01-05, end: 2026-01-12, planned: %d}%n")
              .formatted(i, i, i, users));
    }
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(new Declaration.Text("simulation.yaml", yaml.toString())),
            FunnelFile.Use.CONTINUOUS,
            problems);
    problems.throwIfAny();
    return content.experiments();
  }

  /** One line of text an event, in the order of time. */
  private static void write(Path file, Truth truth, int experiments, int users, Random random)
      throws IOException {
    List<Map.Entry<Long, String>> lines = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      long exposed = START + (long) (random.nextDouble() * LASTS);
      StringBuilder variants = new StringBuilder();
      for (int i = 0; i < experiments; i++) {
        boolean isA = random.nextDouble() < truth.shareA();
        variants.append(i == 0 ? "" : ",").append("\"v%d\":\"%s\"".formatted(i, isA ? "a" : "b"));
        if (random.nextDouble() < (isA ? truth.rateA() : truth.rateB())) {
          double hours = random.nextDouble() * (isA ? 24 : truth.hoursB());
          lines.add(event("buy" + i, user, exposed + 1 + (long) (hours * (HOUR - 1)), ""));
        }
      }
      lines.add(event("register", user, exposed, variants.toString()));
    }
    lines.sort(Map.Entry.comparingByKey());
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Map.Entry<Long, String> line : lines) {
        writer.write(line.getValue());
        writer.write('\n');
      }
    }
  }

  private static Map.Entry<Long, String> event(
      String name, int user, long time, String properties) {
    return Map.entry(
        time,
        "{\"event\":\"%s\",\"user\":\"u%d\",\"time\":%d,\"properties\":{%s}}"
            .formatted(name, user, time, properties));
  }

  /** Every look at every experiment. */
  private static final class AllVerdicts implements Analysis.Report<VerdictRow> {

    private static final Set<String> FOUND = Set.of("winner", "loser");
    private static final String ALARM = "sample_ratio_mismatch";

    private final List<Experiment> experiments;
    private final List<VerdictRow> rows = new ArrayList<>();

    AllVerdicts(List<Experiment> experiments) {
      this.experiments = experiments;
    }

    @Override
    public void lay(DataStream<Intake> admitted, Analysis.Fetching fetching) {
      fetching.fetch(Topology.judge(admitted, experiments, Emit.live(0)).verdicts(), this::add);
    }

    private synchronized void add(VerdictRow row) {
      rows.add(row);
    }

    @Override
    public synchronized List<VerdictRow> rows() {
      return List.copyOf(rows);
    }

    Outcome outcome(int experiments) {
      Map<String, VerdictRow> found = firstOf(FOUND);
      Map<String, VerdictRow> alarmed = firstOf(Set.of(ALARM));
      long[] units =
          (found.size() > alarmed.size() ? found : alarmed)
              .values().stream().mapToLong(AllVerdicts::unitsOf).sorted().toArray();
      assertThat(rows.stream().map(VerdictRow::experiment).distinct()).hasSize(experiments);
      return new Outcome(
          experiments,
          found.size(),
          alarmed.size(),
          units.length == 0
              ? 0
              : Arrays.stream(units).skip(units.length / 2).findFirst().orElse(0));
    }

    private Map<String, VerdictRow> firstOf(Set<String> verdicts) {
      Map<String, VerdictRow> first = new HashMap<>();
      for (VerdictRow row : rows()) {
        if (verdicts.contains(row.verdict())) {
          first.merge(
              row.experiment(), row, (one, two) -> one.watermark() < two.watermark() ? one : two);
        }
      }
      return first;
    }

    /** An alarm may come by those who are exposed, before anybody had the time. */
    private static long unitsOf(VerdictRow row) {
      return row.verdict().equals(ALARM)
          ? row.exposedControl() + row.exposed()
          : row.maturedControl() + row.matured();
    }
  }

  private static final class Silent implements Analysis.Listener {
    @Override
    public void counted(Map<String, Long> counts) {}

    @Override
    public void rejected(RejectedEvent rejected) {}

    @Override
    public boolean wantsRejected() {
      return false;
    }
  }
}
