package dev.footfall.report;

/**
 * What a window has counted of one cell.
 *
 * @param amounts how much
 * @param since the earliest event time at which something of it came about
 * @param settled whether its names have their places: rows of their own, or {@code (other)}
 * @param told whether readers know the amounts
 */
public record Figure(Amounts amounts, long since, boolean settled, boolean told) {

  static final Figure NOTHING = new Figure(Amounts.NOTHING, Long.MAX_VALUE, false, false);

  Figure plus(Amounts more, long at) {
    return new Figure(amounts.plus(more), Math.min(since, at), settled, false);
  }

  Figure inItsPlace() {
    return new Figure(amounts, since, true, told);
  }

  Figure asTold() {
    return new Figure(amounts, since, settled, true);
  }
}
