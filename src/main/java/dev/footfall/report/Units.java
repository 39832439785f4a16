package dev.footfall.report;

import dev.footfall.funnel.Report;

/** Whom an operator follows. */
enum Units {
  USERS,
  OTHERS;

  /** Whether the report follows these. */
  boolean areOf(Report report) {
    return report.frame().followsUsers() == (this == USERS);
  }
}
