package dev.footfall.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of experiments as the job writes them: one with an effect, one without, one that is broken.
 */
final class ExperimentRowsToShow {

  private ExperimentRowsToShow() {}

  static String[] inserts() {
    List<String> rows = new ArrayList<>();
    for (int day = 16; day <= 20; day++) {
      int units = (day - 14) * 1000;
      rows.add(
          verdict("short-trial", day, units, 0.10, 0.13, day < 19 ? "undecided" : "winner", 1));
      rows.add(verdict("same", day, units, 0.10, 0.101, "undecided", 1));
      rows.add(verdict("uneven", day, units, 0.10, 0.13, "sample_ratio_mismatch", 1e-9));
    }
    rows.add(
        "insert into experiment_verdicts select experiment, version, funnel, variant, 'trial',"
            + " 'guardrail', watermark, 'safe', final, control, exposed_control, exposed,"
            + " matured_control, matured, conversions_control, conversions, multi_exposed,"
            + " rate_control, rate_control_lower, rate_control_upper, rate, rate_lower, rate_upper,"
            + " difference, standard_error, difference_lower, difference_upper, null, null, null,"
            + " null, null, null, null, null, 0.02, exposed_ratio_p, matured_ratio_p, null, null,"
            + " alpha, planned, least_effect, method, since, updated_at from experiment_verdicts"
            + " where experiment = 'short-trial'");
    for (String variant : List.of("a", "b")) {
      int step = 1;
      for (String name : List.of("register", "trial", "purchase")) {
        rows.add(
            "insert into experiment_steps values ('short-trial', 'v1', 'trial', '%s', %d, '%s', 7000,"
                    .formatted(variant, step, name)
                + " 6000, %d, %d, 12, false, '1970-01-01', '2026-11-20 12:00', '2026-11-20 12:00')"
                    .formatted(7000 / (2 * step - 1), 6000 / (2 * step - 1)));
        step++;
      }
      rows.add(time(variant, 0, 7000));
      for (int day = 1; day <= 14; day++) {
        rows.add(time(variant, day * 24, (variant.equals("a") ? 70 : 90) - 4 * day));
      }
    }
    return rows.toArray(new String[0]);
  }

  private static String time(String variant, int hours, int units) {
    return "insert into experiment_times values ('short-trial', 'v1', '%s', '2026-11-01', %d, %d, %d,"
            .formatted(variant, hours * 3_600_000L, Math.max(0, hours - 6) * 3_600_000L, units)
        + " false, '1970-01-01', '2026-11-20 12:00', '2026-11-20 12:00')";
  }

  private static String verdict(
      String experiment, int day, int units, double a, double b, String verdict, double ratioP) {
    double half = 4 / Math.sqrt(units) * 0.6;
    String moment = String.format(Locale.ROOT, "2026-11-%02d 12:00", day);
    return String.format(
        Locale.ROOT,
        "insert into experiment_verdicts values ('%s', 'v1', 'trial', 'b', 'purchase', 'metric', '%s',"
            + " '%s', false, 'a', %d, %d, %d, %d, %d, %d, 12, %f, %f, %f, %f, %f, %f, %f, 0.006, %f,"
            + " %f, 0.02, 0.02, %f, %f, %f, 0.97, 0.001, 0.02, null, %e, 1, 900, 172800000, 0.05,"
            + " 15000, 0.01, 1, '1970-01-01', '%s')",
        experiment,
        moment,
        verdict,
        units + 1000,
        units + 1000,
        units,
        units,
        Math.round(a * units),
        Math.round(b * units),
        a,
        a - half / 2,
        a + half / 2,
        b,
        b - half / 2,
        b + half / 2,
        b - a,
        b - a - half,
        b - a + half,
        b / a - 1,
        b / a - 1 - 3 * half,
        b / a - 1 + 3 * half,
        ratioP,
        moment);
  }
}
