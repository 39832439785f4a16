package dev.footfall.funnel;

import dev.footfall.funnel.Funnel.Order;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads one exclusion: a mapping of {@code event where after before}. */
final class ExclusionReader {

  private static final Key AFTER = new Key("after", "cart");
  private static final Key BEFORE = new Key("before", "pay");
  private static final List<Key> KEYS =
      List.of(SelectorReader.EVENT, SelectorReader.WHERE, AFTER, BEFORE);

  private final List<StepReader.Placed> steps;
  private final Order order;
  private final Problems problems;

  ExclusionReader(List<StepReader.Placed> steps, Order order, Problems problems) {
    this.steps = steps;
    this.order = order;
    this.problems = problems;
  }

  /** An exclusion where it stands. */
  record Placed(Exclusion exclusion, Position position) {}

  /** The exclusion; empty if anything is wrong with it. */
  Optional<Placed> read(YamlNode node) {
    if (!(node instanceof YamlMapping mapping)) {
      problems.add(
          node.position(),
          "an exclusion is " + node.kind() + " where a mapping is wanted",
          "write {event: refund}");
      return Optional.empty();
    }
    int before = problems.count();
    MappingReader reader = new MappingReader(mapping, "the exclusion", KEYS, problems);
    reader.require(SelectorReader.EVENT);
    Selector ends = SelectorReader.read(reader, problems);
    Exclusion exclusion =
        new Exclusion(ends, stepAt(reader, AFTER, 1), stepAt(reader, BEFORE, steps.size()));
    if (problems.count() > before) {
      return Optional.empty();
    }
    refuseEmptyRange(reader, exclusion);
    return problems.count() > before
        ? Optional.empty()
        : Optional.of(new Placed(exclusion, mapping.position()));
  }

  private int stepAt(MappingReader reader, Key key, int otherwise) {
    Optional<String> name = reader.text(key);
    if (name.isEmpty()) {
      return otherwise;
    }
    if (order == Order.ANY) {
      problems.add(
          reader.positionOf(key),
          "in any order no step lies " + key.name() + " another",
          "leave \"" + key.name() + "\" out");
      return otherwise;
    }
    for (int step = 1; step <= steps.size(); step++) {
      if (steps.get(step - 1).name().equals(name.get())) {
        return step;
      }
    }
    refuseUnknownStep(name.get(), reader.positionOf(key));
    return otherwise;
  }

  private void refuseUnknownStep(String name, Position position) {
    if (!steps.stream().allMatch(StepReader.Placed::isNamed)) {
      // It may be the name of the step whose name could not be read.
      return;
    }
    List<String> names = steps.stream().map(StepReader.Placed::name).toList();
    problems.add(
        position,
        "\"" + name + "\" is no step of this funnel",
        Nearest.to(name, names)
            .map(near -> "write \"" + near + "\"")
            .orElse("the steps are " + String.join(", ", names)));
  }

  private void refuseEmptyRange(MappingReader reader, Exclusion exclusion) {
    if (steps.size() == 1) {
      problems.add(
          reader.position(),
          "a funnel of one step has nothing between its steps to exclude",
          "leave \"exclude\" out, or add a step");
    } else if (exclusion.after() >= exclusion.before() && !steps.isEmpty()) {
      Key key = reader.has(BEFORE) ? BEFORE : AFTER;
      problems.add(
          reader.positionOf(key),
          "\"before: "
              + nameOf(exclusion.before())
              + "\" does not lie behind \"after: "
              + nameOf(exclusion.after())
              + "\"",
          "name an earlier step after which, and a later one before which, the event must not come");
    }
  }

  private String nameOf(int step) {
    return steps.get(step - 1).name();
  }
}
