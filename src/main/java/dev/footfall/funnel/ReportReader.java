package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one report: what every report has, and what its kind has besides. */
abstract class ReportReader {

  private static final Key ID = new Key("id", "site");
  private static final Key TITLE = new Key("title", "Ways through the shop");
  private static final Key WINDOW = new Key("window", "1d");
  private static final Key BREAKDOWN = new Key("breakdown", "channel");
  private static final Key MAX_VALUES = new Key("max_values", "100");

  private static final int MOST_VALUES = 10_000;

  /**
   * What a report stands among.
   *
   * @param funnels by id; empty where something is wrong with one, which is said already
   * @param zone of the file
   */
  record Surroundings(
      Map<String, Optional<Funnel>> funnels, ZoneId zone, FunnelFile.Use use, Problems problems) {}

  private final MappingReader reader;
  private final Surroundings around;
  private final int problemsBefore;

  /**
   * @param own the keys of this kind alone
   */
  ReportReader(YamlMapping mapping, Report.Kind kind, List<Key> own, Surroundings around) {
    this.problemsBefore = around.problems().count();
    List<Key> keys =
        new ArrayList<>(List.of(ID, TITLE, WINDOW, BREAKDOWN, MAX_VALUES, FunnelFile.TIME_ZONE));
    keys.addAll(own);
    this.reader = new MappingReader(mapping, nameOf(mapping, kind), keys, around.problems());
    this.around = around;
  }

  private static String nameOf(YamlMapping mapping, Report.Kind kind) {
    return FunnelReader.idOf(mapping)
        .map(id -> kind.text() + " \"" + id.text() + "\"")
        .orElse("the " + kind.text());
  }

  /** A reader of the report's kind. */
  static ReportReader of(Report.Kind kind, YamlMapping mapping, Surroundings around) {
    return switch (kind) {
      case RHYTHM -> new RhythmReader(mapping, around);
      case PATHS -> new PathsReader(mapping, around);
    };
  }

  /** The report; empty if anything is wrong with it. */
  final Optional<Report> read() {
    reader.require(ID);
    String id = FunnelReader.readId(reader, ID, "report", problems());
    Report.Frame frame =
        new Report.Frame(
            id,
            reader.text(TITLE).orElse(id),
            new CohortReader(reader, around.use(), problems()).read(WINDOW).orElse(defaultWindow()),
            Zones.read(reader, FunnelFile.TIME_ZONE, problems()).orElse(around.zone()),
            reader.text(BREAKDOWN).orElse(""),
            reader.wholeNumber(MAX_VALUES, 1, MOST_VALUES).orElse(Report.Frame.DEFAULT_MAX_VALUES));
    Report report = read(frame);
    return problems().count() == problemsBefore ? Optional.of(report) : Optional.empty();
  }

  /** What this kind has besides; anything where there is a problem, which is told. */
  abstract Report read(Report.Frame frame);

  /** The windows of a report that names none. */
  Cohort defaultWindow() {
    return Cohort.of(Duration.ofDays(1));
  }

  final MappingReader reader() {
    return reader;
  }

  final Problems problems() {
    return around.problems();
  }

  final Surroundings around() {
    return around;
  }
}
