package dev.footfall.funnel;

import dev.footfall.event.Declaration;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlFile;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlScalar;
import dev.footfall.yaml.YamlSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads funnels from YAML files. What comes out is valid; what is wrong comes out as every problem
 * of every file at once.
 *
 * <pre>{@code
 * time_zone: Asia/Shanghai     # of the file's cohorts; UTC if absent
 * funnels:
 *   - id: trial
 *     steps: [register, {name: trial, event: trial_start}, purchase]
 *     within: 14d
 *     cohort: 1d               # the default
 * experiments:                 # on funnels of any of the files
 *   - {id: short-trial, funnel: trial, control: a, shares: {a: 50, b: 50}, start: 2026-01-05}
 * rhythm:                      # and the other reports, see Report.Kind
 *   - {id: activity, event: "*", window: 7d}
 *
 * alerts:                      # patterns of events, or funnels of any of the files
 *   - {id: abandoned-cart, pattern: [cart, {not: pay}], within: 30m}
 * }</pre>
 */
public final class FunnelFile {

  /** What the funnels are for: a continuous job must know when to forget. */
  public enum Use {
    /** Input that ends: {@code within: none} and {@code cohort: all} are allowed. */
    BOUNDED,
    /** Input that goes on: every run and every cohort must end, within {@code 366d}. */
    CONTINUOUS
  }

  static final Duration LONGEST_CONTINUOUS_WITHIN = Duration.ofDays(366);

  static final Key TIME_ZONE = new Key("time_zone", "Europe/Berlin");
  private static final Key FUNNELS = new Key("funnels", "and a list of funnels below it");
  private static final Key EXPERIMENTS =
      new Key("experiments", "and a list of experiments below it");
  private static final Key ALERTS = new Key("alerts", "and a list of alerts below it");
  private static final Map<Report.Kind, Key> REPORTS = reportKeys();
  private static final List<Key> KEYS = keys();

  private static Map<Report.Kind, Key> reportKeys() {
    Map<Report.Kind, Key> keys = new EnumMap<>(Report.Kind.class);
    for (Report.Kind kind : Report.Kind.values()) {
      keys.put(kind, new Key(kind.text(), "and a list of reports below it"));
    }
    return keys;
  }

  private static List<Key> keys() {
    List<Key> keys = new ArrayList<>(List.of(TIME_ZONE, FUNNELS, EXPERIMENTS, ALERTS));
    keys.addAll(REPORTS.values());
    return keys;
  }

  private final Use use;
  private final Problems problems;
  private final Map<String, Position> declaredIds = new HashMap<>();
  private final List<Funnel> funnels = new ArrayList<>();

  /** By id; empty where something is wrong with it. */
  private final Map<String, Optional<Funnel>> funnelsById = new LinkedHashMap<>();

  /** By the funnel's id. */
  private final Map<String, List<Note>> notes = new HashMap<>();

  private final Map<String, Position> declaredExperiments = new HashMap<>();
  private final List<PlacedExperiment> experimentsToRead = new ArrayList<>();

  /** An experiment that is read once all funnels are known. */
  private record PlacedExperiment(YamlMapping mapping, ZoneId zone) {}

  private final Map<String, Position> declaredReports = new HashMap<>();
  private final List<PlacedReport> reportsToRead = new ArrayList<>();

  /** A report, likewise. */
  private record PlacedReport(Report.Kind kind, YamlMapping mapping, ZoneId zone) {}

  private final Map<String, Position> declaredAlerts = new HashMap<>();
  private final List<YamlMapping> alertsToRead = new ArrayList<>();

  /**
   * What files declare, in the order written.
   *
   * @param notes on funnels, by their ids; they change nothing that is counted
   */
  public record Content(
      List<Funnel> funnels,
      List<Experiment> experiments,
      List<Report> reports,
      List<Alert> alerts,
      Map<String, List<Note>> notes) {

    public Content {
      funnels = List.copyOf(funnels);
      experiments = List.copyOf(experiments);
      reports = List.copyOf(reports);
      alerts = List.copyOf(alerts);
      notes = Map.copyOf(notes);
    }

    /** With nothing noted. */
    public Content(
        List<Funnel> funnels,
        List<Experiment> experiments,
        List<Report> reports,
        List<Alert> alerts) {
      this(funnels, experiments, reports, alerts, Map.of());
    }

    /** Funnels, and nothing besides. */
    public static Content of(List<Funnel> funnels) {
      return new Content(funnels, List.of(), List.of(), List.of());
    }
  }

  private FunnelFile(Use use, Problems problems) {
    this.use = use;
    this.problems = problems;
  }

  /**
   * The funnels of these files, in the order written.
   *
   * @param paths files, or folders whose {@code *.yaml} and {@code *.yml} files are read by name
   * @throws InvalidDefinitions with every problem of every file, if there is any
   */
  public static List<Funnel> read(List<Path> paths, Use use) {
    Problems problems = new Problems();
    List<Funnel> funnels = read(paths, use, problems);
    problems.throwIfAny();
    return funnels;
  }

  /**
   * The valid funnels of these files, and the problems of the others.
   *
   * @param paths files, or folders whose {@code *.yaml} and {@code *.yml} files are read by name
   * @param problems receives what is wrong
   */
  public static List<Funnel> read(List<Path> paths, Use use, Problems problems) {
    return readAll(paths, use, problems).funnels();
  }

  /**
   * All that is valid in these files, and the problems of the rest.
   *
   * @param paths files, or folders whose {@code *.yaml} and {@code *.yml} files are read by name
   * @param problems receives what is wrong
   */
  public static Content readAll(List<Path> paths, Use use, Problems problems) {
    FunnelFile reader = new FunnelFile(use, problems);
    for (Path file : reader.filesOf(paths)) {
      YamlFile.read(file, problems).ifPresent(document -> reader.readDocument(document));
    }
    return reader.content();
  }

  /**
   * The funnels written in this text.
   *
   * @param file names the text in problems
   * @throws InvalidDefinitions with every problem, if there is any
   */
  public static List<Funnel> parse(String file, String text, Use use) {
    Problems problems = new Problems();
    List<Funnel> funnels = parse(List.of(new Declaration.Text(file, text)), use, problems);
    problems.throwIfAny();
    return funnels;
  }

  /**
   * The valid funnels of these texts, in the order written, and the problems of the others.
   *
   * @param problems receives what is wrong
   */
  public static List<Funnel> parse(List<Declaration.Text> texts, Use use, Problems problems) {
    return parseAll(texts, use, problems).funnels();
  }

  /**
   * All that is valid in these texts, and the problems of the rest.
   *
   * @param problems receives what is wrong
   */
  public static Content parseAll(List<Declaration.Text> texts, Use use, Problems problems) {
    FunnelFile reader = new FunnelFile(use, problems);
    for (Declaration.Text text : texts) {
      YamlFile.parse(text.name(), text.yaml(), problems).ifPresent(reader::readDocument);
    }
    return reader.content();
  }

  /**
   * What is written in a file, or in the files of a folder in the order in which they are read.
   *
   * @throws IOException if it cannot be read
   */
  public static List<Declaration.Text> texts(Path path) throws IOException {
    Problems problems = new Problems();
    List<Declaration.Text> texts = new ArrayList<>();
    for (Path file : new FunnelFile(Use.BOUNDED, problems).filesOf(List.of(path))) {
      texts.add(new Declaration.Text(file.toString(), Files.readString(file)));
    }
    if (!problems.isEmpty()) {
      throw new IOException(problems.all().get(0).toString());
    }
    return texts;
  }

  /** Whether the funnel can be used so. */
  public static boolean fits(Funnel funnel, Use use) {
    return switch (use) {
      case BOUNDED -> true;
      case CONTINUOUS ->
          !funnel.cohort().isAll()
              && funnel.within().millis() <= LONGEST_CONTINUOUS_WITHIN.toMillis();
    };
  }

  /** The files, each once, however it is named. */
  private Collection<Path> filesOf(List<Path> paths) {
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Path path : paths) {
      for (Path file : Files.isDirectory(path) ? filesIn(path) : List.of(path)) {
        files.putIfAbsent(realPathOf(file), file);
      }
    }
    return files.values();
  }

  private static Path realPathOf(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException missing) {
      // Whoever reads it will say so.
      return file.toAbsolutePath().normalize();
    }
  }

  private List<Path> filesIn(Path folder) {
    Position place = Position.startOf(folder.toString());
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> files =
          inside.filter(FunnelFile::isDefinition).filter(Files::isRegularFile).sorted().toList();
      if (files.isEmpty()) {
        problems.add(
            place, "the folder has no .yaml and no .yml file", "put the definitions there");
      }
      return files;
    } catch (IOException unreadable) {
      problems.add(place, "the folder cannot be read", "let this user read it");
      return List.of();
    }
  }

  private static boolean isDefinition(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private void readDocument(YamlNode document) {
    if (!(document instanceof YamlMapping mapping)) {
      problems.add(
          document.position(),
          "the file is " + document.kind() + " where a mapping is wanted",
          FUNNELS.advice());
      return;
    }
    MappingReader reader = new MappingReader(mapping, "the file", KEYS, problems);
    if (KEYS.stream().filter(key -> !key.equals(TIME_ZONE)).noneMatch(reader::has)) {
      reader.require(FUNNELS);
    }
    ZoneId zone = Zones.read(reader, TIME_ZONE, problems).orElse(ZoneOffset.UTC);
    Optional<YamlSequence> list = reader.list(FUNNELS);
    if (list.isPresent()) {
      readFunnels(list.get(), zone);
    }
    mappings(reader.list(EXPERIMENTS), "an experiment", "experiment")
        .forEach(one -> experimentsToRead.add(new PlacedExperiment(one, zone)));
    REPORTS.forEach(
        (kind, key) ->
            mappings(reader.list(key), "a report", "report")
                .forEach(one -> reportsToRead.add(new PlacedReport(kind, one, zone))));
    alertsToRead.addAll(mappings(reader.list(ALERTS), "an alert", "alert"));
  }

  private Content content() {
    List<Experiment> experiments = new ArrayList<>();
    for (PlacedExperiment placed : experimentsToRead) {
      Optional<Experiment> experiment =
          new ExperimentReader(placed.mapping(), funnelsById, placed.zone(), problems).read();
      if (isFirstOfItsId(placed.mapping(), "experiment", declaredExperiments)) {
        experiment.ifPresent(experiments::add);
      }
    }
    return new Content(funnels, experiments, reports(), alerts(), notes);
  }

  private List<Report> reports() {
    List<Report> reports = new ArrayList<>();
    for (PlacedReport placed : reportsToRead) {
      Optional<Report> report =
          ReportReader.of(
                  placed.kind(),
                  placed.mapping(),
                  new ReportReader.Surroundings(funnelsById, placed.zone(), use, problems))
              .read();
      if (isFirstOfItsId(placed.mapping(), "report", declaredReports)) {
        report.ifPresent(reports::add);
      }
    }
    return reports;
  }

  private List<Alert> alerts() {
    List<Alert> alerts = new ArrayList<>();
    for (YamlMapping mapping : alertsToRead) {
      Optional<Alert> alert = new AlertReader(mapping, funnelsById, problems).read();
      if (isFirstOfItsId(mapping, "alert", declaredAlerts)) {
        alert.ifPresent(alerts::add);
      }
    }
    return alerts;
  }

  /**
   * The mappings of a list; what stands there and is none is a problem.
   *
   * @param one what each of them is
   * @param what the same without its article
   */
  private List<YamlMapping> mappings(Optional<YamlSequence> list, String one, String what) {
    List<YamlMapping> mappings = new ArrayList<>();
    for (YamlNode item : list.map(YamlSequence::items).orElse(List.of())) {
      if (item instanceof YamlMapping mapping) {
        mappings.add(mapping);
      } else {
        problems.add(
            item.position(),
            one + " is " + item.kind() + " where a mapping is wanted",
            "write - id: and the " + what + "'s other keys below it");
      }
    }
    return mappings;
  }

  private void readFunnels(YamlSequence list, ZoneId zone) {
    if (list.items().isEmpty()) {
      problems.add(list.position(), "\"funnels\" lists nothing", "write at least one funnel");
    }
    mappings(Optional.of(list), "a funnel", "funnel").forEach(mapping -> readFunnel(mapping, zone));
  }

  private void readFunnel(YamlMapping mapping, ZoneId zone) {
    FunnelReader reader = new FunnelReader(mapping, zone, use, problems);
    Optional<Funnel> funnel = reader.read();
    if (isFirstOfItsId(mapping, "funnel", declaredIds)) {
      funnel.ifPresent(funnels::add);
      funnel.ifPresent(read -> notes.put(read.id(), reader.notes()));
      FunnelReader.idOf(mapping).ifPresent(id -> funnelsById.put(id.text(), funnel));
    }
  }

  private boolean isFirstOfItsId(YamlMapping mapping, String what, Map<String, Position> declared) {
    Optional<YamlScalar> id = FunnelReader.idOf(mapping);
    if (id.isEmpty()) {
      return true;
    }
    Position first = declared.putIfAbsent(id.get().text(), id.get().position());
    if (first == null) {
      return true;
    }
    problems.add(
        id.get().position(),
        what + " \"" + id.get().text() + "\" is already declared at " + first,
        "give one of them another id");
    return false;
  }
}
