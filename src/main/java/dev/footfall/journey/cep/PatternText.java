package dev.footfall.journey.cep;

import dev.footfall.funnel.Filter;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.yaml.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The pattern of a funnel in words, as {@code explain} prints it. */
public final class PatternText {

  private PatternText() {}

  /** A line for each stage of the pattern, in the terms of Flink's Pattern API. */
  public static List<String> of(Funnel funnel) {
    List<String> lines = new ArrayList<>();
    for (int position = 1; position <= funnel.steps().size(); position++) {
      Step step = funnel.steps().get(position - 1);
      String stage = "\"" + FunnelPattern.stageOf(position) + "\"";
      String takes = step.name() + ": " + words(step.fills());
      if (position == 1) {
        lines.add("begin(" + stage + ", noSkip).where(" + takes + ")");
      } else {
        lines.add(
            "  .followedBy("
                + stage
                + ").optional().where(after stage "
                + (position - 1)
                + ", "
                + takes
                + endsAt(position - 1, funnel)
                + ")");
      }
    }
    lines.add(
        funnel.within().isNone()
            ? "  without a limit"
            : "  .within("
                + DurationText.of(Duration.ofMillis(funnel.within().millis()))
                + " + 1ms, for the end counts)");
    return lines;
  }

  private static String endsAt(int step, Funnel funnel) {
    String ends =
        funnel.exclusions().stream()
            .filter(exclusion -> exclusion.activeAt(step))
            .map(exclusion -> words(exclusion.ends()))
            .collect(Collectors.joining(" or "));
    return ends.isEmpty() ? "" : "; or ended by " + ends;
  }

  /** What a selector accepts. */
  public static String words(Selector selector) {
    String names =
        selector.names().isEmpty()
            ? "any event"
            : String.join(" or ", new TreeSet<>(selector.names()));
    String filters =
        selector.filters().stream().map(PatternText::words).collect(Collectors.joining(" and "));
    return filters.isEmpty() ? names : names + " where " + filters;
  }

  private static String words(Filter filter) {
    return filter.property()
        + " "
        + filter.operator().name().toLowerCase(Locale.ROOT)
        + " "
        + filter.operands().stream().map(Filter.Operand::text).collect(Collectors.joining(", "));
  }
}
