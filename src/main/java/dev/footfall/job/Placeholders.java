package dev.footfall.job;

import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlScalar;
import dev.footfall.yaml.YamlSequence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what each {@code ${NAME}} stands for in its place; a name without value is a problem. */
final class Placeholders {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Environment environment;
  private final Problems problems;

  Placeholders(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** The same YAML, with every value filled in. */
  YamlNode fill(YamlNode node) {
    if (node instanceof YamlMapping mapping) {
      return new YamlMapping(
          mapping.position(),
          mapping.entries().stream()
              .map(entry -> new YamlMapping.Entry(entry.key(), fill(entry.value())))
              .toList());
    }
    if (node instanceof YamlSequence list) {
      return new YamlSequence(list.position(), list.items().stream().map(this::fill).toList());
    }
    return fillScalar((YamlScalar) node);
  }

  private YamlScalar fillScalar(YamlScalar scalar) {
    Matcher names = PLACEHOLDER.matcher(scalar.text());
    if (!names.find()) {
      return scalar;
    }
    String filled =
        names.replaceAll(found -> Matcher.quoteReplacement(valueOf(found.group(1), scalar)));
    return scalar.standingFor(filled);
  }

  private String valueOf(String name, YamlScalar scalar) {
    Optional<String> value = environment.value(name);
    if (value.isEmpty()) {
      problems.addUnknown(
          scalar.position(), environment.whatIsWrongWith(name), environment.whatToDoAbout(name));
    }
    return value.orElse("${" + name + "}");
  }
}
