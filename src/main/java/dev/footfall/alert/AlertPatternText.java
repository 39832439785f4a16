package dev.footfall.alert;

import dev.footfall.funnel.PatternAlert;
import dev.footfall.journey.cep.PatternText;
import dev.footfall.yaml.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The pattern of an alert in words, as {@code explain} prints it. */
public final class AlertPatternText {

  private AlertPatternText() {}

  /** A line for each stage of the pattern, in the terms of Flink's Pattern API. */
  public static List<String> of(PatternAlert alert) {
    List<String> lines = new ArrayList<>();
    List<Stage> stages = Stage.of(alert);
    for (Stage stage : stages) {
      if (stage.forbidden() != Stage.NOTHING) {
        lines.add(
            "  .notFollowedBy(\"not %s\").where(%s)"
                .formatted(stage.name(), wordsOf(stage.forbidden(), alert)));
      }
      lines.add(
          (lines.isEmpty()
                  ? "begin(\"%s\", noSkip).where(%s%s)"
                  : "  .followedBy(\"%s\").where(%s%s)")
              .formatted(stage.name(), wordsOf(stage.element(), alert), limits(stage, alert)));
    }
    if (alert.endsWithAbsence()) {
      lines.add(
          "  .followedBy(\"%s\").optional().where(%s, up to %s after \"%s\")"
              .formatted(
                  AlertPattern.BROKEN,
                  wordsOf(alert.elements().size() - 1, alert),
                  length(alert.absence()),
                  stages.get(stages.size() - 1).name()));
    }
    lines.add(
        "  .within(%s + 1ms, for the end counts)"
            .formatted(length(alert.span() + alert.absence())));
    return lines;
  }

  private static String limits(Stage stage, PatternAlert alert) {
    String first = Stage.of(alert).get(0).name();
    StringBuilder limits = new StringBuilder();
    if (!alert.within().isNone() && !stage.name().equals(first)) {
      limits.append(", up to %s after \"%s\"".formatted(length(alert.within().millis()), first));
    }
    if (stage.limit() != Long.MAX_VALUE && !stage.name().equals(stage.anchor())) {
      limits.append(", up to %s after \"%s\"".formatted(length(stage.limit()), stage.anchor()));
    }
    return limits.toString();
  }

  private static String wordsOf(int element, PatternAlert alert) {
    return PatternText.words(alert.elements().get(element).accepts());
  }

  private static String length(long millis) {
    return DurationText.of(Duration.ofMillis(millis));
  }
}
