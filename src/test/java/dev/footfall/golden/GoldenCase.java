package dev.footfall.golden;

import dev.footfall.cli.PrintedRows;
import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.metric.CohortReport;
import dev.footfall.metric.StepRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What one folder says: funnels, events in the order of time, and the rows they must give.
 *
 * @param name the folder's, a sentence
 * @param lines of events
 * @param expected rows as {@code analyze --format json} prints them
 */
record GoldenCase(String name, List<Funnel> funnels, List<String> lines, List<String> expected) {

  /** No event of a shuffled case comes later than this behind the newest. */
  static final Duration DISORDER = Duration.ofMinutes(20);

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  static List<GoldenCase> all() throws IOException {
    List<GoldenCase> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(FOLDER)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        cases.add(
            new GoldenCase(
                folder.getFileName().toString(),
                FunnelFile.read(List.of(folder.resolve("funnels.yaml")), FunnelFile.Use.BOUNDED),
                Files.readAllLines(folder.resolve("events.jsonl")),
                Files.readAllLines(folder.resolve("expected.jsonl"))));
      }
    }
    return cases;
  }

  /** The lines in another order, none later than {@link #DISORDER}. */
  List<String> shuffled() {
    Random random = new Random(name.hashCode());
    record Arriving(String line, long at) {}
    List<Arriving> arriving = new ArrayList<>();
    for (String line : lines) {
      arriving.add(new Arriving(line, timeOf(line) + random.nextLong(DISORDER.toMillis())));
    }
    arriving.sort(Comparator.comparingLong(Arriving::at));
    return arriving.stream().map(Arriving::line).toList();
  }

  private static long timeOf(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    Event event =
        EventReader.json(EventMapping.OWN).read(bytes, 0, bytes.length, "golden:", 1).event();
    return Objects.requireNonNull(event, line).time();
  }

  /** Final rows as they are printed. */
  List<String> printed(List<StepRow> rows) throws IOException {
    CohortReport report = new CohortReport(funnels);
    rows.forEach(report::add);
    return PrintedRows.json(report.rows(OptionalInt.empty()));
  }

  @Override
  public String toString() {
    return name;
  }
}
