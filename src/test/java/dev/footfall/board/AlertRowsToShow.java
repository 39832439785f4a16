package dev.footfall.board;

/** Rows of alerts as the job writes them: of two patterns, and of a funnel. */
final class AlertRowsToShow {

  private AlertRowsToShow() {}

  static String[] inserts() {
    return new String[] {
      pattern("cart-left", "Cart left behind", "ann", "2026-11-21 09:30", "cart"),
      pattern("cart-left", "Cart left behind", "=bob", "2026-11-20 08:00", "cart"),
      pattern("cart-left", "Cart left behind", "ann", "2026-09-01 08:00", "cart"),
      pattern(
          "trouble", "The card was declined", "<b>eve</b>", "2026-11-21 09:40", "payment_error"),
      "insert into alerts values ('trial-conversion', 'v1', '', '2026-11-19 16:00', 'Trial unlike"
          + " before', '2026-11-04 16:00', '2026-11-05 16:00', '[]', 'trial', 500, 20, 0.04, 0.0725,"
          + " 0.131, 14, 7000, 700, '2026-11-19 16:00')",
    };
  }

  /** The trial's cohorts fell out of their band on the last day too. */
  static String cohortOfLate() {
    return "insert into alerts values ('trial-conversion', 'v1', '', '2026-11-21 08:00', 'Trial unlike"
        + " before', '2026-11-05 16:00', '2026-11-06 16:00', '[]', 'trial', 700, 50, 0.0714, 0.08,"
        + " 0.095, 14, 7000, 600, '2026-11-21 08:00')";
  }

  private static String pattern(String alert, String title, String unit, String at, String event) {
    return ("insert into alerts values ('%s', 'v1', '%s', '%s', '%s', timestamp '%s' - interval '30"
            + " min', timestamp '%s' - interval '30 min', '[{\"event\":\"%s\",\"time\":"
            + "\"2026-11-21T09:00:00Z\",\"properties\":{\"item\":\"1\"}}]', null, null, null, null,"
            + " null, null, null, null, null, '%s')")
        .formatted(alert, unit, at, title, at, at, event, at);
  }
}
