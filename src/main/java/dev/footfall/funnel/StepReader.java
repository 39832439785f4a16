package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one step: an event's name, or a mapping of {@code name event where optional}. */
final class StepReader {

  private static final Key NAME = new Key("name", "purchase");
  private static final Key OPTIONAL = new Key("optional", "true");
  private static final List<Key> KEYS =
      List.of(NAME, SelectorReader.EVENT, SelectorReader.WHERE, OPTIONAL);

  private static final String EXAMPLE = "{name: purchase, event: [purchase, renewal]}";

  private StepReader() {}

  /**
   * A step where it stands.
   *
   * @param sound whether nothing is wrong with it; if not, only its name can be relied on
   */
  record Placed(Step step, Position position, boolean sound) {

    String name() {
      return step.name();
    }

    /** Whether a name could be read at all. */
    boolean isNamed() {
      return !name().isEmpty();
    }
  }

  static Placed read(YamlNode node, Problems problems) {
    if (node instanceof YamlMapping mapping) {
      return ofMapping(mapping, problems);
    }
    if (node instanceof YamlScalar scalar && !scalar.text().isBlank()) {
      Step step = new Step(scalar.text(), SelectorReader.any(Set.of(scalar.text())), false);
      return new Placed(step, scalar.position(), true);
    }
    problems.add(
        node.position(),
        "a step is " + kindOf(node) + " where a name or a mapping is wanted",
        "write an event's name or " + EXAMPLE);
    return broken("", node.position());
  }

  private static String kindOf(YamlNode node) {
    return node instanceof YamlScalar ? "empty" : node.kind();
  }

  private static Placed ofMapping(YamlMapping mapping, Problems problems) {
    int before = problems.count();
    MappingReader reader = new MappingReader(mapping, "the step", KEYS, problems);
    reader.require(SelectorReader.EVENT);
    Selector fills = SelectorReader.read(reader, problems);
    boolean optional = reader.flag(OPTIONAL);
    String name = reader.text(NAME).or(() -> onlyNameOf(fills)).orElse("");
    if (name.isEmpty() && reader.has(SelectorReader.EVENT)) {
      reader.require(NAME);
    }
    return problems.count() == before
        ? new Placed(new Step(name, fills, optional), mapping.position(), true)
        : broken(name, mapping.position());
  }

  private static Optional<String> onlyNameOf(Selector fills) {
    return fills.names().size() == 1
        ? Optional.of(fills.names().iterator().next())
        : Optional.empty();
  }

  private static Placed broken(String name, Position position) {
    Selector unknown = new Selector(Set.of(), List.of());
    return new Placed(new Step(name, unknown, false), position, false);
  }
}
