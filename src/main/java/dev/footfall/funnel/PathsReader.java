package dev.footfall.funnel;

import dev.footfall.yaml.DurationText;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.YamlMapping;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** Reads a report on visits and the ways in them. */
final class PathsReader extends ReportReader {

  private static final Key STOP = new Key("stop", "page");
  private static final Key VISIT = new Key("visit", "{gap: 30m, longest: 24h}");
  private static final Key DEPTH = new Key("depth", "6");
  private static final Key REPEATS = new Key("repeats", "collapse");
  private static final Key FROM = new Key("from", "browse");
  private static final Key TO = new Key("to", "pay");

  private static final Key GAP = new Key("gap", "30m");
  private static final Key LONGEST = new Key("longest", "24h");
  private static final Key SESSION = new Key("session", "session_id");

  private static final List<Key> KEYS =
      List.of(SelectorReader.EVENT, SelectorReader.WHERE, STOP, VISIT, DEPTH, REPEATS, FROM, TO);

  private static final int MOST_POSITIONS = 20;

  PathsReader(YamlMapping mapping, Surroundings around) {
    super(mapping, Report.Kind.PATHS, KEYS, around);
  }

  @Override
  Report read(Report.Frame frame) {
    Selector stops = SelectorReader.read(reader(), problems());
    String stop = reader().text(STOP).orElse("");
    return new Paths(
        frame,
        stops,
        stop,
        readVisit(),
        reader().wholeNumber(DEPTH, 1, MOST_POSITIONS).orElse(Paths.DEFAULT_DEPTH),
        reader().choice(REPEATS, Paths.Repeats.class).orElse(Paths.Repeats.COLLAPSE),
        readEnd(FROM, stops, stop),
        readEnd(TO, stops, stop));
  }

  /** Where paths start or end; where events name the stops, it must be one of them. */
  private String readEnd(Key key, Selector stops, String stop) {
    String end = reader().text(key).orElse("");
    boolean known = stop.isEmpty() && !stops.names().isEmpty();
    if (!end.isEmpty() && known && !stops.names().contains(end)) {
      problems()
          .add(
              reader().positionOf(key),
              "\"" + end + "\" is no event of these paths",
              Nearest.to(end, stops.names())
                  .map(near -> "write " + near)
                  .orElse("write one of " + String.join(", ", new TreeSet<>(stops.names()))));
    }
    return end;
  }

  private Paths.Visit readVisit() {
    return reader()
        .mapping(VISIT)
        .map(this::readVisit)
        .orElse(visit(Paths.Visit.DEFAULT_GAP, Paths.Visit.DEFAULT_LONGEST, ""));
  }

  private Paths.Visit readVisit(YamlMapping mapping) {
    MappingReader visit =
        new MappingReader(mapping, "the visit", List.of(GAP, LONGEST, SESSION), problems());
    Duration gap = visit.duration(GAP).orElse(Paths.Visit.DEFAULT_GAP);
    Duration usual = Paths.Visit.DEFAULT_LONGEST;
    Duration longest = visit.duration(LONGEST).orElse(usual.compareTo(gap) < 0 ? gap : usual);
    if (longest.compareTo(gap) < 0) {
      problems()
          .add(
              visit.positionOf(LONGEST),
              "a visit may last no longer than " + DurationText.of(longest) + ", less than its gap",
              "write longest: " + DurationText.of(gap) + " or more, or a shorter gap");
    }
    requireMemory(visit, GAP, gap);
    requireMemory(visit, LONGEST, longest);
    return visit(gap, longest, visit.text(SESSION).orElse(""));
  }

  private void requireMemory(MappingReader visit, Key key, Duration length) {
    boolean goesOn = around().use() == FunnelFile.Use.CONTINUOUS;
    if (goesOn && visit.has(key) && length.compareTo(FunnelFile.LONGEST_CONTINUOUS_WITHIN) > 0) {
      problems()
          .add(
              visit.positionOf(key),
              "\"" + DurationText.of(length) + "\" is longer than a job remembers",
              "write 366d or less");
    }
  }

  private static Paths.Visit visit(Duration gap, Duration longest, String session) {
    return new Paths.Visit(gap.toMillis(), longest.toMillis(), session);
  }
}
