package dev.footfall.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API answers of reports. Rates and differences are shares, 0.01 a point; what has no
 * value, such as a rate of nobody, is null.
 */
final class ReportAnswers {

  private ReportAnswers() {}

  /** {@code GET /api/reports}: those declared, in the order written, then those with rows only. */
  record All(List<Report> reports) {}

  /**
   * One report.
   *
   * @param kind as in files of definitions
   * @param declared whether it is; of one that is not, only its rows are known
   * @param windowMs null where there is one window over everything, or nobody says
   * @param unit the property whose values it follows; null if it follows users, or nobody says
   * @param breakdown the property by which it is split; null without one
   * @param days of a retention report: the last day that is counted
   * @param entry of a retention report: by which events users enter; empty if by any
   * @param returns of a retention report: which events count as coming back; empty if any
   * @param funnel of a report on a funnel: its id
   * @param lookBackMs of a report on channels: how long a touch is remembered
   * @param costs of a report on channels: what a channel costs a day
   * @param extent what there is of it; null without rows
   */
  record Report(
      String report,
      String title,
      String kind,
      boolean declared,
      String timeZone,
      @Nullable Long windowMs,
      @Nullable String unit,
      @Nullable String breakdown,
      @Nullable Integer days,
      @Nullable List<String> entry,
      @Nullable List<String> returns,
      @Nullable String funnel,
      @Nullable Long lookBackMs,
      Map<String, Double> costs,
      @Nullable Extent extent) {

    Report with(Extent other) {
      return new Report(
          report,
          title,
          kind,
          declared,
          timeZone,
          windowMs,
          unit,
          breakdown,
          days,
          entry,
          returns,
          funnel,
          lookBackMs,
          costs,
          other);
    }
  }

  /**
   * What there is of a report, whatever the period.
   *
   * @param version the one that goes on being counted
   * @param lastEnd where its newest window ends
   * @param watermark everything up to this event time is counted
   */
  record Extent(
      String version,
      @Nullable String firstWindow,
      @Nullable String lastEnd,
      @Nullable String watermark,
      @Nullable String lastWrite) {

    /** The same, known to be counted up to there. */
    Extent at(Instant latest) {
      return new Extent(version, firstWindow, lastEnd, latest.toString(), lastWrite);
    }
  }

  /**
   * {@code GET /api/reports/{id}}.
   *
   * @param from the first start of a window that is in it; null for all
   * @param closed whether its numbers are those of final windows only
   * @param closedUntil the end of the newest final window; null without one
   * @param value the value of the breakdown; empty for the total
   * @param values those there are, up to a bound
   * @param windows those of the period, the oldest first; with {@code closed}, the final ones
   * @param windowsLeftOff whether there were more; the newest are here
   * @param cells the figures of these windows, added up
   * @param cellsLeftOff whether there were more than are listed
   * @param rows the figures window by window
   * @param rowsLeftOff whether there were more than are listed
   * @param retention of such a report; null for others, and so on
   */
  record One(
      Report report,
      @Nullable String from,
      @Nullable String to,
      boolean closed,
      @Nullable String closedUntil,
      String value,
      List<String> values,
      List<Window> windows,
      boolean windowsLeftOff,
      List<Cell> cells,
      boolean cellsLeftOff,
      List<Row> rows,
      boolean rowsLeftOff,
      @Nullable Retention retention,
      @Nullable Channels channels,
      @Nullable Next next) {}

  /**
   * One window of event time.
   *
   * @param isFinal whether its numbers never change again
   * @param truncated whether it has more names than rows are written for
   * @param partial whether it had begun when the report was declared: some is not in it
   */
  record Window(
      String start,
      String end,
      @JsonProperty("final") boolean isFinal,
      boolean truncated,
      boolean partial) {}

  /** A figure; what it means, the part says. */
  record Cell(
      String part,
      int position,
      String fromName,
      String toName,
      long amount,
      long ofThem,
      long sumMs) {}

  /** The same of one window. */
  record Row(
      String windowStart,
      String windowEnd,
      String part,
      int position,
      String fromName,
      String toName,
      long amount,
      long ofThem,
      long sumMs,
      @JsonProperty("final") boolean isFinal) {}

  /**
   * Who came back.
   *
   * @param days the last day that is counted
   * @param average day by day, of all cohorts for which the day is over
   */
  record Retention(int days, List<Cohort> cohorts, List<AverageDay> average) {}

  /** Users by the window of their entry. */
  record Cohort(String start, String end, boolean partial, long entered, List<Day> days) {}

  /**
   * One day after the entry.
   *
   * @param returned users who came back on it
   * @param later users who came back on it or later
   * @param over whether the day has ended for everybody in the cohort
   * @param allOver whether the last day that is counted has
   * @param share of those who entered; null while the day is not over
   * @param laterShare likewise; null while the last day is not over
   */
  record Day(
      int day,
      long returned,
      long later,
      boolean over,
      boolean allOver,
      @Nullable Double share,
      @Nullable Double laterShare) {}

  /**
   * Cohorts for which a day is over, added up.
   *
   * @param laterCohorts those for which every day is over, with {@code laterEntered} users
   */
  record AverageDay(
      int day,
      int cohorts,
      long entered,
      long returned,
      @Nullable Double share,
      int laterCohorts,
      long laterEntered,
      long later,
      @Nullable Double laterShare) {}

  /**
   * Where users and conversions come from.
   *
   * @param days how long the period was so far, in days
   * @param matureDays of which the users have had their look-back
   * @param conversions all of them; each model adds up to these
   * @param untouched those without any touch, credited to {@code (none)}
   */
  record Channels(
      double days,
      double matureDays,
      long users,
      long matureUsers,
      long converted,
      @Nullable Double rate,
      long conversions,
      long untouched,
      List<Channel> channels) {}

  /**
   * One channel.
   *
   * @param users whom it brought
   * @param matureUsers of whom these have had their look-back
   * @param converted of these
   * @param linear in conversions, of which each may be divided
   * @param costPerUser the cost of the period by the users of the period; null without costs
   * @param costPerAcquisition the cost of {@code matureDays} by those who converted
   */
  record Channel(
      String channel,
      long users,
      @Nullable Double shareOfUsers,
      long matureUsers,
      long converted,
      @Nullable Double rate,
      long first,
      @Nullable Double shareOfFirst,
      long last,
      @Nullable Double shareOfLast,
      double linear,
      @Nullable Double shareOfLinear,
      @Nullable Double cost,
      @Nullable Double costPerUser,
      @Nullable Double costPerAcquisition) {}

  /**
   * What came next in a funnel.
   *
   * @param units those of the funnel's final rows
   * @param converted of these
   * @param steps those after which anybody dropped
   * @param leastUnits what a signal needs with and without it: so many units
   * @param leastConversions of whom so many converted, and so many did not
   * @param alpha the chance of any false finding among those of a step
   */
  record Next(
      long units,
      long converted,
      List<NextStep> steps,
      long leastUnits,
      long leastConversions,
      double alpha) {}

  /**
   * One step.
   *
   * @param name as the funnel calls it; null where it is not known
   * @param reached units that got so far
   * @param dropped those of them that got no further and dropped
   * @param next what they did next, {@code (nothing)} among it, beside what those did who converted
   * @param last what was last seen of them, {@code property=value}, likewise
   * @param signals what goes with conversion or against it, of those that got so far, the surest
   *     first
   * @param compared how many signals had enough units to be judged
   */
  record NextStep(
      int step,
      @Nullable String name,
      long reached,
      long dropped,
      List<Beside> next,
      List<Beside> last,
      List<Signal> signals,
      int compared) {}

  /** One name among those who dropped and among all who converted, as counts and as shares. */
  record Beside(
      String name,
      long dropped,
      @Nullable Double shareOfDropped,
      long converted,
      @Nullable Double shareOfConverted) {}

  /**
   * Something that was seen of some units and not of others.
   *
   * @param what {@code seen}: an event; {@code last}: the last value of a property
   * @param with units of which it was seen
   * @param without units of which it was not
   * @param lift the rate with it, relative to the rate without, less one
   * @param lower of an interval that holds for all signals at once
   * @param adjustedP after Holm, over all signals that were compared
   * @param finding {@code more} or {@code fewer} convert with it, {@code none} can be told, or
   *     {@code few}: too few units to say anything
   */
  record Signal(
      String what,
      String name,
      Group with,
      Group without,
      @Nullable Double lift,
      @Nullable Double lower,
      @Nullable Double upper,
      @Nullable Double adjustedP,
      String finding) {}

  /** Units, and those of them that converted. */
  record Group(long units, long converted, @Nullable Double rate) {}
}
