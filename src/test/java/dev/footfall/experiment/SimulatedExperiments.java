package dev.footfall.experiment;

import dev.footfall.experiment.Counts.OfVariant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Experiments whose truth is known, watched from beginning to end by the judge that the job uses.
 * Each is named by its seed and can be had again.
 */
final class SimulatedExperiments {

  /** The verdicts at which somebody would stop and act. */
  private static final List<Verdict> FOUND = List.of(Verdict.WINNER, Verdict.LOSER);

  /**
   * What came of many runs.
   *
   * @param found the share of runs in which a winner or a loser was ever named
   * @param alarmed the share in which the split was ever said to be broken
   * @param medianUnits of both arms together, when that happened
   */
  record Outcome(double found, double alarmed, long medianUnits) {}

  /**
   * An experiment in which all have had their time at once.
   *
   * @param rateA the control's
   * @param shareA of all units that see the control, where a half should
   * @param perArm units of each arm in the end
   * @param looks spread evenly
   */
  record Scenario(double rateA, double rateB, double shareA, int perArm, int looks) {

    Outcome run(int runs, long seed) {
      Random random = new Random(seed);
      Plan plan = plan(2.0 * perArm);
      Judge judge = new Judge(plan);
      Runs results = new Runs(runs);
      for (int run = 0; run < runs; run++) {
        Evidence evidence = Evidence.none(plan);
        long[] units = new long[2];
        long[] conversions = new long[2];
        for (int look = 0; look < looks && !results.isOver(run); look++) {
          for (int unit = 0; unit < 2 * perArm / looks; unit++) {
            int arm = random.nextDouble() < shareA ? 0 : 1;
            units[arm]++;
            conversions[arm] += random.nextDouble() < (arm == 0 ? rateA : rateB) ? 1 : 0;
          }
          evidence = results.note(run, judge.look(evidence, counts(units, conversions)), units);
        }
      }
      return results.outcome();
    }
  }

  /**
   * Both arms convert alike in the end, but B in less time: units come evenly over 28 days and have
   * 7, and somebody looks every six hours.
   *
   * @param matured whether only those count who have had their time, as they should
   */
  static Outcome equalButFaster(boolean matured, int perArm, int runs, long seed) {
    Random random = new Random(seed);
    double days = 28;
    Plan plan = plan(2.0 * perArm);
    Judge judge = new Judge(plan);
    Runs results = new Runs(runs);
    for (int run = 0; run < runs; run++) {
      double[][] entered = new double[2][perArm];
      double[][] converted = new double[2][perArm];
      for (int arm = 0; arm < 2; arm++) {
        for (int unit = 0; unit < perArm; unit++) {
          entered[arm][unit] = days * random.nextDouble();
          double took = -Math.log(1 - random.nextDouble() * 0.95) * (arm == 0 ? 2.3 : 1.15);
          converted[arm][unit] =
              random.nextDouble() < 0.1 ? entered[arm][unit] + Math.min(7, took) : Double.MAX_VALUE;
        }
      }
      Evidence evidence = Evidence.none(plan);
      for (double now = 0.25; now <= days + 7 && !results.isOver(run); now += 0.25) {
        long[] units = new long[2];
        long[] conversions = new long[2];
        for (int arm = 0; arm < 2; arm++) {
          for (int unit = 0; unit < perArm; unit++) {
            if (entered[arm][unit] + (matured ? 7 : 0) <= now) {
              units[arm]++;
              conversions[arm] += converted[arm][unit] <= now ? 1 : 0;
            }
          }
        }
        evidence = results.note(run, judge.look(evidence, counts(units, conversions)), units);
      }
    }
    return results.outcome();
  }

  private static Plan plan(double planned) {
    return new Plan(List.of("a", "b"), List.of(0.5, 0.5), 0, 1, List.of(), 0.05, planned, 0);
  }

  private static Counts counts(long[] units, long[] conversions) {
    List<OfVariant> variants = new ArrayList<>();
    for (int arm = 0; arm < 2; arm++) {
      List<Long> reached = List.of(conversions[arm]);
      variants.add(new OfVariant(units[arm], units[arm], reached, reached));
    }
    return new Counts(variants, 0);
  }

  /** Who found what, and when. */
  private static final class Runs {
    private final boolean[] found;
    private final boolean[] alarmed;
    private final List<Long> units = new ArrayList<>();

    Runs(int runs) {
      found = new boolean[runs];
      alarmed = new boolean[runs];
    }

    boolean isOver(int run) {
      return found[run] || alarmed[run];
    }

    Evidence note(int run, Judge.Look look, long[] seen) {
      Verdict verdict = look.findings().get(0).verdict();
      found[run] = FOUND.contains(verdict);
      alarmed[run] = verdict == Verdict.SAMPLE_RATIO_MISMATCH;
      if (isOver(run)) {
        units.add(Arrays.stream(seen).sum());
      }
      return look.evidence();
    }

    Outcome outcome() {
      List<Long> sorted = units.stream().sorted().toList();
      return new Outcome(
          share(found), share(alarmed), sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2));
    }

    private static double share(boolean[] runs) {
      int count = 0;
      for (boolean run : runs) {
        count += run ? 1 : 0;
      }
      return (double) count / runs.length;
    }
  }

  /** Prints what comes of all of them. */
  public static void main(String[] arguments) {
    int runs = 2000;
    int enough = (int) Math.ceil(new Planning(0.05, 0.9).unitsPerArmWatched(0.10, 0.12));
    print("A/A at 10 %, 100 looks", new Scenario(0.10, 0.10, 0.5, 10_000, 100).run(runs, 1));
    print("A/A at 2 %, 100 looks", new Scenario(0.02, 0.02, 0.5, 10_000, 100).run(runs, 2));
    print("A/A at 50 %, 100 looks", new Scenario(0.5, 0.5, 0.5, 5_000, 100).run(runs, 3));
    print("equal but faster, had their time", equalButFaster(true, 10_000, 500, 4));
    print("equal but faster, all (not what is done)", equalButFaster(false, 10_000, 500, 4));
    print("55/45 split", new Scenario(0.10, 0.10, 0.55, 5_000, 100).run(runs, 5));
    print("51/49 split, 50,000", new Scenario(0.10, 0.10, 0.51, 25_000, 100).run(500, 6));
    print("10 % to 12 %, " + enough, new Scenario(0.10, 0.12, 0.5, enough, 100).run(runs, 7));
    int usual = (int) Math.ceil(new Planning(0.05, 0.8).unitsPerArmWatched(0.10, 0.12));
    print("10 % to 12 %, " + usual, new Scenario(0.10, 0.12, 0.5, usual, 100).run(runs, 8));
  }

  private static void print(String what, Outcome outcome) {
    System.out.printf(
        "%-45s found %5.1f %%  split alarm %5.1f %%  median units %,d%n",
        what, 100 * outcome.found(), 100 * outcome.alarmed(), outcome.medianUnits());
  }

  private SimulatedExperiments() {}
}
