package dev.footfall.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API answers, as it is written: names in snake case, times in ISO-8601 UTC, absent values
 * as null.
 */
final class Answers {

  private Answers() {}

  /** {@code GET /api/funnels}: the definitions as shown to a reader. */
  record Funnels(List<Definition> funnels) {}

  /**
   * One definition.
   *
   * @param sentence what is counted, in words, by language
   * @param withinMs null where runs never end
   * @param cohortMs null where there is one cohort over everything
   */
  record Definition(
      String id,
      String title,
      Map<String, String> sentence,
      List<DefinedStep> steps,
      @Nullable Long withinMs,
      @Nullable Long cohortMs,
      String timeZone,
      String unit,
      List<String> breakdowns) {}

  /** One step of a definition. */
  record DefinedStep(int step, String name, boolean optional) {}

  /**
   * {@code GET /api/funnels/{id}/steps}.
   *
   * @param from the first start of a cohort that is in it; null for all
   * @param rows the rows of the tables, sorted by cohort, breakdown, value, step
   * @param rowsLeftOff how many more there were than are listed; the totals have them all
   * @param setsLeftOut how many row sets are in no number here, because they were caught while they
   *     were being written, or are of an earlier definition with another number of steps
   * @param before the period of the same length just before; null if it was not asked for
   * @param trend cohort by cohort, what the totals add up
   * @param histogram the times that were asked for; null if none were
   * @param values the totals by value of the breakdown, greatest first; null without one
   * @param valuesTogether how many values stand together under {@code (other)}
   * @param valueTrends the trend by value, those first that most entered with, then {@code (other)}
   *     for all the rest: together they are {@code trend}. Null if it was not asked for, and where
   *     there are too many values for it
   */
  record Steps(
      String funnel,
      @Nullable String from,
      @Nullable String to,
      @Nullable String breakdown,
      Extent extent,
      List<Row> rows,
      long rowsLeftOff,
      int setsLeftOut,
      Totals totals,
      @Nullable Before before,
      List<TrendPoint> trend,
      @Nullable Histogram histogram,
      @Nullable List<ValueTotals> values,
      int valuesTogether,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ValueTrend> valueTrends) {}

  /** The trend of the units of one value. */
  record ValueTrend(String value, List<TrendPoint> trend) {}

  /** The totals of the period before. */
  record Before(@Nullable String from, @Nullable String to, Totals totals) {}

  /**
   * One cohort.
   *
   * @param reached how many reached each step
   */
  record TrendPoint(
      @Nullable String cohortStart,
      @Nullable String cohortEnd,
      @JsonProperty("final") boolean isFinal,
      long[] reached,
      long inProgress) {}

  /**
   * How long it took to reach a step.
   *
   * @param measure from the {@code entry}, or from the {@code previous} required step
   */
  record Histogram(int step, String measure, List<Bin> closed, List<Bin> all) {}

  /** Units that took more than one time, up to another, in milliseconds. */
  record Bin(long fromMs, long toMs, long units) {}

  /**
   * What there is of a funnel, whatever the range.
   *
   * @param closedUntil the end of the last final cohort
   */
  record Extent(
      @Nullable String firstCohort,
      @Nullable String lastEnd,
      @Nullable String closedUntil,
      @Nullable String watermark,
      @Nullable String lastWrite) {}

  /** A row as every part of Footfall prints it. */
  record Row(
      String funnel,
      @Nullable String cohortStart,
      @Nullable String cohortEnd,
      @Nullable String breakdown,
      @Nullable String value,
      int step,
      String stepName,
      long reached,
      long dropped,
      long inProgress,
      long excluded,
      @Nullable Long medianMs,
      @Nullable Long p90Ms,
      @Nullable Long medianFromEntryMs,
      @Nullable Long p90FromEntryMs,
      @JsonProperty("final") boolean isFinal) {}

  /**
   * The range's cohorts added up, twice.
   *
   * @param closed final cohorts only: these numbers never change again
   * @param all open cohorts too
   */
  record Totals(Sum closed, Sum all) {}

  /** The totals of one value of a breakdown. */
  record ValueTotals(String value, boolean truncated, Sum closed, Sum all) {}

  /**
   * Cohorts added up. Always {@code entered = converted + dropped + in progress + excluded}.
   *
   * @param partialCohorts those of them that had begun when the funnel was declared: some units are
   *     not in them
   * @param rate converted of entered; null where nobody entered
   */
  record Sum(
      int cohorts,
      int partialCohorts,
      long entered,
      long converted,
      long dropped,
      long inProgress,
      long excluded,
      @Nullable Double rate,
      List<StepSum> steps) {}

  /**
   * One step of such a sum.
   *
   * @param dropped units whose furthest step this is, and so in progress and excluded
   * @param rateFromStart of those who entered; null where nobody did
   * @param rateFromPrevious of those who reached the required step before; null at step 1 and where
   *     nobody did
   */
  record StepSum(
      int step,
      String name,
      boolean optional,
      long reached,
      long dropped,
      long inProgress,
      long excluded,
      @Nullable Double rateFromStart,
      @Nullable Double rateFromPrevious,
      @Nullable Long medianMs,
      @Nullable Long p90Ms,
      @Nullable Long medianFromEntryMs,
      @Nullable Long p90FromEntryMs) {}

  /** {@code GET /api/overview}. */
  record Overview(List<Card> funnels) {}

  /**
   * A funnel at a glance.
   *
   * @param today the day of event time that goes on, in the funnel's zone; null without rows, or
   *     where a cohort is longer than a day
   * @param enteredToday in the cohorts that start on that day; null where there is no such day
   */
  record Card(
      String funnel,
      Extent extent,
      @Nullable String from,
      Totals totals,
      @Nullable Before before,
      List<TrendPoint> trend,
      @Nullable String today,
      @Nullable Long enteredToday,
      int setsLeftOut) {}

  /**
   * {@code GET /api/funnels/{id}/journeys}: one page.
   *
   * @param next what {@code after=} takes for the next page; null on the last
   * @param count how many there are on all pages; null beyond the first page, and where there are
   *     more than are counted
   */
  record Journeys(List<Journey> journeys, @Nullable String next, @Nullable Long count) {}

  /**
   * One unit in one cohort.
   *
   * @param stepTimes one time a step, null for a step not taken
   * @param breakdowns the value by which it is counted, by property
   * @param nextEvent what the unit did after its furthest step, {@code (nothing)} if nothing; null
   *     where that is not told, or not yet
   * @param nextTime when it did that; null if it did nothing
   * @param lastValues the last value of properties by then; null where that is not told
   */
  record Journey(
      String unit,
      @Nullable String cohortStart,
      @Nullable String cohortEnd,
      String entry,
      int furthest,
      String outcome,
      JsonNode stepTimes,
      JsonNode breakdowns,
      @Nullable String nextEvent,
      @Nullable String nextTime,
      @Nullable JsonNode lastValues) {}

  /**
   * {@code GET /api/units}: one unit in every funnel that counts such units.
   *
   * @param unitType what is counted by: {@code user}, or a property
   * @param runs its journeys, newest first
   * @param runsLeftOff whether it has more than are listed
   * @param funnels where it was looked for
   */
  record Unit(
      String unit, String unitType, List<Run> runs, boolean runsLeftOff, List<LookedIn> funnels) {}

  /** A unit's journey in one of the funnels. */
  record Run(String funnel, Journey journey) {}

  /**
   * A funnel in which a unit was looked for.
   *
   * @param since the oldest cohort that was looked at; null where all were
   */
  record LookedIn(String funnel, @Nullable String since) {}

  /**
   * {@code GET /api/health}.
   *
   * @param status whether what is shown is up to date
   * @param reason the status in words, and what to do about it
   * @param cause the same as one of a few names, for those who have their own words
   * @param lagMs how far event time, as the job knows it, is behind the clock; negative where it
   *     runs ahead
   * @param late events behind the watermark, counted up to a bound
   * @param rejected what was no event, counted up to a bound
   */
  record Health(
      String status,
      String reason,
      String cause,
      @Nullable String watermark,
      @Nullable Long lagMs,
      @Nullable String lastWrite,
      @Nullable Long late,
      @Nullable Long rejected) {}

  /**
   * {@code GET /api/health/details}: what an operator asks next.
   *
   * @param setsLastMinute row sets the job wrote in the minute before its last write, and so for a
   *     quarter of an hour
   * @param countedUpTo rejected and late events are counted up to here, the latest first
   */
  record HealthDetails(
      Health health,
      long setsLastMinute,
      long setsLastQuarter,
      List<Part> parts,
      List<Table> tables,
      List<Serving> funnels,
      List<Rejected> rejected,
      List<Late> late,
      int countedUpTo) {}

  /**
   * How the job is doing at a part of its way in; counts are since it was started.
   *
   * @param stage {@code source}, a partition or file, or {@code admission}, a task
   * @param latest the time of the latest event there
   * @param readTo the offset or line read last
   */
  record Part(
      String stage,
      String part,
      long events,
      long rejected,
      long late,
      long duplicates,
      @Nullable String latest,
      @Nullable Long readTo,
      String since,
      String watermark,
      String updatedAt) {}

  /**
   * A result table.
   *
   * @param aboutRows as the database estimates them
   */
  record Table(String name, long aboutRows) {}

  /**
   * How a funnel is served.
   *
   * @param engine as declared
   * @param version the one whose rows go on; null as long as there are none
   */
  record Serving(
      String funnel, String title, String engine, @Nullable String version, Extent extent) {}

  /** What was no event, by reason. */
  record Rejected(String reason, long events, String lastSeen, List<Sample> samples) {}

  /**
   * One of them.
   *
   * @param place where it was read
   * @param text its beginning; what is no UTF-8 in it is replaced
   * @param bytes how long it was
   */
  record Sample(
      String place, @Nullable String detail, @Nullable String text, long bytes, String seenAt) {}

  /**
   * Events behind the watermark, by name.
   *
   * @param behindMs how far behind at most
   */
  record Late(String event, long events, String lastSeen, long behindMs) {}

  /**
   * {@code GET /api/live}: an event of the stream.
   *
   * @param changed the funnels with new numbers
   * @param reports the reports with new numbers
   */
  record Pulse(Health health, List<String> changed, List<String> reports) {}

  /**
   * What went wrong and what to do.
   *
   * @param cause the same as one of a few names, for those who have their own words; null where
   *     there is none
   */
  record Failure(String error, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cause) {}
}
