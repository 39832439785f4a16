package dev.footfall.report;

import dev.footfall.funnel.CohortWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Adds up what is counted of many users before it is shuffled by window. Whoever has it sends it on
 * before each watermark and checkpoint, so it is no state. What is told of one user goes on at
 * once.
 */
final class HeldFigures implements Figures {

  /** So many cells are held at most before they are sent on. */
  private static final int MAX_HELD = 20_000;

  private final Consumer<FigureDelta> next;
  private final Consumer<NextOfUnit> ofUnits;
  private final Map<ReportVersion, Map<CohortWindow, Map<Cell, Sum>>> held = new HashMap<>();
  private ReportVersion report;
  private DeclaredReport.OfFunnel funnel;
  private String user = "";
  private int cells;

  /** What one cell has changed by. */
  private static final class Sum {
    long since = Long.MAX_VALUE;
    long count;
    long ofThem;
    long millis;

    void add(long at, Amounts amounts) {
      since = Math.min(since, at);
      count += amounts.count();
      ofThem += amounts.ofThem();
      millis += amounts.millis();
    }

    FigureDelta.Part of(Cell cell) {
      return new FigureDelta.Part(cell, since, new Amounts(count, ofThem, millis));
    }
  }

  /**
   * @param next gets what has been added up
   * @param ofUnits gets what is told of one user
   */
  HeldFigures(Consumer<FigureDelta> next, Consumer<NextOfUnit> ofUnits) {
    this.next = next;
    this.ofUnits = ofUnits;
    this.report = new ReportVersion("", "", "", 0, "", 0, 0);
    this.funnel = DeclaredReport.OfFunnel.NONE;
  }

  /** What is counted and told from now on is of this report and user. */
  void of(FollowedReports.One one, String whose) {
    report = one.version();
    funnel = one.funnel();
    user = whose;
  }

  @Override
  public void tell(CohortWindow window, NextOfUnit.Told told) {
    ofUnits.accept(
        new NextOfUnit(
            funnel.id(),
            funnel.version(),
            user,
            window.start(),
            window.end(),
            report.id(),
            report.version(),
            report.since(),
            told));
  }

  @Override
  public void count(CohortWindow window, long at, String value, Cell cell, Amounts amounts) {
    Map<Cell, Sum> ofWindow =
        held.computeIfAbsent(report, version -> new HashMap<>())
            .computeIfAbsent(window, its -> new LinkedHashMap<>());
    add(cell, at, amounts, ofWindow);
    if (!value.isEmpty()) {
      add(cell.among(value), at, amounts, ofWindow);
    }
  }

  private void add(Cell cell, long at, Amounts amounts, Map<Cell, Sum> ofWindow) {
    Sum sum = ofWindow.get(cell);
    if (sum == null) {
      sum = new Sum();
      ofWindow.put(cell, sum);
      cells++;
    }
    sum.add(at, amounts);
  }

  /** Sends on what is held, if it is a lot. */
  void sendOnIfMany() {
    if (cells >= MAX_HELD) {
      sendOn();
    }
  }

  void sendOn() {
    held.forEach(
        (version, windows) ->
            windows.forEach(
                (window, sums) -> {
                  List<FigureDelta.Part> parts = new ArrayList<>(sums.size());
                  sums.forEach((cell, sum) -> parts.add(sum.of(cell)));
                  next.accept(new FigureDelta(version, window, parts));
                }));
    held.clear();
    cells = 0;
  }
}
