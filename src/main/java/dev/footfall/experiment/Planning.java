package dev.footfall.experiment;

import java.util.function.DoubleUnaryOperator;

/**
 * How large an experiment must be, of two arms of equal size.
 *
 * @param alpha how often a difference is found where there is none, on both sides together
 * @param power how often one is found that is there
 */
public record Planning(double alpha, double power) {

  /** Halvings that leave nothing of a double's precision. */
  private static final int HALVINGS = 200;

  /**
   * Units an arm for one look at the end: ((z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2)) / (p1 -
   * p2))² with p the mean rate (Fleiss; {@code power.prop.test} of R).
   *
   * @param baseline the control's rate
   * @param target the treatment's, another one
   */
  public double unitsPerArm(double baseline, double target) {
    return units(baseline, target, Gauss.above(alpha / 2));
  }

  /**
   * The same for an experiment that is watched all the time: units an arm at which one look with
   * always valid numbers finds the difference with this power. They are tuned to that very size.
   * Mostly it is found much earlier.
   */
  public double unitsPerArmWatched(double baseline, double target) {
    // At the size it is tuned to, the multiplier is the same for every size.
    return units(baseline, target, AlwaysValid.tunedTo(1, alpha).multiplier(1));
  }

  /**
   * Units an arm for one look at the end where units bring a number each: 2 s² ((z_a + z_b) /
   * effect)².
   *
   * @param deviation the standard deviation of the numbers of either arm
   * @param effect the difference of the means, another than 0
   */
  public double unitsPerArmOfValues(double deviation, double effect) {
    return unitsOfValues(deviation, effect, Gauss.above(alpha / 2));
  }

  /** The same for an experiment that is watched all the time; see {@link #unitsPerArmWatched}. */
  public double unitsPerArmOfValuesWatched(double deviation, double effect) {
    return unitsOfValues(deviation, effect, AlwaysValid.tunedTo(1, alpha).multiplier(1));
  }

  private double unitsOfValues(double deviation, double effect, double multiplier) {
    double z = (multiplier + Gauss.above(1 - power)) * deviation / effect;
    return 2 * z * z;
  }

  private double units(double baseline, double target, double multiplier) {
    double mean = (baseline + target) / 2;
    double root =
        multiplier * Math.sqrt(2 * mean * (1 - mean))
            + Gauss.above(1 - power) * Math.sqrt(spread(baseline) + spread(target));
    return root * root / ((target - baseline) * (target - baseline));
  }

  private static double spread(double rate) {
    return rate * (1 - rate);
  }

  /**
   * The power that so many units an arm give to one look at the end; the far tail is left out, as R
   * does.
   */
  public double powerOf(double unitsPerArm, double baseline, double target) {
    double mean = (baseline + target) / 2;
    double z =
        (Math.sqrt(unitsPerArm) * Math.abs(target - baseline)
                - Gauss.above(alpha / 2) * Math.sqrt(2 * mean * (1 - mean)))
            / Math.sqrt(spread(baseline) + spread(target));
    return Gauss.tailAbove(-z);
  }

  /**
   * The smallest rate above the baseline that one look at the end at so many units an arm finds.
   */
  public double detectable(double unitsPerArm, double baseline) {
    return smallestAbove(baseline, target -> unitsPerArm(baseline, target), unitsPerArm);
  }

  /**
   * The smallest rate above the baseline that is found by then if somebody watches all the time.
   */
  public double detectableWatched(double unitsPerArm, double baseline) {
    return smallestAbove(baseline, target -> unitsPerArmWatched(baseline, target), unitsPerArm);
  }

  /** The smallest difference of means that one look at the end at so many units an arm finds. */
  public double detectableOfValues(double unitsPerArm, double deviation) {
    // The units needed fall with the square of the effect.
    return Math.sqrt(unitsPerArmOfValues(deviation, 1) / unitsPerArm);
  }

  /** The smallest that is found by then if somebody watches all the time. */
  public double detectableOfValuesWatched(double unitsPerArm, double deviation) {
    return Math.sqrt(unitsPerArmOfValuesWatched(deviation, 1) / unitsPerArm);
  }

  /** What is needed falls as the target rises; 1 if even that cannot be found. */
  private static double smallestAbove(double baseline, DoubleUnaryOperator needed, double units) {
    double low = baseline;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (middle > baseline && needed.applyAsDouble(middle) <= units) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
