package dev.footfall.journey.cep;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.Step;
import java.util.ArrayList;
import java.util.List;

/** What a Flink CEP pattern cannot say of a funnel. */
public final class PatternLimits {

  private PatternLimits() {}

  /**
   * Each reason why no pattern can serve this funnel, in words for its author; empty if one can.
   */
  public static List<String> of(Funnel funnel) {
    List<String> limits = new ArrayList<>();
    if (funnel.order() == Order.STRICT) {
      limits.add(
          "order: strict ends a run at any other event of the unit; a pattern that counts such a run as"
              + " dropped would have to see every event");
    }
    if (funnel.order() == Order.ANY) {
      limits.add(
          "order: any would need a pattern for every order of the steps, "
              + factorial(funnel.steps().size())
              + " of them");
    }
    if (funnel.steps().stream().anyMatch(Step::optional)) {
      limits.add(
          "optional steps: a pattern with an optional stage cannot tell a run that skipped it from one that"
              + " still waits for it");
    }
    return limits;
  }

  static void require(Funnel funnel) {
    List<String> limits = of(funnel);
    if (!limits.isEmpty()) {
      throw new IllegalArgumentException(
          "funnel " + funnel.id() + " cannot be a Flink CEP pattern: " + String.join("; ", limits));
    }
  }

  private static String factorial(int steps) {
    java.math.BigInteger product = java.math.BigInteger.ONE;
    for (int factor = 2; factor <= steps; factor++) {
      product = product.multiply(java.math.BigInteger.valueOf(factor));
    }
    return product.toString();
  }
}
