package dev.footfall.battery;

import dev.footfall.event.Event;
import dev.footfall.experiment.Arm;
import dev.footfall.experiment.Counts;
import dev.footfall.experiment.Difference;
import dev.footfall.experiment.Evidence;
import dev.footfall.experiment.Finding;
import dev.footfall.experiment.Interval;
import dev.footfall.experiment.Judge;
import dev.footfall.experiment.Plan;
import dev.footfall.experiment.Triangle;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.DeclaredExperiment;
import dev.footfall.journey.ExperimentVersion;
import dev.footfall.journey.ExposureNews.Standing;
import dev.footfall.journey.ReferenceExperiment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one experiment as they must be, made of its users one by one. Each look counts all
 * users anew, and what it counted is judged by {@link Judge}, of which the job asks the same.
 */
final class WantedExperiment {

  /** What a row of {@code experiment_verdicts} says beside its key and when it was written. */
  static final List<String> VERDICT_COLUMNS =
      List.of(
          "funnel",
          "role",
          "verdict",
          "final",
          "control",
          "exposed_control",
          "exposed",
          "matured_control",
          "matured",
          "conversions_control",
          "conversions",
          "multi_exposed",
          "rate_control",
          "rate_control_lower",
          "rate_control_upper",
          "rate",
          "rate_lower",
          "rate_upper",
          "difference",
          "standard_error",
          "difference_lower",
          "difference_upper",
          "p",
          "adjusted_p",
          "lift",
          "lift_lower",
          "lift_upper",
          "chance_to_win",
          "loss",
          "loss_of_control",
          "margin",
          "exposed_ratio_p",
          "matured_ratio_p",
          "needs_units",
          "needs_ms",
          "alpha",
          "planned",
          "least_effect",
          "method");

  /** Those of them that are no text, no flag and no whole number. */
  static final Set<String> SHARES =
      VERDICT_COLUMNS.stream()
          .filter(
              column ->
                  column.matches(
                      "rate.*|difference.*|lift.*|.*loss.*|.*p|standard_error"
                          + "|chance_to_win|margin|alpha|least_effect"))
          .collect(Collectors.toUnmodifiableSet());

  private static final long LONGEST_BETWEEN_LOOKS = 3_600_000;

  private final Experiment experiment;
  private final Plan plan;
  private final Triangle.Shape shape;
  private final List<SortedMap<Long, Standing>> users;
  private final TreeSet<Long> looks = new TreeSet<>();
  private final Rows verdicts = new Rows("experiment_verdicts");

  /** What is known at a moment. */
  private record Look(long at, Counts counts, Evidence evidence) {}

  WantedExperiment(Experiment experiment, List<Event> events) {
    this.experiment = experiment;
    this.plan =
        ExperimentVersion.of(DeclaredExperiment.first(experiment), FunnelVersion.FROM_THE_BEGINNING)
            .plan();
    this.shape = Triangle.Shape.of(experiment.funnel().within().millis());
    this.users =
        events.stream().collect(Collectors.groupingBy(Event::user)).values().stream()
            .map(its -> ReferenceExperiment.of(experiment, its))
            .toList();
    users.forEach(standings -> standings.keySet().forEach(time -> looks.add(lookAt(time))));
    looks.add(lastLook());
    Judge judge = new Judge(plan);
    Evidence evidence = Evidence.none(plan);
    for (long look : looks) {
      Counts counts = counts(look);
      Judge.Look found = judge.look(evidence, counts);
      evidence = found.evidence();
      for (Finding finding : found.findings()) {
        addVerdicts(new Look(look, counts, evidence), judge, finding);
      }
    }
  }

  /** The end of the bucket in which it happens, or of the hour. */
  private long lookAt(long time) {
    long between = Math.min(shape.widthMillis(), LONGEST_BETWEEN_LOOKS);
    return time - Math.floorMod(time, between) + between - 1;
  }

  long lastLook() {
    return lookAt(experiment.end() + experiment.funnel().within().millis());
  }

  private String key() {
    return experiment.id() + "|" + experiment.version(1);
  }

  // --- what all have done by a look

  private List<Standing> standingsAt(long look) {
    return users.stream()
        .map(standings -> standings.headMap(look + 1))
        .filter(known -> !known.isEmpty())
        .map(known -> known.get(known.lastKey()))
        .toList();
  }

  private List<Standing> standingsAt(long look, int variant) {
    return standingsAt(look).stream().filter(one -> one.variant() == variant).toList();
  }

  private Counts counts(long look) {
    List<Counts.OfVariant> variants = new ArrayList<>();
    for (int variant = 0; variant < experiment.variants().size(); variant++) {
      List<Standing> all = standingsAt(look, variant);
      List<Standing> matured = all.stream().filter(Standing::matured).toList();
      variants.add(
          new Counts.OfVariant(all.size(), matured.size(), reached(all), reached(matured)));
    }
    return new Counts(variants, standingsAt(look, Standing.IN_SEVERAL).size());
  }

  private List<Long> reached(List<Standing> units) {
    List<Long> reached = new ArrayList<>();
    for (int step = 1; step <= experiment.funnel().steps().size(); step++) {
      long bit = 1L << step;
      reached.add(units.stream().filter(one -> (one.steps() & bit) != 0).count());
    }
    return reached;
  }

  // --- the tables

  /** {@code experiment_verdicts} of all looks up to one. */
  void addVerdicts(long upTo, Rows rows) {
    String after = Wanted.moment(upTo + 1);
    verdicts
        .byKey()
        .forEach(
            (key, row) -> {
              if (key.substring(key.lastIndexOf('|') + 1).compareTo(after) < 0) {
                rows.add(key, row);
              }
            });
  }

  /** {@code experiment_steps} as a look leaves them. */
  void addSteps(long look, Rows rows) {
    Counts counts = counts(look);
    for (int variant = 0; variant < counts.variants().size(); variant++) {
      Counts.OfVariant its = counts.variants().get(variant);
      for (int step = 1; step <= its.reached().size(); step++) {
        rows.add(
            String.join(
                "|", key(), experiment.variants().get(variant).name(), Integer.toString(step)),
            "%s %s exposed %d matured %d reached %d matured %d several %d at %s%s"
                .formatted(
                    experiment.funnel().id(),
                    experiment.stepName(step),
                    its.exposed(),
                    its.matured(),
                    its.reached().get(step - 1),
                    its.maturedReached().get(step - 1),
                    counts.multiExposed(),
                    Wanted.moment(look),
                    look == lastLook() ? "" : " (not final)"));
      }
    }
  }

  /** {@code experiment_times} as a look leaves them, without buckets that all have left again. */
  void addTimes(long look, Rows rows) {
    for (int variant = 0; variant < experiment.variants().size(); variant++) {
      Map<List<Long>, Long> units = new TreeMap<>(Comparator.comparing(List::toString));
      for (Standing one : standingsAt(look, variant)) {
        long bucket = one.exposedAt() - Math.floorMod(one.exposedAt(), shape.widthMillis());
        units.merge(List.of(bucket, 0L), 1L, Long::sum);
        if (one.convertedAfter() != Standing.NOT_YET) {
          long age = Math.min(shape.ages(), one.convertedAfter() / shape.widthMillis() + 1);
          units.merge(List.of(bucket, age), 1L, Long::sum);
        }
      }
      String name = experiment.variants().get(variant).name();
      units.forEach(
          (cell, howMany) ->
              rows.add(
                  String.join(
                      "|",
                      key(),
                      name,
                      Wanted.moment(cell.get(0)),
                      Long.toString(cell.get(1) * shape.widthMillis())),
                  "from %d: %d units%s"
                      .formatted(
                          Math.max(0, cell.get(1) - 1) * shape.widthMillis(),
                          howMany,
                          look == lastLook() ? "" : " (not final)")));
    }
  }

  private void addVerdicts(Look look, Judge judge, Finding finding) {
    int variant = finding.variant();
    Map<String, Object> metric = ofMetric(finding, look, judge.unitsNeeded(finding, look.counts));
    metric.put("role", "metric");
    metric.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
    addVerdict(look, variant, plan.metric(), metric);
    for (Finding.OfGuard guard : finding.guards()) {
      Map<String, Object> row = ofGuard(finding, guard, look.counts);
      row.put("role", "guardrail");
      row.put("verdict", guard.state().name().toLowerCase(Locale.ROOT));
      addVerdict(look, variant, guard.guard().step(), row);
    }
  }

  private void addVerdict(Look look, int variant, int step, Map<String, Object> row) {
    Counts.OfVariant control = look.counts.variants().get(plan.control());
    Counts.OfVariant its = look.counts.variants().get(variant);
    row.put("funnel", experiment.funnel().id());
    row.put("final", look.at == lastLook());
    row.put("control", experiment.control());
    row.put("exposed_control", control.exposed());
    row.put("exposed", its.exposed());
    row.put("matured_control", control.matured());
    row.put("matured", its.matured());
    putArm("_control", control.matured(step), row);
    putArm("", its.matured(step), row);
    row.put("multi_exposed", look.counts.multiExposed());
    row.put("exposed_ratio_p", look.evidence.exposedRatioP());
    row.put("matured_ratio_p", look.evidence.maturedRatioP());
    row.put("alpha", experiment.alpha());
    row.put("planned", experiment.planned());
    row.put("least_effect", experiment.leastEffect());
    row.put("method", Judge.METHOD);
    verdicts.add(
        String.join(
            "|",
            key(),
            experiment.variants().get(variant).name(),
            experiment.stepName(step),
            Wanted.moment(look.at)),
        VERDICT_COLUMNS.stream()
            .map(column -> column + " " + Objects.toString(row.get(column), ""))
            .collect(Collectors.joining(" ")));
  }

  private void putArm(String suffix, Arm arm, Map<String, Object> row) {
    row.put("conversions" + suffix, arm.conversions());
    if (!arm.isEmpty()) {
      row.put("rate" + suffix, arm.rate());
      Interval wilson = arm.wilson(experiment.alpha());
      row.put("rate" + suffix + "_lower", wilson.lower());
      row.put("rate" + suffix + "_upper", wilson.upper());
    }
  }

  private static void putInterval(
      String name, @Nullable Interval interval, Map<String, Object> row) {
    if (interval != null && Double.isFinite(interval.lower())) {
      row.put(name + "_lower", interval.lower());
    }
    if (interval != null && Double.isFinite(interval.upper())) {
      row.put(name + "_upper", interval.upper());
    }
  }

  private static void putDifference(Difference difference, Map<String, Object> row) {
    row.put("difference", difference.value());
    row.put("standard_error", difference.standardError());
  }

  private Map<String, Object> ofMetric(Finding finding, Look look, long needed) {
    Map<String, Object> row = new TreeMap<>();
    finding
        .compared()
        .ifPresent(
            compared -> {
              putDifference(compared.difference(), row);
              compared.lift().ifPresent(lift -> row.put("lift", lift.value()));
              putInterval("lift", compared.liftInterval().orElse(null), row);
              row.put("chance_to_win", compared.bet().chanceToWin());
              row.put("loss", compared.bet().lossOfTreatment());
              row.put("loss_of_control", compared.bet().lossOfControl());
            });
    putInterval("difference", finding.difference(), row);
    row.put("p", finding.p());
    row.put("adjusted_p", finding.adjustedP());
    row.put("needs_units", needed);
    row.put("needs_ms", needsMillis(look, needed));
    return row;
  }

  /** At the rate at which users came since the first that counts. */
  private long needsMillis(Look look, long needed) {
    Optional<Long> first =
        standingsAt(look.at).stream()
            .filter(one -> one.variant() != Standing.IN_SEVERAL)
            .map(one -> one.exposedAt() - Math.floorMod(one.exposedAt(), shape.widthMillis()))
            .min(Comparator.naturalOrder());
    long elapsed = Math.max(1, look.at + 1 - first.orElse(look.at));
    long exposed = look.counts.variants().stream().mapToLong(Counts.OfVariant::exposed).sum();
    return Math.round((double) needed / Math.max(1, exposed) * elapsed);
  }

  private Map<String, Object> ofGuard(Finding finding, Finding.OfGuard guard, Counts counts) {
    Map<String, Object> row = new TreeMap<>();
    int step = guard.guard().step();
    Arm control = counts.variants().get(plan.control()).matured(step);
    Arm treatment = counts.variants().get(finding.variant()).matured(step);
    if (!control.isEmpty() && !treatment.isEmpty()) {
      putDifference(new Difference(control, treatment), row);
    }
    putInterval("difference", guard.difference().orElse(null), row);
    row.put("margin", guard.guard().margin());
    return row;
  }
}
