package dev.footfall.funnel;

import dev.footfall.funnel.Funnel.Order;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Words a funnel in English. */
final class EnglishSentence {

  private final Funnel funnel;

  EnglishSentence(Funnel funnel) {
    this.funnel = funnel;
  }

  @Override
  public String toString() {
    StringBuilder sentence = new StringBuilder(unit()).append(' ').append(steps()).append(within());
    clauses().forEach(clause -> sentence.append(", ").append(clause));
    return sentence.append('.').toString();
  }

  private String unit() {
    return funnel.countsUsers() ? "Users who did" : "Units (by " + funnel.unit() + ") that did";
  }

  private String steps() {
    List<Step> steps = funnel.steps();
    if (funnel.order() == Order.ANY && steps.size() > 1) {
      return listed(steps.stream().map(this::step).toList(), "and") + " in any order";
    }
    return steps.stream().map(this::step).collect(Collectors.joining(", then "));
  }

  private String step(Step step) {
    String perhaps = step.optional() ? "perhaps " : "";
    return perhaps + quoted(step) + detail(step);
  }

  /** Names are nouns, verbs or neither: as a quotation each of them can be done. */
  private static String quoted(Step step) {
    return '"' + step.name() + '"';
  }

  private String detail(Step step) {
    Selector fills = step.fills();
    boolean named = fills.names().equals(Set.of(step.name()));
    if (named && fills.filters().isEmpty()) {
      return "";
    }
    return named ? " (" + where(fills) + ")" : " (" + event(fills) + ")";
  }

  static String event(Selector selector) {
    String names =
        selector.names().isEmpty()
            ? "any event"
            : listed(selector.names().stream().sorted().toList(), "or");
    return selector.filters().isEmpty() ? names : names + " " + where(selector);
  }

  private static String where(Selector selector) {
    return "where "
        + selector.filters().stream()
            .map(EnglishSentence::filter)
            .collect(Collectors.joining(" and "));
  }

  private static String filter(Filter filter) {
    String property = filter.property();
    List<String> values = filter.operands().stream().map(Filter.Operand::text).toList();
    String value = values.get(0);
    return switch (filter.operator()) {
      case EQ -> property + " is " + value;
      case NE -> property + " is not " + value;
      case IN -> property + " is " + listed(values, "or");
      case NOT_IN -> property + " is none of " + listed(values, "and");
      case GT -> property + " > " + value;
      case GTE -> property + " ≥ " + value;
      case LT -> property + " < " + value;
      case LTE -> property + " ≤ " + value;
      case CONTAINS -> property + " contains \"" + value + "\"";
      case NOT_CONTAINS -> property + " does not contain \"" + value + "\"";
      case MATCHES -> property + " matches \"" + value + "\"";
      case EXISTS -> property + (value.equals("true") ? " is given" : " is not given");
    };
  }

  private String within() {
    if (funnel.steps().size() == 1 || funnel.within().isNone()) {
      return "";
    }
    String length = length(Duration.ofMillis(funnel.within().millis()));
    String from = funnel.order() == Order.ANY ? "the first of them" : quoted(funnel.steps().get(0));
    return " within " + length + " of " + from;
  }

  private List<String> clauses() {
    List<String> clauses = new ArrayList<>();
    if (funnel.order() == Order.STRICT) {
      clauses.add("with nothing else between" + ignored());
    }
    if (!funnel.hold().isEmpty()) {
      clauses.add("all with the same " + listed(funnel.hold(), "and"));
    }
    funnel.exclusions().forEach(exclusion -> clauses.add(exclusion(exclusion)));
    clauses.add(counted());
    if (!funnel.breakdowns().isEmpty()) {
      clauses.add("split by " + listed(funnel.breakdowns(), "and"));
    }
    return clauses;
  }

  private String ignored() {
    return funnel.ignore().isEmpty()
        ? ""
        : " but " + listed(funnel.ignore().stream().sorted().toList(), "and");
  }

  private String exclusion(Exclusion exclusion) {
    String what = "with no " + event(exclusion.ends());
    return funnel.order() == Order.ANY
        ? what + " before the last"
        : what
            + " between "
            + quoted(funnel.steps().get(exclusion.after() - 1))
            + " and "
            + quoted(funnel.steps().get(exclusion.before() - 1));
  }

  private String counted() {
    return funnel.cohort().isAll()
        ? "counted once"
        : "counted once per " + period(funnel.cohort().length()) + " (" + zone() + ") of entry";
  }

  private String zone() {
    return nameOf(funnel.zone());
  }

  /** As people know it. */
  static String nameOf(ZoneId zone) {
    return zone.getId().equals("Z") ? "UTC" : zone.getId();
  }

  /** {@code day}, {@code week}, {@code 6 hours}. */
  static String period(Duration period) {
    String length = length(period);
    return switch (length) {
      case "7 days" -> "week";
      case "1 day", "1 hour", "1 minute", "1 second" -> length.substring(2);
      default -> length;
    };
  }

  static String length(Duration length) {
    return TimeUnits.of(length).entrySet().stream()
        .map(EnglishSentence::amount)
        .collect(Collectors.joining(" "));
  }

  private static String amount(Map.Entry<TimeUnit, Long> part) {
    String unit =
        switch (part.getKey()) {
          case DAYS -> "day";
          case HOURS -> "hour";
          case MINUTES -> "minute";
          case SECONDS -> "second";
          case MILLISECONDS -> "millisecond";
          case MICROSECONDS, NANOSECONDS -> throw new IllegalStateException(part.toString());
        };
    return part.getValue() + " " + unit + (part.getValue() == 1 ? "" : "s");
  }

  static String listed(List<String> words, String last) {
    if (words.size() == 1) {
      return words.get(0);
    }
    int end = words.size() - 1;
    return String.join(", ", words.subList(0, end)) + " " + last + " " + words.get(end);
  }
}
