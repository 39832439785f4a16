package dev.footfall.board;

import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Filter;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says what a funnel counts, so that nobody has to guess what a percentage is of. The words of each
 * language stand in a file.
 */
final class DefinitionSentence {

  private static final List<String> LANGUAGES = List.of("en", "zh-CN");

  private static final Map<String, Properties> WORDS =
      LANGUAGES.stream().collect(Collectors.toMap(language -> language, DefinitionSentence::read));

  private final Funnel funnel;
  private final Properties words;

  private DefinitionSentence(Funnel funnel, Properties words) {
    this.funnel = funnel;
    this.words = words;
  }

  /** By language tag. */
  static Map<String, String> of(Funnel funnel) {
    return LANGUAGES.stream()
        .collect(
            Collectors.toMap(
                language -> language,
                language ->
                    new DefinitionSentence(funnel, Objects.requireNonNull(WORDS.get(language)))
                        .text()));
  }

  private String text() {
    return say(
        "sentence",
        "units",
        funnel.countsUsers() ? say("users") : say("units", "unit", funnel.unit()),
        "steps",
        funnel.steps().stream().map(this::step).collect(Collectors.joining(say("then"))),
        "within",
        funnel.within().isNone()
            ? say("without-limit")
            : say("within", "length", length(Duration.ofMillis(funnel.within().millis()))),
        "order",
        say(funnel.order().name().toLowerCase(Locale.ROOT)),
        "hold",
        funnel.hold().isEmpty()
            ? ""
            : say("hold", "property", String.join(say("and"), funnel.hold())),
        "cohort",
        funnel.cohort().isAll()
            ? say("all-time")
            : say("cohort", "length", length(funnel.cohort().length()), "zone", zone()),
        "optional",
        funnel.steps().stream()
            .filter(Step::optional)
            .map(step -> say("optional", "step", step.name()))
            .collect(Collectors.joining()),
        "exclusions",
        funnel.exclusions().stream().map(this::exclusion).collect(Collectors.joining()));
  }

  private String zone() {
    return funnel.zone().getId();
  }

  /** A step that is just its event is called by its name alone. */
  private String step(Step step) {
    String event = event(step.fills());
    return event.equals(step.name()) ? event : step.name() + " (" + event + ")";
  }

  private String exclusion(Exclusion exclusion) {
    return say(
        "exclusion",
        "event",
        event(exclusion.ends()),
        "after",
        funnel.steps().get(exclusion.after() - 1).name(),
        "before",
        funnel.steps().get(exclusion.before() - 1).name());
  }

  private String event(Selector selector) {
    String names =
        selector.names().isEmpty()
            ? say("any-event")
            : String.join(say("or"), new TreeSet<>(selector.names()));
    return selector.filters().isEmpty()
        ? names
        : say(
            "where",
            "event",
            names,
            "filters",
            selector.filters().stream().map(this::filter).collect(Collectors.joining(say("and"))));
  }

  private String filter(Filter filter) {
    return say(
        filter.operator().name().toLowerCase(Locale.ROOT),
        "property",
        filter.property(),
        "operand",
        filter.operands().stream().map(Filter.Operand::text).collect(Collectors.joining(", ")));
  }

  /** In the largest unit that leaves no remainder. */
  private String length(Duration length) {
    long millis = length.toMillis();
    if (millis % Duration.ofDays(1).toMillis() == 0) {
      return say("days", "n", Long.toString(length.toDays()));
    }
    if (millis % Duration.ofHours(1).toMillis() == 0) {
      return say("hours", "n", Long.toString(length.toHours()));
    }
    if (millis % Duration.ofMinutes(1).toMillis() == 0) {
      return say("minutes", "n", Long.toString(length.toMinutes()));
    }
    return millis % 1000 == 0
        ? say("seconds", "n", Long.toString(length.toSeconds()))
        : say("millis", "n", Long.toString(millis));
  }

  /** The words of this name, with these put in; pairs of place and text. */
  private String say(String name, String... placesAndTexts) {
    String text = Objects.requireNonNull(words.getProperty(name), name);
    for (int i = 0; i < placesAndTexts.length; i += 2) {
      text = text.replace("{" + placesAndTexts[i] + "}", placesAndTexts[i + 1]);
    }
    return text;
  }

  private static Properties read(String language) {
    String file = "sentence-" + language + ".properties";
    Properties words = new Properties();
    try (InputStreamReader text =
        new InputStreamReader(
            Objects.requireNonNull(DefinitionSentence.class.getResourceAsStream(file), file),
            StandardCharsets.UTF_8)) {
      words.load(text);
      return words;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
