package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.footfall.event.Declaration;
import dev.footfall.event.EventMapping;
import dev.footfall.event.RejectedEvent;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Report;
import dev.footfall.job.Analysis;
import dev.footfall.job.FiguresReport;
import dev.footfall.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Figures of real streams, by the job that {@code analyze --report} runs. The streams lie beside
 * the checkout and are never part of it.
 */
final class FiguresOfStreams {

  private static final Path STREAMS = Path.of("..", "shared", "data");

  private FiguresOfStreams() {}

  /** Skips the test where the streams are absent. */
  static void require() {
    assumeTrue(Files.isDirectory(STREAMS), STREAMS + " is not beside this checkout");
  }

  /** What the reports of these definitions count, by report. */
  static Map<String, List<FigureRow>> rows(String stream, String definitions) throws IOException {
    Problems problems = new Problems();
    List<Report> reports =
        FunnelFile.parseAll(
                List.of(new Declaration.Text("reports.yaml", definitions)),
                FunnelFile.Use.BOUNDED,
                problems)
            .reports();
    assertThat(problems.all()).isEmpty();
    List<FigureRow> rows =
        new Analysis(
                List.of(STREAMS.resolve(stream + ".csv.gz").toString()),
                Optional.empty(),
                EventMapping.OWN
                    .with("user", "user_id")
                    .with("event", "event")
                    .with("time", "ts_ms"),
                Optional.empty(),
                Duration.ofHours(1),
                2)
            .run(new FiguresReport(reports), new Silent())
            .rows();
    assertThat(rows).allMatch(FigureRow::isFinal, "is final");
    return rows.stream().collect(Collectors.groupingBy(row -> row.report().id()));
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
