package dev.footfall.funnel;

import dev.footfall.funnel.PatternAlert.Element;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlScalar;
import dev.footfall.yaml.YamlSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one alert, key by key, once all funnels are known. */
final class AlertReader {

  private static final Key ID = new Key("id", "abandoned-cart");
  private static final Key TITLE = new Key("title", "Cart left behind");
  private static final Key PATTERN = new Key("pattern", "[cart, {not: pay}]");
  private static final Key WITHIN = new Key("within", "30m");
  private static final Key COOLDOWN = new Key("cooldown", "1d");
  private static final Key UNIT = new Key("unit", "session_id");
  private static final Key FUNNEL = new Key("funnel", "trial");
  private static final Key STEP = new Key("step", "purchase");
  private static final Key COHORTS = new Key("cohorts", "14");
  private static final Key ALPHA = new Key("alpha", "0.01");
  private static final Key TIMES = new Key("times", "3");
  private static final Key NOT = new Key("not", "pay");

  private static final List<Key> OF_PATTERN = List.of(ID, TITLE, PATTERN, WITHIN, COOLDOWN, UNIT);
  private static final List<Key> OF_FUNNEL = List.of(ID, TITLE, FUNNEL, STEP, COHORTS, ALPHA);
  private static final List<Key> OF_PRESENT =
      List.of(SelectorReader.EVENT, SelectorReader.WHERE, TIMES, WITHIN);
  private static final List<Key> OF_ABSENT = List.of(NOT, SelectorReader.WHERE, WITHIN);

  /** Each is a stage that Flink CEP keeps, for every run. */
  private static final int MOST_EVENTS = 50;

  private static final int MOST_ELEMENTS = 10;
  private static final int MOST_COHORTS = 366;

  private final MappingReader reader;
  private final boolean ofFunnel;
  private final Map<String, Optional<Funnel>> funnels;
  private final Problems problems;
  private final int problemsBefore;

  /**
   * @param funnels by id; empty where something is wrong with it, which is said already
   */
  AlertReader(YamlMapping mapping, Map<String, Optional<Funnel>> funnels, Problems problems) {
    this.problemsBefore = problems.count();
    this.ofFunnel = mapping.has(FUNNEL.name()) && !mapping.has(PATTERN.name());
    this.reader =
        new MappingReader(mapping, nameOf(mapping), ofFunnel ? OF_FUNNEL : OF_PATTERN, problems);
    this.funnels = funnels;
    this.problems = problems;
  }

  private static String nameOf(YamlMapping mapping) {
    return FunnelReader.idOf(mapping).map(id -> "alert \"" + id.text() + "\"").orElse("the alert");
  }

  /** The alert; empty if anything is wrong with it or with its funnel. */
  Optional<Alert> read() {
    reader.require(ID);
    String id = FunnelReader.readId(reader, ID, "alert", problems);
    String title = reader.text(TITLE).orElse(id);
    Optional<? extends Alert> alert = ofFunnel ? ofFunnel(id, title) : ofPattern(id, title);
    return problems.count() == problemsBefore ? alert.map(Alert.class::cast) : Optional.empty();
  }

  // ---- patterns

  private Optional<PatternAlert> ofPattern(String id, String title) {
    reader.require(PATTERN);
    Optional<Within> within = readWithin(reader);
    long cooldown = reader.duration(COOLDOWN).map(Duration::toMillis).orElse(0L);
    String unit = reader.text(UNIT).orElse(Funnel.USER);
    int before = problems.count();
    List<Element> elements = readElements(within.orElse(Within.NONE));
    if (elements.isEmpty() || problems.count() > before) {
      return Optional.empty();
    }
    PatternAlert alert =
        new PatternAlert(id, title, elements, within.orElse(Within.NONE), cooldown, unit);
    requireEnd(alert);
    return Optional.of(alert);
  }

  private Optional<Within> readWithin(MappingReader of) {
    Optional<Duration> length = of.duration(WITHIN);
    if (length.isPresent() && length.get().compareTo(FunnelFile.LONGEST_CONTINUOUS_WITHIN) > 0) {
      problems.add(
          of.positionOf(WITHIN),
          "\"within\" is longer than a job remembers",
          "write at most " + FunnelFile.LONGEST_CONTINUOUS_WITHIN.toDays() + "d");
    }
    return length.map(Within::of);
  }

  private List<Element> readElements(Within whole) {
    Optional<YamlSequence> list = reader.list(PATTERN);
    List<YamlNode> items = list.map(YamlSequence::items).orElse(List.of());
    if (list.isPresent() && (items.isEmpty() || items.size() > MOST_ELEMENTS)) {
      problems.add(
          reader.positionOf(PATTERN),
          items.isEmpty()
              ? "\"pattern\" lists nothing"
              : "a pattern has at most " + MOST_ELEMENTS + " elements",
          items.isEmpty() ? PATTERN.advice() : "leave some out");
      return List.of();
    }
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      boolean last = i == items.size() - 1;
      readElement(items.get(i), last, whole).ifPresent(elements::add);
      requirePlace(items, i);
    }
    if (elements.stream().mapToInt(Element::times).sum() > MOST_EVENTS) {
      problems.add(
          reader.positionOf(PATTERN),
          "a pattern has at most " + MOST_EVENTS + " events",
          "count fewer times");
    }
    return elements;
  }

  private void requirePlace(List<YamlNode> items, int place) {
    if (!isAbsence(items.get(place))) {
      return;
    }
    if (place == 0) {
      problems.add(
          items.get(place).position(),
          "the pattern begins with what does not come",
          "write first the event after which it does not: " + PATTERN.example());
    } else if (isAbsence(items.get(place - 1))) {
      problems.add(
          items.get(place).position(),
          "two absences follow each other",
          "write both in one: {not: [pay, cancel]}");
    }
  }

  private static boolean isAbsence(YamlNode item) {
    return item instanceof YamlMapping mapping && mapping.has(NOT.name());
  }

  private Optional<Element> readElement(YamlNode item, boolean last, Within whole) {
    if (item instanceof YamlScalar scalar && !scalar.text().isBlank()) {
      return Optional.of(
          new Element(SelectorReader.any(Set.of(scalar.text())), 1, Within.NONE, false));
    }
    if (!(item instanceof YamlMapping mapping)) {
      problems.add(
          item.position(),
          "an element is "
              + (item instanceof YamlScalar ? "empty" : item.kind())
              + " where an event's name or a mapping is wanted",
          PATTERN.advice());
      return Optional.empty();
    }
    return isAbsence(item) ? readAbsence(mapping, last, whole) : readPresence(mapping);
  }

  private Optional<Element> readPresence(YamlMapping mapping) {
    MappingReader element = new MappingReader(mapping, "the element", OF_PRESENT, problems);
    element.require(SelectorReader.EVENT);
    Selector accepts = SelectorReader.read(element, problems);
    int times = element.wholeNumber(TIMES, 1, MOST_EVENTS).orElse(1);
    return Optional.of(new Element(accepts, times, readWithin(element).orElse(Within.NONE), false));
  }

  private Optional<Element> readAbsence(YamlMapping mapping, boolean last, Within whole) {
    MappingReader element = new MappingReader(mapping, "the absence", OF_ABSENT, problems);
    Set<String> names = new LinkedHashSet<>();
    element.textOrTexts(NOT).forEach(name -> names.add(name.text()));
    List<Filter> filters =
        element
            .mapping(SelectorReader.WHERE)
            .map(where -> new FilterReader(problems).read(where))
            .orElse(List.of());
    Selector accepts = new Selector(SelectorReader.any(names).names(), filters);
    Optional<Within> within = readWithin(element);
    if (!last && within.isPresent()) {
      problems.add(
          element.positionOf(WITHIN),
          "an absence between two events ends with the second",
          "leave \"within\" out, or write it to the event after");
    }
    if (last && within.isEmpty() && whole.isNone() && !element.has(WITHIN)) {
      problems.add(
          element.position(),
          "nothing says for how long it must not come",
          "write {not: pay, within: 30m}");
    }
    return Optional.of(new Element(accepts, 1, last ? within.orElse(whole) : Within.NONE, true));
  }

  /** What a run waits for must come to an end, or it would be kept forever. */
  private void requireEnd(PatternAlert alert) {
    if (alert.span() == Within.NONE.millis() && !reader.has(WITHIN)) {
      problems.add(
          reader.position(),
          "nothing says how long the pattern of alert \"" + alert.id() + "\" may take",
          WITHIN.advice());
    }
  }

  // ---- funnels

  private Optional<CohortAlert> ofFunnel(String id, String title) {
    int cohorts =
        reader
            .wholeNumber(COHORTS, CohortAlert.LEAST_COHORTS, MOST_COHORTS)
            .orElse(CohortAlert.DEFAULT_COHORTS);
    double alpha = reader.number(ALPHA, 0, 0.5).orElse(CohortAlert.DEFAULT_ALPHA);
    Optional<String> name = reader.text(FUNNEL);
    if (name.isPresent() && !funnels.containsKey(name.get())) {
      problems.add(
          reader.positionOf(FUNNEL),
          "there is no funnel \"" + name.get() + "\"",
          Nearest.to(name.get(), funnels.keySet())
              .map(near -> "write " + near)
              .orElse("write the id of a funnel"));
    }
    Optional<Funnel> funnel = name.flatMap(its -> funnels.getOrDefault(its, Optional.empty()));
    if (funnel.isEmpty()) {
      return Optional.empty();
    }
    requireClosing(funnel.get());
    return Optional.of(
        new CohortAlert(
            id,
            title,
            funnel.get().id(),
            readStep(funnel.get()),
            funnel.get().within(),
            cohorts,
            alpha));
  }

  private void requireClosing(Funnel funnel) {
    if (funnel.within().isNone() || funnel.cohort().isAll()) {
      problems.add(
          reader.positionOf(FUNNEL),
          "funnel \"" + funnel.id() + "\" has no cohorts that are closed one after the other",
          "give it a \"within\" and a \"cohort\", or name another funnel");
    }
  }

  private String readStep(Funnel funnel) {
    List<String> names = funnel.steps().stream().skip(1).map(Step::name).toList();
    Optional<String> step = reader.text(STEP);
    if (names.isEmpty()) {
      problems.add(
          reader.positionOf(FUNNEL),
          "funnel \"" + funnel.id() + "\" has one step, so nobody converts in it",
          "name another funnel");
      return "";
    }
    if (step.isPresent() && !names.contains(step.get())) {
      problems.add(
          reader.positionOf(STEP),
          funnel.steps().get(0).name().equals(step.get())
              ? "everybody who entered has reached \"" + step.get() + "\""
              : "funnel \"" + funnel.id() + "\" has no step \"" + step.get() + "\"",
          Nearest.to(step.get(), names)
              .map(near -> "write " + near)
              .orElse("write one of " + String.join(", ", names)));
    }
    return step.orElse(funnel.steps().get(funnel.lastRequiredStep() - 1).name());
  }
}
