package dev.footfall.journey;

import dev.footfall.event.Event;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Shows a person where two engines differ: the funnel, the events, and what each said. */
public final class Difference {

  private Difference() {}

  /**
   * Empty if both say the same, whatever the order; else everything needed to see why not.
   *
   * @param where which stream at which watermark, for the first line
   */
  public static Optional<String> between(
      String where,
      Funnel funnel,
      List<Event> events,
      List<Progress> expected,
      List<Progress> actual) {
    TreeSet<String> wanted = new TreeSet<>(expected.stream().map(Difference::show).toList());
    TreeSet<String> said = new TreeSet<>(actual.stream().map(Difference::show).toList());
    if (wanted.equals(said) && expected.size() == actual.size()) {
      return Optional.empty();
    }
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(said);
    TreeSet<String> tooMany = new TreeSet<>(said);
    tooMany.removeAll(wanted);
    List<String> lines = new ArrayList<>();
    lines.add(where);
    lines.add(show(funnel));
    events.stream().sorted(Comparator.comparingLong(Event::time)).forEach(e -> lines.add(show(e)));
    missing.forEach(line -> lines.add("expected " + line));
    tooMany.forEach(line -> lines.add("but was  " + line));
    lines.add("(" + expected.size() + " expected, " + actual.size() + " said)");
    return Optional.of(String.join("\n", lines));
  }

  /** One progress on one line; equal lines are equal progress. */
  public static String show(Progress progress) {
    StringBuilder line = new StringBuilder();
    line.append(progress.funnel()).append(' ').append(progress.unit());
    line.append(" cohort ")
        .append(progress.cohortStart())
        .append("..")
        .append(progress.cohortEnd());
    line.append(" reached ").append(progress.furthest()).append(' ').append(progress.outcome());
    line.append(" times ").append(java.util.Arrays.toString(progress.times()));
    line.append(" values ").append(java.util.Arrays.toString(progress.values()));
    return line.toString();
  }

  private static String show(Event event) {
    return "  "
        + event.time()
        + " "
        + event.name()
        + " of "
        + event.user()
        + " "
        + new TreeMap<>(event.properties())
        + (event.id() == null ? "" : " id " + event.id());
  }

  /** A funnel on one line. */
  public static String show(Funnel funnel) {
    List<String> parts = new ArrayList<>();
    for (Step step : funnel.steps()) {
      parts.add(show(step.fills()) + (step.optional() ? "?" : ""));
    }
    String line = funnel.order() + " " + String.join(" > ", parts);
    line += " within " + funnel.within().millis() + " cohort " + funnel.cohort().length();
    line += " in " + funnel.zone() + " unit " + funnel.unit();
    line += funnel.hold().isEmpty() ? "" : " hold " + funnel.hold();
    line += funnel.ignore().isEmpty() ? "" : " ignore " + new TreeSet<>(funnel.ignore());
    for (Exclusion exclusion : funnel.exclusions()) {
      line += " exclude " + show(exclusion.ends());
      line += " from " + exclusion.after() + " to " + exclusion.before();
    }
    return line;
  }

  private static String show(Selector selector) {
    String names =
        selector.names().isEmpty() ? "*" : String.join("|", new TreeSet<>(selector.names()));
    List<String> conditions = new ArrayList<>();
    selector
        .filters()
        .forEach(
            f ->
                conditions.add(
                    f.property() + " " + f.operator() + " " + f.operands().get(0).text()));
    return names + (conditions.isEmpty() ? "" : conditions.toString());
  }
}
