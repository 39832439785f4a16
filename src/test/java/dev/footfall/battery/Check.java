package dev.footfall.battery;

import dev.footfall.battery.Message.Fate;
import dev.footfall.event.Event;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.WhatNext;
import dev.footfall.job.ExpectedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The one judgement of all scenarios: every table is, row for row, what the events that were sent
 * make it; and every message was counted, or is a copy of one that was, or is late, or is rejected.
 */
final class Check {

  /** How far a median may be off: a fiftieth, and half a millisecond of rounding. */
  private static final double TOLERANCE = 0.02;

  private final List<Sent> sent;
  private final List<Event> events;
  private final Wanted wanted;
  private final Written written;
  private final Definitions before;
  private final Definitions after;
  private final Map<Experiment, WantedExperiment> wantedExperiments = new LinkedHashMap<>();
  private int rowsCompared;

  /**
   * @param before what was declared at first
   * @param after what was declared in the end; the same if nothing was changed
   */
  Check(List<Sent> sent, Database database, Definitions before, Definitions after) {
    this.sent = sent;
    this.events = Wanted.counted(sent);
    this.wanted = new Wanted(events);
    this.written = new Written(database);
    this.before = before;
    this.after = after;
  }

  /** How many rows were held against those that must be there. */
  int rowsCompared() {
    return rowsCompared;
  }

  /** What is wrong, in lines for people; none if all is well. */
  List<String> problems() {
    rowsCompared = 0;
    List<String> problems = new ArrayList<>();
    for (Rows[] pair : pairs()) {
      rowsCompared += pair[1].size();
      problems.addAll(pair[0].differencesTo(pair[1]));
    }
    for (Funnel funnel : active()) {
      problems.addAll(wrongQuantiles(funnel));
    }
    problems.addAll(lostOrDoubled());
    return problems;
  }

  private List<Funnel> active() {
    return after.funnels();
  }

  /** Those that were changed or taken out: another version goes on, or none. */
  private List<Funnel> ended() {
    Set<String> goesOn = new HashSet<>();
    active().forEach(funnel -> goesOn.add(funnel.id() + funnel.version(1)));
    return before.funnels().stream()
        .filter(funnel -> !goesOn.contains(funnel.id() + funnel.version(1)))
        .toList();
  }

  private static boolean unitsAreMessages(Funnel funnel) {
    return funnel.id().equals(Definitions.SEEN);
  }

  /** Each table as it is, and as it must be. */
  private List<Rows[]> pairs() {
    Rows[] steps = {new Rows("funnel_steps"), new Rows("funnel_steps")};
    Rows[] times = {new Rows("funnel_times"), new Rows("funnel_times")};
    Rows[] journeys = {new Rows("journeys"), new Rows("journeys")};
    for (Funnel funnel : active()) {
      long since = written.since(funnel);
      Rows its = new Rows("funnel_steps");
      written.addSteps(funnel, since, its);
      withLatestNames(funnel, its).forEach(steps[0]::add);
      wanted.addSteps(funnel, since, steps[1]);
      written.addTimes(funnel, since, times[0]);
      wanted.addTimes(funnel, since, times[1]);
      if (!unitsAreMessages(funnel)) {
        written.addJourneys(funnel, since, journeys[0]);
        wanted.addJourneys(funnel, since, journeys[1]);
      }
    }
    for (Funnel funnel : ended()) {
      addFinalSteps(funnel, steps);
    }
    Rows[] verdicts = {new Rows("experiment_verdicts"), new Rows("experiment_verdicts")};
    Rows[] exposed = {new Rows("experiment_steps"), new Rows("experiment_steps")};
    Rows[] ages = {new Rows("experiment_times"), new Rows("experiment_times")};
    after.experiments().forEach(one -> addExperiment(one, true, verdicts, exposed, ages));
    endedExperiments().forEach(one -> addExperiment(one, false, verdicts, exposed, ages));
    Rows[] figures = {new Rows("report_figures"), new Rows("report_figures")};
    after.reports().forEach(report -> addFigures(report, figures));
    endedReports().forEach(report -> addFinalFigures(report, figures));
    Rows[] next = {new Rows("unit_next"), new Rows("unit_next")};
    after.reports().forEach(report -> addNext(report, next));
    Rows[] alerts = {written.alerts(), new Rows("alerts")};
    after.alerts().forEach(alert -> wanted.addAlerts(alert, alerts[1]));
    return List.of(
        steps,
        times,
        journeys,
        verdicts,
        exposed,
        ages,
        figures,
        next,
        alerts,
        new Rows[] {written.rejected(), Wanted.rejected(sent)},
        new Rows[] {written.late(), Wanted.late(sent)},
        new Rows[] {written.versions(), versions()});
  }

  /**
   * A row that was final before a step was renamed keeps the name of then: those of the first
   * cohorts may, and none after one with the new name.
   */
  private Map<String, String> withLatestNames(Funnel funnel, Rows rows) {
    Map<String, String> latest = new TreeMap<>(rows.byKey());
    before.funnels().stream()
        .filter(old -> old.id().equals(funnel.id()))
        .filter(old -> old.version(1).equals(funnel.version(1)))
        .forEach(
            old -> {
              for (int step = 0; step < funnel.steps().size(); step++) {
                String was = " " + old.steps().get(step).name() + " reached";
                String is = " " + funnel.steps().get(step).name() + " reached";
                // Keys begin with the cohort, as all of them are of one version.
                for (Map.Entry<String, String> row : latest.entrySet()) {
                  if (!was.equals(is) && row.getValue().contains(is)) {
                    break;
                  }
                  row.setValue(row.getValue().replace(was, is));
                }
              }
            });
    return latest;
  }

  private void addFinalSteps(Funnel funnel, Rows[] steps) {
    Rows all = new Rows("funnel_steps");
    written.addSteps(funnel, 0, all);
    Rows right = new Rows("funnel_steps");
    wanted.addSteps(funnel, 0, right);
    addFinal(all, right, steps);
  }

  /** What was final when a definition ended stays, and is right; the rest is nobody's any more. */
  private static void addFinal(Rows all, Rows right, Rows[] pair) {
    all.byKey()
        .forEach(
            (key, row) -> {
              if (!row.endsWith("(not final)")) {
                pair[0].add(key, row);
                String should = right.byKey().get(key);
                if (should != null) {
                  pair[1].add(key, should);
                }
              }
            });
  }

  private void addFigures(Report report, Rows[] figures) {
    long since = written.since(report);
    written.addFigures(report, since, figures[0]);
    wanted.addFigures(report, since, figures[1]);
  }

  private void addNext(Report report, Rows[] next) {
    if (report instanceof WhatNext ofFunnel) {
      written.addNext(ofFunnel, next[0]);
      wanted.addNext(ofFunnel, next[1]);
    }
  }

  private List<Report> endedReports() {
    Set<String> goesOn = new HashSet<>();
    after.reports().forEach(one -> goesOn.add(one.id() + one.version(1)));
    return before.reports().stream()
        .filter(one -> !goesOn.contains(one.id() + one.version(1)))
        .toList();
  }

  private void addFinalFigures(Report report, Rows[] figures) {
    Rows all = new Rows("report_figures");
    written.addFigures(report, 0, all);
    Rows right = new Rows("report_figures");
    wanted.addFigures(report, 0, right);
    addFinal(all, right, figures);
  }

  private List<Experiment> endedExperiments() {
    Set<String> goesOn = new HashSet<>();
    after.experiments().forEach(one -> goesOn.add(one.id() + one.version(1)));
    return before.experiments().stream()
        .filter(one -> !goesOn.contains(one.id() + one.version(1)))
        .toList();
  }

  /** Of one that ended all that was written up to its last look stays, and is right. */
  private void addExperiment(
      Experiment experiment, boolean goesOn, Rows[] verdicts, Rows[] exposed, Rows[] ages) {
    written.addVerdicts(experiment, verdicts[0]);
    written.addSteps(experiment, exposed[0]);
    written.addTimes(experiment, ages[0]);
    WantedExperiment should =
        wantedExperiments.computeIfAbsent(experiment, one -> new WantedExperiment(one, events));
    OptionalLong last = goesOn ? OptionalLong.of(should.lastLook()) : written.lastLook(experiment);
    if (last.isPresent()) {
      should.addVerdicts(last.getAsLong(), verdicts[1]);
      should.addSteps(last.getAsLong(), exposed[1]);
      should.addTimes(last.getAsLong(), ages[1]);
    }
  }

  private Rows versions() {
    Rows rows = new Rows("funnel_versions");
    Set<String> ids = new HashSet<>();
    for (Funnel funnel : active()) {
      ids.add(funnel.id());
      rows.add(funnel.id() + "|" + funnel.version(1), "active");
    }
    for (Funnel funnel : ended()) {
      rows.add(
          funnel.id() + "|" + funnel.version(1),
          ids.contains(funnel.id()) ? "superseded" : "removed");
    }
    return rows;
  }

  private List<String> wrongQuantiles(Funnel funnel) {
    Map<String, ExpectedRows.Row> exact = wanted.times(funnel);
    long since = written.since(funnel);
    String first = Wanted.moment(since);
    List<String> wrong = new ArrayList<>();
    written
        .quantiles(funnel)
        .forEach(
            (key, said) -> {
              ExpectedRows.Row row = exact.get(key);
              if (row != null && key.split("\\|", -1)[2].compareTo(first) > 0) {
                check(key, "median_ms", said.get(0), row.fromPrevious(), 0.5, wrong);
                check(key, "p90_ms", said.get(1), row.fromPrevious(), 0.9, wrong);
                check(key, "median_from_entry_ms", said.get(2), row.fromEntry(), 0.5, wrong);
                check(key, "p90_from_entry_ms", said.get(3), row.fromEntry(), 0.9, wrong);
              }
            });
    return wrong;
  }

  private static void check(
      String key, String column, String said, List<Long> times, double share, List<String> wrong) {
    if (times.isEmpty()) {
      if (!said.isEmpty()) {
        wrong.add("%s of %s is %s, and nobody came".formatted(column, key, said));
      }
      return;
    }
    double exact = ExpectedRows.quantile(times, share);
    if (said.isEmpty() || Math.abs(Long.parseLong(said) - exact) > TOLERANCE * exact + 0.5) {
      wrong.add("%s of %s is %s, should be near %.1f".formatted(column, key, said, exact));
    }
  }

  /** Input = counted + duplicate + late + rejected, message for message. */
  private List<String> lostOrDoubled() {
    Map<String, String> idBySerial = new HashMap<>();
    Map<String, Integer> timesById = new TreeMap<>();
    for (Sent one : sent) {
      Fate fate = one.message().fate();
      if (fate == Fate.COUNTED || fate == Fate.DUPLICATE) {
        Event event = one.message().event().orElseThrow();
        idBySerial.put(
            String.valueOf(event.properties().get("serial")), String.valueOf(event.id()));
        timesById.put(String.valueOf(event.id()), 0);
      }
    }
    List<String> wrong = new ArrayList<>();
    for (String serial : written.serials()) {
      String id = idBySerial.get(serial);
      if (id == null) {
        wrong.add("message " + serial + " was counted and should not be");
      } else {
        timesById.merge(id, 1, Integer::sum);
      }
    }
    timesById.forEach(
        (id, times) -> {
          if (times != 1) {
            wrong.add("event %s was counted %d times".formatted(id, times));
          }
        });
    return wrong.size() > 10 ? new ArrayList<>(wrong.subList(0, 10)) : wrong;
  }

  /** What was sent, by what became of it. */
  String conservation() {
    long[] byFate = new long[Fate.values().length];
    sent.forEach(one -> byFate[one.message().fate().ordinal()]++);
    long input = Arrays.stream(byFate).sum() - byFate[Fate.CLOSES.ordinal()];
    return "%d = %d counted + %d duplicate + %d late + %d rejected"
        .formatted(
            input,
            byFate[Fate.COUNTED.ordinal()],
            byFate[Fate.DUPLICATE.ordinal()],
            byFate[Fate.LATE.ordinal()],
            byFate[Fate.REJECTED.ordinal()]);
  }
}
