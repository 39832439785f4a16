package dev.footfall.experiment;

/** What may be said of one variant against the control; the first of these that is true. */
public enum Verdict {
  /** Units are not split as they should be: something is broken, and nothing else may be said. */
  SAMPLE_RATIO_MISMATCH(false),
  /** Too few have had their time. */
  COLLECTING(false),
  /** A guardrail has fallen by more than its margin. */
  GUARDRAIL_BREACH(true),
  /** More convert than with the control. */
  WINNER(true),
  /** Fewer convert than with the control. */
  LOSER(true),
  /** Whatever difference there is, it is smaller than one that matters. */
  NO_DIFFERENCE_OF_INTEREST(true),
  /** Nothing can be said yet. */
  UNDECIDED(false);

  private final boolean lasting;

  Verdict(boolean lasting) {
    this.lasting = lasting;
  }

  /** Whether it stays once it was reached, unless the split turns out to be broken. */
  boolean isLasting() {
    return lasting;
  }
}
