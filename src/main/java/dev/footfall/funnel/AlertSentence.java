package dev.footfall.funnel;

import dev.footfall.funnel.PatternAlert.Element;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An alert's definition as one plain sentence. */
public final class AlertSentence {

  private AlertSentence() {}

  /** {@code Tells of a user with cart, then no pay for 30 minutes; …} */
  public static String english(Alert alert) {
    return alert instanceof PatternAlert pattern ? pattern(pattern) : cohort((CohortAlert) alert);
  }

  private static String pattern(PatternAlert alert) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < alert.elements().size(); i++) {
      parts.add(element(alert.elements().get(i), i == alert.elements().size() - 1));
    }
    StringBuilder sentence = new StringBuilder("Tells of a ");
    sentence.append(alert.concernsUsers() ? "user" : "unit (by " + alert.unit() + ")");
    sentence.append(" with ").append(String.join(", then ", parts));
    boolean takesTime =
        alert.elements().stream().filter(one -> !one.absent()).count() > 1
            || alert.elements().get(0).times() > 1;
    if (!alert.within().isNone() && takesTime) {
      sentence.append(", all within ").append(length(alert.within().millis()));
    }
    if (alert.cooldown() > 0) {
      sentence.append("; at most once in ").append(length(alert.cooldown()));
    }
    return sentence.append('.').toString();
  }

  private static String element(Element element, boolean last) {
    String events = EnglishSentence.event(element.accepts());
    String within = element.within().isNone() ? "" : length(element.within().millis());
    if (element.absent()) {
      return "no " + events + (last ? " for " + within : " before what follows");
    }
    String times = element.times() == 1 ? events : element.times() + " × " + events;
    return within.isEmpty() ? times : times + " within " + within;
  }

  private static String cohort(CohortAlert alert) {
    return "Tells of a closed cohort of %s of whom more or fewer reached %s than is usual of the %d closed before; falsely of %s %% of cohorts at most."
        .formatted(
            alert.funnel(),
            alert.step(),
            alert.cohorts(),
            BigDecimal.valueOf(alert.alpha())
                .movePointRight(2)
                .stripTrailingZeros()
                .toPlainString());
  }

  private static String length(long millis) {
    return EnglishSentence.length(Duration.ofMillis(millis));
  }
}
