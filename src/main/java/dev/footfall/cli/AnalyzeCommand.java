package dev.footfall.cli;

import dev.footfall.event.EventMapping;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.SenderPreset;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Report.Kind;
import dev.footfall.ingest.Counted;
import dev.footfall.ingest.EventFiles;
import dev.footfall.job.AlertsReport;
import dev.footfall.job.Analysis;
import dev.footfall.job.ExperimentsReport;
import dev.footfall.job.FiguresReport;
import dev.footfall.job.FunnelsReport;
import dev.footfall.replay.RejectedFile;
import dev.footfall.replay.RejectedRow;
import dev.footfall.yaml.DurationText;
import dev.footfall.yaml.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code footfall analyze}: funnels and experiments over files. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Count funnels or experiments over files of events and print the rows.",
    description = {
      "",
      "Reads JSON lines or CSV (also .gz), in any order, and prints how many units reached each step,",
      "or with --report what experiments, reports or alerts of the definitions say.",
      "Only rows go to standard output; progress and what was rejected go to standard error.",
      "",
      "Example:",
      "  footfall analyze --events clicks.csv.gz --map user=user_id,time=ts_ms --funnels shop.yaml",
      ""
    })
final class AnalyzeCommand implements Callable<Integer> {

  @Option(
      names = "--events",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of events, one a line; '-' is standard input.")
  private List<String> events = new ArrayList<>();

  @Option(
      names = "--funnels",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Definitions: YAML files, or folders of them.")
  private List<Path> funnels = new ArrayList<>();

  @Option(
      names = "--map",
      split = ",",
      paramLabel = "FIELD=WHERE",
      description =
          "Where event, user, time, id and properties stand: a CSV column or a path in the JSON,"
              + " e.g. user=user_id,time=ts_ms. What is not mapped becomes a property.")
  private Map<String, String> mapped = new LinkedHashMap<>();

  @Option(
      names = "--preset",
      paramLabel = "SENDER",
      completionCandidates = PresetWords.class,
      description = "Events as a well-known sender writes them: ${COMPLETION-CANDIDATES}.")
  private @Nullable SenderPreset preset;

  /** What is printed of the events. */
  enum What {
    FUNNELS,
    EXPERIMENTS,
    PATHS,
    NEXT,
    CHANNELS,
    RETENTION,
    RHYTHM,
    ALERTS
  }

  @Option(
      names = "--report",
      paramLabel = "REPORT",
      defaultValue = "funnels",
      description =
          "What is printed: funnels; experiments: what may be said of each at its last look; paths,"
              + " next, channels, retention or rhythm: what reports of that kind count; or alerts"
              + " (default: ${DEFAULT-VALUE}).")
  private What report = What.FUNNELS;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "How rows are printed: table, json (one object a line) or csv. Without it, table on a"
              + " terminal and json elsewhere.")
  private @Nullable RowFormat format;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "Use this engine for every funnel: auto, tracker or cep.")
  private Funnel.@Nullable Engine engine;

  @Option(
      names = "--max-disorder",
      paramLabel = "DURATION",
      description =
          "Take events in the order they come, and those that come later than this behind the newest as"
              + " late. Without it the whole input is sorted, and nothing is late.")
  private @Nullable String maxDisorder;

  @Option(
      names = "--dedupe",
      paramLabel = "DURATION",
      defaultValue = "1h",
      description =
          "An event whose id came within this before is dropped (default: ${DEFAULT-VALUE}).")
  private String dedupe = "1h";

  @Option(
      names = "--top",
      paramLabel = "N",
      description =
          "Keep rows for the N largest values of each breakdown; fold the others into (other).")
  private @Nullable Integer top;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Run so many instances of each operator side by side (default: one a core).")
  private int parallelism = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--rejected",
      paramLabel = "FILE",
      description = "Keep what is no event in this file, one JSON object each.")
  private @Nullable Path rejected;

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  AnalyzeCommand() {}

  /** The presets as they are written. */
  static final class PresetWords implements Iterable<String> {

    /** Picocli makes it by reflection. */
    PresetWords() {}

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(SenderPreset.values()).map(SenderPreset::word).iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    requireFiles();
    Analysis analysis =
        new Analysis(
            events,
            Optional.empty(),
            mapping(),
            Optional.ofNullable(maxDisorder).map(text -> duration("--max-disorder", text)),
            duration("--dedupe", dedupe),
            positive("--parallelism", parallelism));
    FunnelFile.Content declared = definitions();
    switch (report) {
      case FUNNELS -> {
        List<Funnel> its = requireAny("funnel", declared.funnels());
        OptionalInt folded =
            top == null ? OptionalInt.empty() : OptionalInt.of(positive("--top", top));
        print(analysis, new FunnelsReport(its, folded), rows -> new StepRows(rows, its));
      }
      case EXPERIMENTS -> {
        requireNothingOfFunnels();
        List<Experiment> its = requireAny("experiment", declared.experiments());
        print(analysis, new ExperimentsReport(its), rows -> new VerdictRows(rows, its));
      }
      case ALERTS -> {
        requireNothingOfFunnels();
        List<Alert> its = requireAny("alert", declared.alerts());
        print(analysis, new AlertsReport(declared.funnels(), its), AlertRows::new);
      }
      default -> {
        requireNothingOfFunnels();
        Kind kind = Kind.valueOf(report.name());
        List<Report> its = requireAnyOf(kind, declared.reports());
        print(analysis, new FiguresReport(its), rows -> new FigureRows(rows, kind));
      }
    }
    return 0;
  }

  private <R> void print(
      Analysis analysis, Analysis.Report<R> asked, Function<List<R>, ReportRows> rows)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (RejectedFile kept = rejected == null ? null : RejectedFile.at(rejected);
        ProgressLine progress = ProgressLine.ofAShortRun(err)) {
      Analysis.Result<R> result = analysis.run(asked, new Watching(progress, kept));
      progress.close();
      formatOrDefault().print(rows.apply(result.rows()), spec.commandLine().getOut());
      err.println(summary(result.counts()));
      if (nothingWasAnEvent(result.counts())) {
        err.println(
            "no line was an event; say with --map or --preset where event, user and time stand in"
                + " them, and see with --rejected FILE what was read");
      }
    }
  }

  private void requireNothingOfFunnels() {
    if (top != null || engine != null) {
      throw new BadUsage(
          "--top and --engine are for funnels; leave them out with --report "
              + report.name().toLowerCase(Locale.ROOT));
    }
  }

  private static <T> List<T> requireAny(String what, List<T> declared) {
    if (declared.isEmpty()) {
      throw new BadUsage(
          "--funnels: no %s is declared there; write at least one below \"%ss:\""
              .formatted(what, what));
    }
    return declared;
  }

  private static List<Report> requireAnyOf(Kind kind, List<Report> declared) {
    List<Report> its = declared.stream().filter(report -> report.kind() == kind).toList();
    if (its.isEmpty()) {
      throw new BadUsage(
          "--funnels: no report is declared there below \"%s:\"; write at least one"
              .formatted(kind.text()));
    }
    return its;
  }

  private static boolean nothingWasAnEvent(Map<String, Long> counts) {
    return counts.getOrDefault(Counted.EVENTS, 0L) == 0
        && counts.getOrDefault(Counted.REJECTED, 0L) > 0;
  }

  private RowFormat formatOrDefault() {
    if (format != null) {
      return format;
    }
    return System.console() == null ? RowFormat.JSON : RowFormat.TABLE;
  }

  private void requireFiles() {
    for (String file : events) {
      if (!file.equals(EventFiles.STANDARD_INPUT)
          && !file.contains("://")
          && !Files.isReadable(Path.of(file))) {
        throw new BadUsage(
            file + ": cannot be read; name a file of events, or - for standard input");
      }
    }
  }

  private EventMapping mapping() {
    EventMapping mapping = preset == null ? EventMapping.OWN : preset.mapping();
    for (Map.Entry<String, String> field : mapped.entrySet()) {
      try {
        mapping = mapping.with(field.getKey(), field.getValue());
      } catch (IllegalArgumentException unknownField) {
        throw new BadUsage("--map: " + unknownField.getMessage());
      }
    }
    return mapping;
  }

  private FunnelFile.Content definitions() {
    Problems problems = new Problems();
    FunnelFile.Content declared = FunnelFile.readAll(funnels, FunnelFile.Use.BOUNDED, problems);
    problems.throwIfAny();
    Funnel.Engine chosen = engine;
    return chosen == null
        ? declared
        : new FunnelFile.Content(
            declared.funnels().stream().map(funnel -> funnel.servedBy(chosen)).toList(),
            declared.experiments(),
            declared.reports(),
            declared.alerts());
  }

  private static Duration duration(String option, String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new BadUsage(
                    option
                        + ": \""
                        + text
                        + "\" is not a duration; write "
                        + DurationText.EXAMPLES));
  }

  private static int positive(String option, int number) {
    if (number < 1) {
      throw new BadUsage(option + ": " + number + " is too small; write 1 or more");
    }
    return number;
  }

  private static String summary(Map<String, Long> counts) {
    StringBuilder line = new StringBuilder();
    line.append(number(counts, Counted.EVENTS)).append(" events");
    for (String what : List.of(Counted.REJECTED, Counted.DUPLICATES, Counted.LATE)) {
      line.append(", ").append(number(counts, what)).append(' ').append(what);
    }
    String prefix = Counted.REJECTED + '-';
    List<String> reasons = new ArrayList<>();
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(prefix) && count > 0) {
            reasons.add(count + " " + name.substring(prefix.length()));
          }
        });
    return reasons.isEmpty()
        ? line.toString()
        : line + " (rejected: " + String.join(", ", reasons) + ")";
  }

  private static String number(Map<String, Long> counts, String name) {
    return String.format(Locale.ROOT, "%,d", counts.getOrDefault(name, 0L));
  }

  /** Shows counts as they come and keeps what is rejected. */
  private record Watching(ProgressLine progress, @Nullable RejectedFile kept)
      implements Analysis.Listener {

    @Override
    public void counted(Map<String, Long> counts) {
      progress.show(counts);
    }

    @Override
    public void rejected(RejectedEvent rejected) {
      if (kept == null) {
        return;
      }
      try {
        kept.write(RejectedRow.of(rejected));
      } catch (IOException unwritable) {
        throw new UncheckedIOException("what is rejected cannot be kept", unwritable);
      }
    }

    @Override
    public boolean wantsRejected() {
      return kept != null;
    }
  }
}
