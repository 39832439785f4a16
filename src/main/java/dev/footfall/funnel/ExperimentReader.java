package dev.footfall.funnel;

import dev.footfall.funnel.Experiment.Guard;
import dev.footfall.funnel.Experiment.Variant;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlSequence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one experiment, key by key, once all funnels are known. */
final class ExperimentReader {

  private static final Key ID = new Key("id", "short-trial");
  private static final Key TITLE = new Key("title", "A shorter trial");
  private static final Key FUNNEL = new Key("funnel", "trial");
  private static final Key VARIANT = new Key("variant", "variant");
  private static final Key CONTROL = new Key("control", "a");
  private static final Key SHARES = new Key("shares", "{a: 50, b: 50}");
  private static final Key START = new Key("start", "2026-01-05, or 2026-01-05T08:00:00Z");
  private static final Key END = new Key("end", "2026-02-02, or 2026-02-02T08:00:00Z");
  private static final Key EXPOSURE = new Key("exposure", "{event: paywall_seen}");
  private static final Key METRIC = new Key("metric", "purchase");
  private static final Key GUARDRAILS = new Key("guardrails", "[{step: trial, margin: 0.02}]");
  private static final Key ALPHA = new Key("alpha", "0.05");
  private static final Key PLANNED = new Key("planned", "10000");
  private static final Key LEAST_EFFECT = new Key("least_effect", "0.01");
  private static final Key STEP = new Key("step", "trial");
  private static final Key MARGIN = new Key("margin", "0.02");

  private static final List<Key> KEYS =
      List.of(
          ID,
          TITLE,
          FUNNEL,
          VARIANT,
          CONTROL,
          SHARES,
          START,
          END,
          EXPOSURE,
          METRIC,
          GUARDRAILS,
          ALPHA,
          PLANNED,
          LEAST_EFFECT);

  private static final int MOST_VARIANTS = 20;
  private static final int LEAST_PLANNED = 100;
  private static final int MOST_PLANNED = 999_999_999;

  private final MappingReader reader;
  private final Map<String, Optional<Funnel>> funnels;
  private final ZoneId zone;
  private final Problems problems;
  private final int problemsBefore;

  /**
   * @param funnels by id; empty where something is wrong with it, which is said already
   * @param zone in which a date begins
   */
  ExperimentReader(
      YamlMapping mapping, Map<String, Optional<Funnel>> funnels, ZoneId zone, Problems problems) {
    this.problemsBefore = problems.count();
    this.reader = new MappingReader(mapping, nameOf(mapping), KEYS, problems);
    this.funnels = funnels;
    this.zone = zone;
    this.problems = problems;
  }

  private static String nameOf(YamlMapping mapping) {
    return FunnelReader.idOf(mapping)
        .map(id -> "experiment \"" + id.text() + "\"")
        .orElse("the experiment");
  }

  /** The experiment; empty if anything is wrong with it or with its funnel. */
  Optional<Experiment> read() {
    List.of(ID, FUNNEL, CONTROL, SHARES, START).forEach(reader::require);
    String id = FunnelReader.readId(reader, ID, "experiment", problems);
    String title = reader.text(TITLE).orElse(id);
    String property = reader.text(VARIANT).orElse(VARIANT.example());
    List<Variant> variants = readVariants();
    String control = readControl(variants);
    long start = Moments.read(reader, START, zone, problems).orElse(Instant.EPOCH).toEpochMilli();
    long end = readEnd(start);
    Optional<Selector> exposure = reader.mapping(EXPOSURE).map(this::readExposure);
    double alpha = reader.number(ALPHA, 0, 0.5).orElse(Experiment.DEFAULT_ALPHA);
    int planned =
        reader.wholeNumber(PLANNED, LEAST_PLANNED, MOST_PLANNED).orElse(Experiment.DEFAULT_PLANNED);
    double leastEffect = reader.number(LEAST_EFFECT, 0, 1).orElse(0.0);
    Optional<Funnel> funnel = readFunnel();
    if (funnel.isEmpty()) {
      return Optional.empty();
    }
    int metric = readMetric(funnel.get(), exposure.isPresent());
    List<Guard> guards = readGuards(funnel.get(), metric);
    Experiment experiment =
        new Experiment(
            id,
            title,
            funnel.get(),
            property,
            control,
            variants,
            start,
            end,
            exposure.orElse(funnel.get().steps().get(0).fills()),
            metric,
            guards,
            alpha,
            planned,
            leastEffect);
    return problems.count() == problemsBefore ? Optional.of(experiment) : Optional.empty();
  }

  private List<Variant> readVariants() {
    int before = problems.count();
    Map<String, Double> shares = reader.amounts(SHARES);
    if (reader.has(SHARES) && problems.count() == before) {
      requireSome(shares);
    }
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Variant> variants = new ArrayList<>();
    shares.forEach((name, share) -> variants.add(new Variant(name, share / sum)));
    return variants;
  }

  private void requireSome(Map<String, Double> shares) {
    if (shares.size() < 2) {
      problems.add(
          reader.positionOf(SHARES), "an experiment has two variants at least", SHARES.advice());
    }
    if (shares.size() > MOST_VARIANTS) {
      problems.add(
          reader.positionOf(SHARES),
          "an experiment has at most " + MOST_VARIANTS + " variants",
          "leave some out");
    }
  }

  private String readControl(List<Variant> variants) {
    String control = reader.text(CONTROL).orElse("");
    List<String> names = variants.stream().map(Variant::name).toList();
    if (!control.isEmpty() && !names.isEmpty() && !names.contains(control)) {
      problems.add(
          reader.positionOf(CONTROL),
          "the control \"" + control + "\" is none of the variants",
          writeOneOf(control, names));
    }
    return control;
  }

  private static String writeOneOf(String written, List<String> names) {
    return Nearest.to(written, names)
        .map(near -> "write " + near)
        .orElse("write one of " + String.join(", ", names));
  }

  private long readEnd(long start) {
    long latest = start + FunnelFile.LONGEST_CONTINUOUS_WITHIN.toMillis();
    Optional<Instant> end = Moments.read(reader, END, zone, problems);
    if (end.isEmpty()) {
      return latest;
    }
    if (reader.has(START) && end.get().toEpochMilli() <= start) {
      problems.add(
          reader.positionOf(END), "the experiment ends before it starts", "write a later end");
    } else if (reader.has(START) && end.get().toEpochMilli() > latest) {
      problems.add(
          reader.positionOf(END),
          "the experiment is longer than a job remembers",
          "write an end within 366 days of its start");
    }
    return end.get().toEpochMilli();
  }

  private Selector readExposure(YamlMapping mapping) {
    MappingReader exposure =
        new MappingReader(
            mapping, "the exposure", List.of(SelectorReader.EVENT, SelectorReader.WHERE), problems);
    exposure.require(SelectorReader.EVENT);
    return SelectorReader.read(exposure, problems);
  }

  private Optional<Funnel> readFunnel() {
    Optional<String> id = reader.text(FUNNEL);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (!funnels.containsKey(id.get())) {
      problems.add(
          reader.positionOf(FUNNEL),
          "there is no funnel \"" + id.get() + "\"",
          Nearest.to(id.get(), funnels.keySet())
              .map(near -> "write " + near)
              .orElse("write the id of a funnel"));
      return Optional.empty();
    }
    Optional<Funnel> funnel = funnels.get(id.get());
    funnel.ifPresent(this::requireFit);
    return funnel;
  }

  private void requireFit(Funnel funnel) {
    if (!funnel.countsUsers()) {
      refuse(funnel, "counts " + funnel.unit() + ", and experiments count users");
    }
    if (funnel.within().isNone()) {
      refuse(funnel, "has \"within: none\", and an experiment waits until a user had its time");
    }
    if (funnel.order() == Funnel.Order.ANY) {
      refuse(funnel, "has \"order: any\", in which no step has a place of its own");
    }
  }

  private void refuse(Funnel funnel, String why) {
    problems.add(
        reader.positionOf(FUNNEL), "funnel \"" + funnel.id() + "\" " + why, "name another funnel");
  }

  private int readMetric(Funnel funnel, boolean ownExposure) {
    Optional<String> name = reader.text(METRIC);
    int metric =
        name.isEmpty()
            ? funnel.lastRequiredStep()
            : requiredStep(reader, METRIC, name.get(), funnel).orElse(0);
    if (metric == 1 && !ownExposure) {
      problems.add(
          reader.positionOf(METRIC),
          "everybody who is exposed has reached \"" + funnel.steps().get(0).name() + "\" already",
          "measure a later step, or write exposure: {event: …}");
    }
    return metric;
  }

  private List<Guard> readGuards(Funnel funnel, int metric) {
    List<Guard> guards = new ArrayList<>();
    for (YamlNode item : reader.list(GUARDRAILS).map(YamlSequence::items).orElse(List.of())) {
      if (item instanceof YamlMapping mapping) {
        readGuard(mapping, funnel, metric, guards).ifPresent(guards::add);
      } else {
        problems.add(
            item.position(),
            "a guardrail is " + item.kind() + " where a mapping is wanted",
            GUARDRAILS.advice());
      }
    }
    return guards;
  }

  private Optional<Guard> readGuard(
      YamlMapping mapping, Funnel funnel, int metric, List<Guard> before) {
    MappingReader guard =
        new MappingReader(mapping, "the guardrail", List.of(STEP, MARGIN), problems);
    List.of(STEP, MARGIN).forEach(guard::require);
    Optional<Double> margin = guard.number(MARGIN, 0, 1);
    Optional<Integer> step =
        guard.text(STEP).flatMap(name -> requiredStep(guard, STEP, name, funnel));
    if (step.isEmpty() || margin.isEmpty()) {
      return Optional.empty();
    }
    boolean twice = before.stream().anyMatch(other -> other.step() == step.get());
    if (twice || step.get() == metric) {
      problems.add(
          guard.positionOf(STEP),
          twice ? "the step has a guardrail already" : "the step is the metric itself",
          "name another step");
    }
    return Optional.of(new Guard(step.get(), margin.get()));
  }

  /** The position of a step that nobody can leave out. */
  private Optional<Integer> requiredStep(MappingReader where, Key key, String name, Funnel funnel) {
    List<String> names =
        funnel.steps().stream().filter(step -> !step.optional()).map(Step::name).toList();
    for (int step = 1; step <= funnel.steps().size(); step++) {
      if (funnel.steps().get(step - 1).name().equals(name) && names.contains(name)) {
        return Optional.of(step);
      }
    }
    boolean optional = funnel.steps().stream().anyMatch(step -> step.name().equals(name));
    problems.add(
        where.positionOf(key),
        optional
            ? "step \"" + name + "\" is optional: who leaves it out may still go on"
            : "funnel \"" + funnel.id() + "\" has no step \"" + name + "\"",
        writeOneOf(name, names));
    return Optional.empty();
  }
}
