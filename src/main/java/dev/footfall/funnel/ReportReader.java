package dev.footfall.funnel;

import dev.footfall.yaml.DurationText;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one report: what every report has, and what its kind has besides. */
abstract class ReportReader {

  private static final Key ID = new Key("id", "site");
  private static final Key TITLE = new Key("title", "Ways through the shop");
  private static final Key UNIT = new Key("unit", "account_id");
  private static final Key WINDOW = new Key("window", "1d");
  static final Key BREAKDOWN = new Key("breakdown", "channel");
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
    List<Key> keys = new ArrayList<>(List.of(ID, TITLE, BREAKDOWN, MAX_VALUES));
    if (kind != Report.Kind.NEXT) {
      // What came next has the units and the windows of its funnel.
      keys.addAll(List.of(UNIT, WINDOW, FunnelFile.TIME_ZONE));
    }
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
      case CHANNELS -> new ChannelsReader(mapping, around);
      case NEXT -> new WhatNextReader(mapping, around);
      case PATHS -> new PathsReader(mapping, around);
      case RETENTION -> new RetentionReader(mapping, around);
      case RHYTHM -> new RhythmReader(mapping, around);
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
            reader.text(UNIT).orElse(Funnel.USER),
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

  /** What one event must be: its name, some names, or a mapping of {@code event} and filters. */
  final Selector selector(Key key) {
    Optional<YamlNode> value = reader.value(key);
    if (value.isPresent() && value.get() instanceof YamlMapping mapping) {
      MappingReader inner =
          new MappingReader(
              mapping,
              "\"" + key.name() + "\"",
              List.of(SelectorReader.EVENT, SelectorReader.WHERE),
              problems());
      return SelectorReader.read(inner, problems());
    }
    Set<String> names = new LinkedHashSet<>();
    reader.textOrTexts(key).forEach(name -> names.add(name.text()));
    return SelectorReader.any(names);
  }

  /** A time that a continuous job can remember. */
  final Duration remembered(Key key, Duration otherwise) {
    Duration length = reader.duration(key).orElse(otherwise);
    if (length.compareTo(FunnelFile.LONGEST_CONTINUOUS_WITHIN) > 0) {
      problems()
          .add(
              reader.positionOf(key),
              "\"" + DurationText.of(length) + "\" is longer than a job remembers",
              "write 366d or less");
    }
    return length;
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
