package dev.footfall.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a mapping key by key, each as what it should be. Keys that may not stand there are problems
 * at once; a value of the wrong kind is a problem, and then counts as absent.
 */
public final class MappingReader {

  private final YamlMapping mapping;
  private final String what;
  private final Problems problems;

  /**
   * @param what names the mapping in problems, as in {@code a funnel}
   * @param keys those that may stand there
   */
  public MappingReader(YamlMapping mapping, String what, List<Key> keys, Problems problems) {
    this.mapping = mapping;
    this.what = what;
    this.problems = problems;
    refuseUnknown(keys);
  }

  private void refuseUnknown(List<Key> keys) {
    List<String> known = keys.stream().map(Key::name).toList();
    for (YamlMapping.Entry entry : mapping.entries()) {
      if (!known.contains(entry.name())) {
        problems.add(
            entry.key().position(),
            "unknown key \"" + entry.name() + "\" in " + what,
            Nearest.to(entry.name(), known)
                .map(near -> "write \"" + near + "\"")
                .orElse("the keys here are " + String.join(", ", known)));
      }
    }
  }

  /** Where the mapping begins. */
  public Position position() {
    return mapping.position();
  }

  /** Where the key's value stands; where the mapping begins if the key is absent. */
  public Position positionOf(Key key) {
    return mapping.entry(key.name()).map(entry -> entry.value().position()).orElse(position());
  }

  public boolean has(Key key) {
    return mapping.has(key.name());
  }

  /** Makes the absence of the key a problem. */
  public void require(Key key) {
    if (!has(key)) {
      problems.add(position(), what + " has no \"" + key.name() + "\"", key.advice());
    }
  }

  /** The value, whatever its kind; an empty one is a problem. */
  public Optional<YamlNode> value(Key key) {
    Optional<YamlNode> value = mapping.entry(key.name()).map(YamlMapping.Entry::value);
    if (value.isPresent() && value.get() instanceof YamlScalar scalar && scalar.isNothing()) {
      problems.add(scalar.position(), "\"" + key.name() + "\" is empty", key.advice());
      return Optional.empty();
    }
    return value;
  }

  /** The value as one text, number, true or false. */
  public Optional<YamlScalar> scalar(Key key) {
    Optional<YamlNode> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof YamlScalar scalar) {
      return Optional.of(scalar);
    }
    return refuse(key, value.get(), "one value");
  }

  /** The value as text that is more than spaces. */
  public Optional<String> text(Key key) {
    return scalar(key).filter(scalar -> isNotBlank(key, scalar)).map(YamlScalar::text);
  }

  private boolean isNotBlank(Key key, YamlScalar scalar) {
    if (scalar.text().isBlank()) {
      problems.add(scalar.position(), "\"" + key.name() + "\" is empty", key.advice());
      return false;
    }
    return true;
  }

  public Optional<YamlMapping> mapping(Key key) {
    Optional<YamlNode> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof YamlMapping inner) {
      return Optional.of(inner);
    }
    return refuse(key, value.get(), "a mapping");
  }

  public Optional<YamlSequence> list(Key key) {
    Optional<YamlNode> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof YamlSequence list) {
      return Optional.of(list);
    }
    return refuse(key, value.get(), "a list");
  }

  /** A list of texts that are all different; nothing if the key is absent. */
  public List<YamlScalar> texts(Key key) {
    return list(key).map(list -> distinctTexts(key, list.items())).orElse(List.of());
  }

  /** One text, or a list of texts that are all different; nothing if the key is absent. */
  public List<YamlScalar> textOrTexts(Key key) {
    Optional<YamlNode> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof YamlSequence list) {
      if (list.items().isEmpty()) {
        problems.add(list.position(), "\"" + key.name() + "\" lists nothing", key.advice());
      }
      return distinctTexts(key, list.items());
    }
    return distinctTexts(key, List.of(value.get()));
  }

  private List<YamlScalar> distinctTexts(Key key, List<YamlNode> items) {
    List<YamlScalar> texts = new ArrayList<>();
    for (YamlNode item : items) {
      if (!(item instanceof YamlScalar scalar)) {
        refuse(key, item, "text");
      } else if (isNotBlank(key, scalar) && isNew(key, scalar, texts)) {
        texts.add(scalar);
      }
    }
    return texts;
  }

  private boolean isNew(Key key, YamlScalar scalar, List<YamlScalar> before) {
    if (before.stream().noneMatch(other -> other.text().equals(scalar.text()))) {
      return true;
    }
    problems.add(
        scalar.position(),
        "\"" + scalar.shown() + "\" is listed twice in \"" + key.name() + "\"",
        "leave one of them out");
    return false;
  }

  /** A length of time that is longer than zero. */
  public Optional<Duration> duration(Key key) {
    return durationOrZero(key).filter(length -> isLongerThanZero(key, length));
  }

  private boolean isLongerThanZero(Key key, Duration length) {
    if (length.isZero()) {
      problems.add(
          positionOf(key),
          "\"" + key.name() + "\" must be longer than zero",
          "write " + DurationText.EXAMPLES);
      return false;
    }
    return true;
  }

  /** A length of time, zero or longer. */
  public Optional<Duration> durationOrZero(Key key) {
    return scalar(key).flatMap(this::durationOf);
  }

  private Optional<Duration> durationOf(YamlScalar scalar) {
    Optional<Duration> duration = DurationText.parse(scalar.text());
    if (duration.isPresent()) {
      return duration;
    }
    String text = scalar.shown();
    if (text.matches("[0-9]+")) {
      problems.add(
          scalar.position(),
          "\"" + text + "\" has no unit",
          "write " + text + "s, " + text + "m, " + text + "h or " + text + "d");
    } else if (DurationText.parse(text.replaceFirst("^-", "")).isPresent()) {
      problems.add(
          scalar.position(),
          "\"" + text + "\" is less than zero",
          "write " + DurationText.EXAMPLES);
    } else {
      problems.add(
          scalar.position(),
          "\"" + text + "\" is not a duration",
          "write " + DurationText.EXAMPLES);
    }
    return Optional.empty();
  }

  /** One of the enum's constants, written in small letters. */
  public <E extends Enum<E>> Optional<E> choice(Key key, Class<E> choices) {
    Optional<YamlScalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (E choice : choices.getEnumConstants()) {
      String name = choice.name().toLowerCase(Locale.ROOT);
      if (name.equals(scalar.get().text())) {
        return Optional.of(choice);
      }
      names.add(name);
    }
    problems.add(
        scalar.get().position(),
        "\"" + scalar.get().shown() + "\" is no " + key.name(),
        "write " + oneOf(names));
    return Optional.empty();
  }

  private static String oneOf(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /** True or false; false if the key is absent. */
  public boolean flag(Key key) {
    Optional<YamlScalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      return false;
    }
    String text = scalar.get().text();
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(
          scalar.get().position(),
          "\"" + scalar.get().shown() + "\" is neither true nor false",
          "write " + key.name() + ": true, or leave it out");
    }
    return text.equals("true");
  }

  /** A whole number between these two, both included. */
  public Optional<Integer> wholeNumber(Key key, int least, int most) {
    Optional<YamlScalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (least <= number && number <= most) {
        return Optional.of(number);
      }
    }
    problems.add(
        scalar.get().position(),
        "\"" + scalar.get().shown() + "\" is no whole number from " + least + " to " + most,
        key.advice());
    return Optional.empty();
  }

  /** A number above the one and below the other. */
  public Optional<Double> number(Key key, double above, double below) {
    return scalar(key).flatMap(scalar -> numberOf(scalar, above, below, key.advice()));
  }

  private Optional<Double> numberOf(YamlScalar scalar, double above, double below, String instead) {
    if (scalar.text().matches("[0-9]{1,9}([.][0-9]{1,15})?|[.][0-9]{1,15}")) {
      double number = Double.parseDouble(scalar.text());
      if (above < number && number < below) {
        return Optional.of(number);
      }
    }
    problems.add(
        scalar.position(),
        "\"" + scalar.shown() + "\" is no number " + between(above, below),
        instead);
    return Optional.empty();
  }

  private static String between(double above, double below) {
    String from = "above " + BigDecimal.valueOf(above).stripTrailingZeros().toPlainString();
    return Double.isInfinite(below)
        ? from
        : from + " and below " + BigDecimal.valueOf(below).stripTrailingZeros().toPlainString();
  }

  /** A number for each of some names, each above zero. */
  public Map<String, Double> amounts(Key key) {
    Map<String, Double> amounts = new LinkedHashMap<>();
    for (YamlMapping.Entry entry : mapping(key).map(YamlMapping::entries).orElse(List.of())) {
      if (entry.value() instanceof YamlScalar scalar && !scalar.isNothing()) {
        numberOf(scalar, 0, Double.POSITIVE_INFINITY, key.advice())
            .ifPresent(amount -> amounts.put(entry.name(), amount));
      } else {
        problems.add(
            entry.value().position(),
            "\"" + entry.name() + "\" is " + entry.value().kind() + " where a number is wanted",
            key.advice());
      }
    }
    return amounts;
  }

  private <T> Optional<T> refuse(Key key, YamlNode value, String wanted) {
    problems.add(
        value.position(),
        "\"" + key.name() + "\" is " + value.kind() + " where " + wanted + " is wanted",
        key.advice());
    return Optional.empty();
  }
}
