package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlScalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads what one event must be: the keys {@code event} and {@code where} of a mapping. */
final class SelectorReader {

  static final Key EVENT = new Key("event", "purchase");
  static final Key WHERE = new Key("where", "{amount: {gt: 0}}");

  private static final String ANY_EVENT = "*";

  private SelectorReader() {}

  static Selector read(MappingReader reader, Problems problems) {
    Set<String> names = new LinkedHashSet<>();
    for (YamlScalar name : reader.textOrTexts(EVENT)) {
      names.add(name.text());
    }
    if (names.contains(ANY_EVENT) && names.size() > 1) {
      problems.add(
          reader.positionOf(EVENT),
          "\"*\" is any event already",
          "write event: \"*\", or only the names");
    }
    List<Filter> filters =
        reader
            .mapping(WHERE)
            .map(where -> new FilterReader(problems).read(where))
            .orElse(List.of());
    return new Selector(any(names).names(), filters);
  }

  /** Any event of these names; of any name at all if one of them is {@code *}. */
  static Selector any(Set<String> names) {
    return new Selector(names.contains(ANY_EVENT) ? Set.of() : names, List.of());
  }
}
