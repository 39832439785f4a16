package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.journey.DeclaredExperiment;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.EngineChoice;
import dev.footfall.journey.UnservableFunnel;
import dev.footfall.report.DeclaredReport;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is declared, and what was before.
 *
 * @param declaration what holds now
 * @param timesByMeaning how often a funnel has had a definition: by its id and what the definition
 *     means. Never forgotten, for rows of all of them stay.
 */
public record Declared(Declaration declaration, Map<String, Integer> timesByMeaning) {

  /** What holds in the beginning. */
  public static Declared first(List<Declaration.Text> texts) {
    Declaration declaration =
        new Declaration(0, Long.MIN_VALUE, new ArrayList<>(texts), new HashMap<>());
    Map<String, Integer> times = new HashMap<>();
    Timed.allIn(declaration).forEach(one -> times.put(one.meaning(), 1));
    return new Declared(declaration, times);
  }

  /**
   * One of what is declared, as far as it matters how often it has had its definition.
   *
   * @param key its name in {@link Declaration#times}
   * @param meaning its name, and what its definition means
   * @param time how often it has had it
   */
  private record Timed(String key, String meaning, int time) {

    static List<Timed> allIn(Declaration declaration) {
      List<Timed> all = new ArrayList<>();
      DeclaredFunnel.allIn(declaration)
          .forEach(one -> all.add(of(one.funnel().id(), one.funnel().version(1), one.time())));
      DeclaredExperiment.allIn(declaration)
          .forEach(
              one ->
                  all.add(
                      of(
                          DeclaredExperiment.key(one.experiment().id()),
                          one.experiment().version(1),
                          one.time())));
      DeclaredReport.allIn(declaration)
          .forEach(
              one ->
                  all.add(
                      of(
                          DeclaredReport.key(one.report().id()),
                          one.report().version(1),
                          one.time())));
      return all;
    }

    private static Timed of(String key, String version, int time) {
      return new Timed(key, key + " " + version, time);
    }
  }

  /**
   * Why these texts cannot take the place of these while a job runs that was put together for
   * these: every problem, each a line that says where it is and what to write instead.
   */
  public List<String> problemsOf(List<Declaration.Text> texts) {
    Problems problems = new Problems();
    List<Funnel> funnels = FunnelFile.parse(texts, Use.CONTINUOUS, problems);
    List<String> lines = new ArrayList<>(problems.all().stream().map(Problem::toString).toList());
    lines.addAll(UnservableFunnel.problems(funnels));
    if (lines.isEmpty() && funnels.isEmpty()) {
      lines.add("no funnel is declared any more; leave one at least, or stop the job");
    }
    if (lines.isEmpty()) {
      lines.addAll(changesOfPatterns(funnels));
      lines.addAll(changesOfAlerts(texts));
    }
    return lines;
  }

  /** So are alerts. */
  private List<String> changesOfAlerts(List<Declaration.Text> texts) {
    Map<String, String> before = alerts(declaration.texts());
    Map<String, String> after = alerts(texts);
    TreeSet<String> ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    return ids.stream()
        .filter(id -> !before.getOrDefault(id, "").equals(after.getOrDefault(id, "")))
        .map(
            id ->
                "alert "
                    + id
                    + ": an alert cannot change while the job runs; stop the job with a savepoint and"
                    + " start it from there, or write it as it was")
        .toList();
  }

  private static Map<String, String> alerts(List<Declaration.Text> texts) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Alert alert : FunnelFile.parseAll(texts, Use.CONTINUOUS, new Problems()).alerts()) {
      versions.put(alert.id(), alert.version());
    }
    return versions;
  }

  /** A pattern of Flink CEP is part of the job itself. */
  private List<String> changesOfPatterns(List<Funnel> funnels) {
    Map<String, String> before =
        patterns(DeclaredFunnel.allIn(declaration).stream().map(DeclaredFunnel::funnel).toList());
    Map<String, String> after = patterns(funnels);
    List<String> changes = new ArrayList<>();
    TreeSet<String> ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    for (String id : ids) {
      if (!before.getOrDefault(id, "").equals(after.getOrDefault(id, ""))) {
        changes.add(
            "funnel "
                + id
                + ": a pattern of Flink CEP cannot change while the job runs; stop the job with a"
                + " savepoint and start it from there, or write engine: auto");
      }
    }
    return changes;
  }

  private static Map<String, String> patterns(List<Funnel> funnels) {
    Map<String, String> patterns = new LinkedHashMap<>();
    for (Funnel funnel : funnels) {
      if (EngineChoice.of(funnel).engine() == Funnel.Engine.CEP) {
        patterns.put(funnel.id(), funnel.version(1));
      }
    }
    return patterns;
  }

  /**
   * What holds when these texts take the place of what holds now.
   *
   * @param texts without a problem
   */
  public Declared followedBy(List<Declaration.Text> texts) {
    Map<String, Integer> active = new HashMap<>();
    Timed.allIn(declaration).forEach(one -> active.put(one.meaning(), one.time()));
    Map<String, Integer> allTimes = new HashMap<>(timesByMeaning);
    Map<String, Integer> times = new HashMap<>();
    Declaration plain =
        new Declaration(
            declaration.number() + 1, Long.MIN_VALUE, new ArrayList<>(texts), new HashMap<>());
    for (Timed one : Timed.allIn(plain)) {
      Integer before = active.get(one.meaning());
      int time = before == null ? allTimes.getOrDefault(one.meaning(), 0) + 1 : before;
      allTimes.put(one.meaning(), time);
      if (time > 1) {
        times.put(one.key(), time);
      }
    }
    return new Declared(
        new Declaration(plain.number(), plain.since(), plain.texts(), times), allTimes);
  }

  /** The rows that say what is declared. */
  public List<VersionRow> rows() {
    List<VersionRow> rows = new ArrayList<>();
    byId(declaration).values().forEach(one -> rows.add(row(one, VersionRow.State.ACTIVE)));
    return rows;
  }

  /** The rows that say what has become of versions that held before and hold no more. */
  public List<VersionRow> rowsOfThoseNoMoreIn(Declared after) {
    Map<String, DeclaredFunnel> now = byId(after.declaration);
    List<VersionRow> rows = new ArrayList<>();
    for (DeclaredFunnel before : byId(declaration).values()) {
      DeclaredFunnel its = now.get(before.funnel().id());
      if (its == null) {
        rows.add(row(before, VersionRow.State.REMOVED));
      } else if (!its.version().equals(before.version())) {
        rows.add(row(before, VersionRow.State.SUPERSEDED));
      }
    }
    return rows;
  }

  private VersionRow row(DeclaredFunnel declared, VersionRow.State state) {
    return new VersionRow(
        declared.funnel().id(),
        declared.version(),
        state,
        declared.funnel().title(),
        textOf(declared.funnel()));
  }

  private String textOf(Funnel funnel) {
    for (Declaration.Text text : declaration.texts()) {
      boolean itsOwn =
          FunnelFile.parse(List.of(text), Use.CONTINUOUS, new Problems()).stream()
              .anyMatch(one -> one.id().equals(funnel.id()));
      if (itsOwn) {
        return text.yaml();
      }
    }
    throw new IllegalStateException("no text declares " + funnel.id());
  }

  private static Map<String, DeclaredFunnel> byId(Declaration declaration) {
    Map<String, DeclaredFunnel> byId = new LinkedHashMap<>();
    DeclaredFunnel.allIn(declaration).forEach(one -> byId.put(one.funnel().id(), one));
    return byId;
  }
}
