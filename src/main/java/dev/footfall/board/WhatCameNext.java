package dev.footfall.board;

import dev.footfall.experiment.Arm;
import dev.footfall.experiment.Difference;
import dev.footfall.experiment.Holm;
import dev.footfall.experiment.Interval;
import dev.footfall.experiment.Lift;
import dev.footfall.funnel.Funnel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came next in a funnel, of those who dropped beside those who converted; and which events and
 * values go with conversion. That they go with it is no proof that they bring it about.
 *
 * <p>Every unit of a step has one next event, or {@code (nothing)}: so those add up to its units.
 */
final class WhatCameNext {

  private static final String CONVERTED = "converted";
  private static final String DROPPED = "dropped";
  private static final String EXCLUDED = "excluded";
  private static final String NEXT = "next";
  private static final String LAST = "last";
  private static final String SEEN = "seen";
  private static final String OTHER = "(other)";

  private static final long LEAST_UNITS = 100;
  private static final long LEAST_CONVERSIONS = 10;
  private static final double ALPHA = 0.05;
  private static final int SIGNALS = 200;

  private final Optional<Funnel> funnel;

  /** Units of one name at one step, by what became of them. */
  private static final class Fates {
    private long dropped;
    private long converted;
    private long excluded;

    void add(String outcome, long units) {
      switch (outcome) {
        case DROPPED -> dropped += units;
        case CONVERTED -> converted += units;
        case EXCLUDED -> excluded += units;
        default -> {
          // Still open: nothing is said of them.
        }
      }
    }

    long units() {
      return dropped + converted + excluded;
    }

    Arm arm() {
      return new Arm(converted, units());
    }
  }

  /** One step's figures, by part and name. */
  private static final class AtStep {
    private final Fates all = new Fates();
    private final Map<String, Map<String, Fates>> parts = new TreeMap<>();

    Map<String, Fates> of(String part) {
      return parts.computeIfAbsent(part, name -> new TreeMap<>());
    }
  }

  /** A signal that is to be judged beside all others. */
  private record Candidate(int step, String what, String name, Arm with, Arm without) {

    boolean hasEnough() {
      return hasEnough(with) && hasEnough(without);
    }

    private static boolean hasEnough(Arm arm) {
      return arm.units() >= LEAST_UNITS
          && arm.conversions() >= LEAST_CONVERSIONS
          && arm.units() - arm.conversions() >= LEAST_CONVERSIONS;
    }

    double p() {
      return new Difference(without, with).pooledP();
    }
  }

  /**
   * What is asked.
   *
   * @param funnel the one the report is on, if it is declared
   */
  WhatCameNext(Optional<Funnel> funnel) {
    this.funnel = funnel;
  }

  ReportAnswers.Next of(List<ReportAnswers.Cell> cells) {
    Map<Integer, AtStep> steps = new TreeMap<>();
    for (ReportAnswers.Cell cell : cells) {
      AtStep at = steps.computeIfAbsent(cell.position(), step -> new AtStep());
      at.of(cell.part())
          .computeIfAbsent(cell.fromName(), name -> new Fates())
          .add(cell.toName(), cell.amount());
      if (cell.part().equals(NEXT)) {
        at.all.add(cell.toName(), cell.amount());
      }
    }
    List<ReportAnswers.NextStep> told = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    steps.forEach(
        (step, at) -> {
          told.add(tell(step, at));
          candidates.addAll(candidates(step, at));
        });
    List<Candidate> compared = candidates.stream().filter(Candidate::hasEnough).toList();
    return new ReportAnswers.Next(
        told,
        signals(candidates, compared),
        compared.size(),
        LEAST_UNITS,
        LEAST_CONVERSIONS,
        ALPHA);
  }

  private ReportAnswers.NextStep tell(int step, AtStep at) {
    return new ReportAnswers.NextStep(
        step,
        nameOf(step),
        at.all.dropped,
        at.all.converted,
        at.all.excluded,
        beside(at.of(NEXT), at.all),
        beside(at.of(LAST), at.all));
  }

  private @Nullable String nameOf(int step) {
    return funnel
        .filter(its -> 1 <= step && step <= its.steps().size())
        .map(its -> its.steps().get(step - 1).name())
        .orElse(null);
  }

  /** The most frequent of those who dropped first. */
  private static List<ReportAnswers.Beside> beside(Map<String, Fates> names, Fates all) {
    return names.entrySet().stream()
        .filter(name -> name.getValue().dropped + name.getValue().converted > 0)
        .map(
            name ->
                new ReportAnswers.Beside(
                    name.getKey(),
                    name.getValue().dropped,
                    Shares.of(name.getValue().dropped, all.dropped),
                    name.getValue().converted,
                    Shares.of(name.getValue().converted, all.converted)))
        .sorted(
            Comparator.comparingLong((ToLongFunction<ReportAnswers.Beside>) its -> its.dropped())
                .thenComparingLong(ReportAnswers.Beside::converted)
                .reversed()
                .thenComparing(ReportAnswers.Beside::name))
        .toList();
  }

  private List<Candidate> candidates(int step, AtStep at) {
    return Stream.of(SEEN, LAST)
        .flatMap(
            what ->
                at.of(what).entrySet().stream()
                    .filter(name -> !name.getKey().equals(OTHER))
                    .filter(name -> what.equals(LAST) || !isAStep(name.getKey()))
                    .map(name -> candidate(step, what, name.getKey(), name.getValue(), at.all)))
        .toList();
  }

  /** Whoever converts does the steps: that says nothing. */
  private boolean isAStep(String event) {
    return funnel.stream()
        .flatMap(its -> its.steps().stream())
        .anyMatch(step -> step.fills().names().contains(event));
  }

  private static Candidate candidate(int step, String what, String name, Fates its, Fates all) {
    // While rows are being written, a name may for a moment have more than the step.
    long units = Math.max(0, all.units() - its.units());
    long converted = Math.min(units, Math.max(0, all.converted - its.converted));
    return new Candidate(step, what, name, its.arm(), new Arm(converted, units));
  }

  private static List<ReportAnswers.Signal> signals(
      List<Candidate> candidates, List<Candidate> compared) {
    List<Double> p = Holm.adjust(compared.stream().map(Candidate::p).toList());
    Map<Candidate, Double> adjusted = new HashMap<>();
    for (int i = 0; i < compared.size(); i++) {
      adjusted.put(compared.get(i), p.get(i));
    }
    List<ReportAnswers.Signal> signals = new ArrayList<>();
    for (Candidate candidate : candidates) {
      signals.add(
          signal(
              candidate,
              Optional.ofNullable(adjusted.get(candidate)),
              ALPHA / Math.max(1, compared.size())));
    }
    ToDoubleFunction<ReportAnswers.Signal> sureness =
        signal -> signal.adjustedP() == null ? 2 : signal.adjustedP();
    signals.sort(
        Comparator.comparingDouble(sureness)
            .thenComparing(
                Comparator.comparingLong((ReportAnswers.Signal signal) -> signal.with().units())
                    .reversed())
            .thenComparingInt(ReportAnswers.Signal::step)
            .thenComparing(ReportAnswers.Signal::name));
    return signals.stream().limit(SIGNALS).toList();
  }

  /**
   * What is said of one.
   *
   * @param adjusted its p-value beside all others; empty if it is not compared
   * @param alpha of its own interval, so that all of them hold together (Bonferroni)
   */
  private static ReportAnswers.Signal signal(
      Candidate candidate, Optional<Double> adjusted, double alpha) {
    Optional<Lift> lift =
        adjusted.flatMap(unused -> Lift.of(candidate.without(), candidate.with()));
    Optional<Interval> interval = lift.map(its -> its.katz(alpha));
    return new ReportAnswers.Signal(
        candidate.step(),
        candidate.what(),
        candidate.name(),
        group(candidate.with()),
        group(candidate.without()),
        lift.map(Lift::value).orElse(null),
        interval.map(Interval::lower).orElse(null),
        interval.map(Interval::upper).orElse(null),
        adjusted.orElse(null),
        finding(candidate, adjusted));
  }

  private static String finding(Candidate candidate, Optional<Double> adjusted) {
    if (adjusted.isEmpty()) {
      return "few";
    }
    if (adjusted.get() > ALPHA) {
      return "none";
    }
    return candidate.with().rate() > candidate.without().rate() ? "more" : "fewer";
  }

  private static ReportAnswers.Group group(Arm arm) {
    return new ReportAnswers.Group(
        arm.units(), arm.conversions(), Shares.of(arm.conversions(), arm.units()));
  }
}
