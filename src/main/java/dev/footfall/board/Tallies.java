package dev.footfall.board;

import dev.footfall.funnel.Funnel;

/** The same cohorts added up twice: the closed ones, whose numbers never change again, and all. */
final class Tallies {

  private final Tally closed;
  private final Tally all;
  private boolean truncated;

  Tallies(Funnel funnel) {
    closed = new Tally(funnel);
    all = new Tally(funnel);
  }

  void add(int cohort, StepSet set) {
    all.add(cohort, set);
    if (set.first().isFinal()) {
      closed.add(cohort, set);
    }
    truncated |= set.first().truncated();
  }

  void addAll(Tallies others) {
    closed.addAll(others.closed);
    all.addAll(others.all);
    truncated |= others.truncated;
  }

  void addTimes(
      int step, String measure, long from, long to, boolean isFinal, long units, double sumMillis) {
    all.times(step, measure).add(from, to, units, sumMillis);
    if (isFinal) {
      closed.times(step, measure).add(from, to, units, sumMillis);
    }
  }

  long entered() {
    return all.entered();
  }

  Answers.Histogram histogram(int step, String measure) {
    return new Answers.Histogram(
        step,
        measure,
        Histogram.bins(closed.times(step, measure)),
        Histogram.bins(all.times(step, measure)));
  }

  Answers.Totals totals() {
    return new Answers.Totals(closed.sum(), all.sum());
  }

  Answers.ValueTotals totalsOf(String value) {
    return new Answers.ValueTotals(value, truncated, closed.sum(), all.sum());
  }
}
