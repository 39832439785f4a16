package dev.footfall.funnel;

import dev.footfall.funnel.Experiment.Guard;
import dev.footfall.funnel.Experiment.Variant;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An experiment's definition as one plain sentence. */
public final class ExperimentSentence {

  private static final MathContext DIGITS = new MathContext(4);

  private ExperimentSentence() {}

  /**
   * {@code Users who did register from 2026-01-05T00:00:00Z on, by variant: do as many of b (50 %)
   * as of the control a (50 %) reach purchase within 14 days? …}
   */
  public static String english(Experiment experiment) {
    List<String> clauses = new ArrayList<>();
    clauses.add(
        "Users who did %s from %s until %s, by %s: do as many of %s as of the control %s reach %s within %s?"
            .formatted(
                EnglishSentence.event(experiment.exposure()),
                Instant.ofEpochMilli(experiment.start()),
                Instant.ofEpochMilli(experiment.end()),
                experiment.variant(),
                EnglishSentence.listed(treatments(experiment), "and"),
                named(experiment.variants().get(experiment.controlIndex())),
                experiment.stepName(experiment.metric()),
                EnglishSentence.length(Duration.ofMillis(experiment.funnel().within().millis()))));
    for (Guard guard : experiment.guards()) {
      clauses.add(
          experiment.stepName(guard.step())
              + " must not fall by "
              + percent(guard.margin())
              + " points.");
    }
    clauses.add(
        "False findings in %s %% of experiments at most, however often one looks; sharpest at %,d users%s."
            .formatted(
                percent(experiment.alpha()),
                experiment.planned(),
                experiment.leastEffect() == 0
                    ? ""
                    : "; less than %s points is of no interest"
                        .formatted(percent(experiment.leastEffect()))));
    return String.join(" ", clauses);
  }

  private static List<String> treatments(Experiment experiment) {
    return experiment.variants().stream()
        .filter(variant -> !variant.name().equals(experiment.control()))
        .map(ExperimentSentence::named)
        .toList();
  }

  private static String named(Variant variant) {
    return variant.name() + " (" + percent(variant.share()) + " %)";
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share)
        .movePointRight(2)
        .round(DIGITS)
        .stripTrailingZeros()
        .toPlainString();
  }
}
