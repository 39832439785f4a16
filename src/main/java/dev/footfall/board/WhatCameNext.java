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
 * What came next in a funnel: of those who dropped after each step, beside those who converted; and
 * which events and values go with conversion, of those who reached each step. That they go with it
 * is no proof that they bring it about: who gets further sees more, so whoever came less far is not
 * compared.
 *
 * <p>Each unit counts once, at its furthest step and with its outcome. It has one next event, or
 * {@code (nothing)}.
 */
final class WhatCameNext {

  private static final String CONVERTED = "converted";
  private static final String DROPPED = "dropped";
  private static final String UNIT = "unit";
  private static final String NEXT = "next";
  private static final String LAST = "last";
  private static final String SEEN = "seen";
  private static final String OTHER = "(other)";

  private static final long LEAST_UNITS = 100;
  private static final long LEAST_CONVERSIONS = 10;
  private static final double ALPHA = 0.05;
  private static final int SIGNALS = 200;

  private final Optional<Funnel> funnel;

  /** Units of one name, by what became of them. */
  private static final class Fates {
    private long units;
    private long converted;
    private final TreeMap<Integer, Long> furthest = new TreeMap<>();
    private final Map<Integer, Long> droppedAfter = new TreeMap<>();

    void add(ReportAnswers.Cell cell) {
      units += cell.amount();
      furthest.merge(cell.position(), cell.amount(), Long::sum);
      if (cell.toName().equals(CONVERTED)) {
        converted += cell.amount();
      } else if (cell.toName().equals(DROPPED)) {
        droppedAfter.merge(cell.position(), cell.amount(), Long::sum);
      }
    }

    /** Units that came so far, or further. */
    long reached(int step) {
      return furthest.tailMap(step).values().stream().mapToLong(Long::longValue).sum();
    }

    long droppedAfter(int step) {
      return droppedAfter.getOrDefault(step, 0L);
    }
  }

  /** A signal that is to be judged beside all others. */
  private record Candidate(String what, String name, Arm with, Arm without) {

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
    Fates all = new Fates();
    Map<String, Map<String, Fates>> parts = new HashMap<>();
    for (ReportAnswers.Cell cell : cells) {
      if (cell.part().equals(UNIT)) {
        all.add(cell);
      } else {
        parts
            .computeIfAbsent(cell.part(), part -> new TreeMap<>())
            .computeIfAbsent(cell.fromName(), name -> new Fates())
            .add(cell);
      }
    }
    List<ReportAnswers.NextStep> steps = new ArrayList<>();
    for (int step : all.droppedAfter.keySet()) {
      List<Candidate> candidates = candidates(step, parts, all);
      List<Candidate> compared = candidates.stream().filter(Candidate::hasEnough).toList();
      steps.add(
          new ReportAnswers.NextStep(
              step,
              nameOf(step),
              all.reached(step),
              all.droppedAfter(step),
              beside(step, parts.getOrDefault(NEXT, Map.of()), all),
              beside(step, parts.getOrDefault(LAST, Map.of()), all),
              signals(candidates, compared),
              compared.size()));
    }
    return new ReportAnswers.Next(
        all.units, all.converted, steps, LEAST_UNITS, LEAST_CONVERSIONS, ALPHA);
  }

  private static List<Candidate> candidates(
      int step, Map<String, Map<String, Fates>> parts, Fates all) {
    return Stream.of(SEEN, LAST)
        .flatMap(
            what ->
                parts.getOrDefault(what, Map.of()).entrySet().stream()
                    .filter(name -> !name.getKey().equals(OTHER))
                    .filter(name -> name.getValue().reached(step) > 0)
                    .map(name -> candidate(what, name.getKey(), step, name.getValue(), all)))
        .toList();
  }

  private @Nullable String nameOf(int step) {
    return funnel
        .filter(its -> 1 <= step && step <= its.steps().size())
        .map(its -> its.steps().get(step - 1).name())
        .orElse(null);
  }

  /** The most frequent of those who dropped first. */
  private static List<ReportAnswers.Beside> beside(int step, Map<String, Fates> names, Fates all) {
    return names.entrySet().stream()
        .map(
            name ->
                new ReportAnswers.Beside(
                    name.getKey(),
                    name.getValue().droppedAfter(step),
                    Shares.of(name.getValue().droppedAfter(step), all.droppedAfter(step)),
                    name.getValue().converted,
                    Shares.of(name.getValue().converted, all.converted)))
        .filter(one -> one.dropped() + one.converted() > 0)
        .sorted(
            Comparator.comparingLong((ToLongFunction<ReportAnswers.Beside>) its -> its.dropped())
                .thenComparingLong(ReportAnswers.Beside::converted)
                .reversed()
                .thenComparing(ReportAnswers.Beside::name))
        .toList();
  }

  /** Those who reached the step, with it and without it. Whoever converted came so far. */
  private static Candidate candidate(String what, String name, int step, Fates its, Fates all) {
    // While rows are being written, a name may for a moment have more than there are.
    long with = its.reached(step);
    long without = Math.max(0, all.reached(step) - with);
    long converted = Math.min(without, Math.max(0, all.converted - its.converted));
    return new Candidate(
        what, name, new Arm(Math.min(with, its.converted), with), new Arm(converted, without));
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
        candidate.what(),
        candidate.name(),
        group(candidate.with()),
        group(candidate.without()),
        lift.map(Lift::value).orElse(null),
        interval.map(Interval::lower).orElse(null),
        interval.map(Interval::upper).orElse(null),
        adjusted.orElse(null),
        finding(candidate, adjusted, interval));
  }

  /** Nothing is found as long as its interval holds no difference. */
  private static String finding(
      Candidate candidate, Optional<Double> adjusted, Optional<Interval> interval) {
    if (adjusted.isEmpty()) {
      return "few";
    }
    boolean isUnsure = interval.filter(its -> its.lower() <= 0 && its.upper() >= 0).isPresent();
    if (adjusted.get() > ALPHA || isUnsure) {
      return "none";
    }
    return candidate.with().rate() > candidate.without().rate() ? "more" : "fewer";
  }

  private static ReportAnswers.Group group(Arm arm) {
    return new ReportAnswers.Group(
        arm.units(), arm.conversions(), Shares.of(arm.conversions(), arm.units()));
  }
}
