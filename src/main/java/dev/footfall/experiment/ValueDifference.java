package dev.footfall.experiment;

import java.util.Optional;

/**
 * The mean of a treatment's values against that of the control's.
 *
 * @param control what is compared with
 * @param treatment what is compared
 */
public record ValueDifference(Values control, Values treatment) {

  private double ofControl() {
    return control.variance() / control.units();
  }

  private double ofTreatment() {
    return treatment.variance() / treatment.units();
  }

  /** Whether the values differ at all: without, no standard error says anything. */
  public boolean isSpread() {
    return ofControl() + ofTreatment() > 0;
  }

  /** The one mean less the other, in what the values are counted in. */
  public Estimate absolute() {
    return estimate(treatment.mean() - control.mean(), Math.sqrt(ofControl() + ofTreatment()));
  }

  /**
   * The one mean relative to the other, less one, by the delta method as in GrowthBook; empty where
   * the control's mean is not above 0.
   */
  public Optional<Estimate> lift() {
    if (control.mean() <= 0) {
      return Optional.empty();
    }
    double ratio = treatment.mean() / control.mean();
    double standardError = Math.sqrt(ofTreatment() + ofControl() * ratio * ratio) / control.mean();
    return Optional.of(estimate(ratio - 1, standardError));
  }

  private Estimate estimate(double value, double standardError) {
    double units = (double) control.units() + treatment.units();
    return new Estimate(value, standardError, units, degreesOfFreedom());
  }

  /** Welch's, by Satterthwaite (Biometrika 34, 1947, 28). */
  private double degreesOfFreedom() {
    double both = ofControl() + ofTreatment();
    return both
        * both
        / (ofControl() * ofControl() / (control.units() - 1)
            + ofTreatment() * ofTreatment() / (treatment.units() - 1));
  }
}
