package dev.footfall.table;

import static dev.footfall.table.Column.bytes;
import static dev.footfall.table.Column.flag;
import static dev.footfall.table.Column.moment;
import static dev.footfall.table.Column.momentOrNull;
import static dev.footfall.table.Column.position;
import static dev.footfall.table.Column.share;
import static dev.footfall.table.Column.text;
import static dev.footfall.table.Column.whole;

import dev.footfall.alert.AlertRow;
import dev.footfall.alert.AlertRow.CohortFigures;
import dev.footfall.definitions.VersionRow;
import dev.footfall.event.Event;
import dev.footfall.event.RejectedEvent;
import dev.footfall.ingest.LateEvent;
import dev.footfall.ingest.PartProgress;
import dev.footfall.journey.ContentOrder;
import dev.footfall.journey.Progress;
import dev.footfall.metric.ExperimentStepRow;
import dev.footfall.metric.ExperimentTimesRow;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import dev.footfall.metric.VerdictRow;
import dev.footfall.report.FigureRow;
import dev.footfall.report.NextOfUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables that the job can write, each with all columns it can have. */
final class FootfallTables {

  private FootfallTables() {}

  /** Counts per funnel, cohort, breakdown value and step. */
  static final RowTable<StepRow> FUNNEL_STEPS =
      new RowTable<>(
          "funnel_steps",
          List.of(
              Column.<StepRow>text("funnel", StepRow::funnel).key(),
              Column.<StepRow>text("version", StepRow::version).key(),
              Column.<StepRow>moment("cohort_start", StepRow::cohortStart).key(),
              moment("cohort_end", StepRow::cohortEnd),
              Column.<StepRow>text("breakdown", StepRow::breakdown).key(),
              Column.<StepRow>text("value", StepRow::value).key(),
              Column.<StepRow>position("step", StepRow::step).key(),
              text("step_name", StepRow::stepName),
              whole("reached", StepRow::reached),
              whole("dropped", StepRow::dropped),
              whole("in_progress", StepRow::inProgress),
              whole("excluded", StepRow::excluded),
              whole("median_ms", StepRow::medianMs),
              whole("p90_ms", StepRow::p90Ms),
              whole("median_from_entry_ms", StepRow::medianFromEntryMs),
              whole("p90_from_entry_ms", StepRow::p90FromEntryMs),
              flag("final", StepRow::isFinal),
              flag("truncated", StepRow::truncated),
              moment("since", StepRow::since),
              moment("watermark", StepRow::watermark),
              moment("updated_at", StepRow::writtenAt)));

  /** Times to convert, in buckets that can be added up. */
  static final RowTable<TimesRow> FUNNEL_TIMES =
      new RowTable<>(
          "funnel_times",
          List.of(
              Column.<TimesRow>text("funnel", TimesRow::funnel).key(),
              Column.<TimesRow>text("version", TimesRow::version).key(),
              Column.<TimesRow>moment("cohort_start", TimesRow::cohortStart).key(),
              Column.<TimesRow>text("breakdown", TimesRow::breakdown).key(),
              Column.<TimesRow>text("value", TimesRow::value).key(),
              Column.<TimesRow>position("step", TimesRow::step).key(),
              Column.<TimesRow>text("measure", TimesRow::measure).key(),
              Column.<TimesRow>whole("from_ms", TimesRow::aboveMs).key(),
              whole("to_ms", TimesRow::upToMs),
              whole("units", TimesRow::units),
              flag("final", TimesRow::isFinal),
              moment("since", TimesRow::since),
              moment("watermark", TimesRow::watermark),
              moment("updated_at", TimesRow::writtenAt),
              whole("sum_ms", TimesRow::sumMs)));

  /** What each unit did in each cohort. */
  static final RowTable<Progress> JOURNEYS =
      new RowTable<>(
          "journeys",
          List.of(
              Column.<Progress>text("funnel", Progress::funnel).key(),
              Column.<Progress>text("version", progress -> progress.version().version()).key(),
              Column.<Progress>text("unit", Progress::unit).key(),
              Column.<Progress>moment("cohort_start", Progress::cohortStart).key(),
              moment("cohort_end", Progress::cohortEnd),
              moment("entry", Progress::entry),
              position("furthest", Progress::furthest),
              text("outcome", progress -> progress.outcome().name().toLowerCase(Locale.ROOT)),
              text("step_times", Journey::stepTimesAsJson),
              text("breakdown_values", Journey::breakdownValuesAsJson),
              moment("since", progress -> progress.version().since()),
              Column.watermark("watermark"),
              Column.now("updated_at")));

  /** What each funnel is and was. */
  static final RowTable<VersionRow> FUNNEL_VERSIONS =
      new RowTable<>(
          "funnel_versions",
          List.of(
              Column.<VersionRow>text("funnel", VersionRow::funnel).key(),
              Column.<VersionRow>text("version", VersionRow::version).key(),
              text("state", row -> row.state().name().toLowerCase(Locale.ROOT)),
              text("title", VersionRow::title),
              text("definition", VersionRow::definition),
              Column.now("updated_at")));

  /** How the job is doing on its way in: no result, but told by the clock. */
  static final RowTable<PartProgress> JOB_PROGRESS =
      new RowTable<>(
          "job_progress",
          List.of(
              Column.<PartProgress>text("stage", row -> row.stage().name().toLowerCase(Locale.ROOT))
                  .key(),
              Column.<PartProgress>text("part", PartProgress::part).key(),
              whole("events", PartProgress::events),
              whole("rejected", PartProgress::rejected),
              whole("late", PartProgress::late),
              whole("duplicates", PartProgress::duplicates),
              momentOrNull("latest", row -> orNull(row.latest())),
              whole("read_to", row -> orNull(row.position())),
              moment("since", PartProgress::since),
              Column.watermark("watermark"),
              Column.now("updated_at")));

  private static @Nullable Long orNull(long number) {
    return number == PartProgress.NONE ? null : number;
  }

  /** What may be said of each variant, and of each guardrail, at each look. */
  static final RowTable<VerdictRow> EXPERIMENT_VERDICTS =
      new RowTable<>(
          "experiment_verdicts",
          List.of(
              Column.<VerdictRow>text("experiment", VerdictRow::experiment).key(),
              Column.<VerdictRow>text("version", VerdictRow::version).key(),
              text("funnel", VerdictRow::funnel),
              Column.<VerdictRow>text("variant", VerdictRow::variant).key(),
              Column.<VerdictRow>text("metric", VerdictRow::metric).key(),
              text("role", VerdictRow::role),
              Column.<VerdictRow>moment("watermark", VerdictRow::watermark).key(),
              text("verdict", VerdictRow::verdict),
              flag("final", VerdictRow::isFinal),
              text("control", VerdictRow::control),
              whole("exposed_control", VerdictRow::exposedControl),
              whole("exposed", VerdictRow::exposed),
              whole("matured_control", VerdictRow::maturedControl),
              whole("matured", VerdictRow::matured),
              whole("conversions_control", VerdictRow::conversionsControl),
              whole("conversions", VerdictRow::conversions),
              whole("multi_exposed", VerdictRow::multiExposed),
              share("rate_control", VerdictRow::rateControl),
              share("rate_control_lower", VerdictRow::rateControlLower),
              share("rate_control_upper", VerdictRow::rateControlUpper),
              share("rate", VerdictRow::rate),
              share("rate_lower", VerdictRow::rateLower),
              share("rate_upper", VerdictRow::rateUpper),
              share("difference", VerdictRow::difference),
              share("standard_error", VerdictRow::standardError),
              share("difference_lower", VerdictRow::differenceLower),
              share("difference_upper", VerdictRow::differenceUpper),
              share("p", VerdictRow::p),
              share("adjusted_p", VerdictRow::adjustedP),
              share("lift", VerdictRow::lift),
              share("lift_lower", VerdictRow::liftLower),
              share("lift_upper", VerdictRow::liftUpper),
              share("chance_to_win", VerdictRow::chanceToWin),
              share("loss", VerdictRow::loss),
              share("loss_of_control", VerdictRow::lossOfControl),
              share("margin", VerdictRow::margin),
              share("exposed_ratio_p", VerdictRow::exposedRatioP),
              share("matured_ratio_p", VerdictRow::maturedRatioP),
              whole("needs_units", VerdictRow::needsUnits),
              whole("needs_ms", VerdictRow::needsMs),
              share("alpha", VerdictRow::alpha),
              whole("planned", VerdictRow::planned),
              share("least_effect", VerdictRow::leastEffect),
              position("method", VerdictRow::method),
              moment("since", VerdictRow::since),
              Column.now("updated_at")));

  /** How many of those exposed to each variant reached each step. */
  static final RowTable<ExperimentStepRow> EXPERIMENT_STEPS =
      new RowTable<>(
          "experiment_steps",
          List.of(
              Column.<ExperimentStepRow>text("experiment", ExperimentStepRow::experiment).key(),
              Column.<ExperimentStepRow>text("version", ExperimentStepRow::version).key(),
              text("funnel", ExperimentStepRow::funnel),
              Column.<ExperimentStepRow>text("variant", ExperimentStepRow::variant).key(),
              Column.<ExperimentStepRow>position("step", ExperimentStepRow::step).key(),
              text("step_name", ExperimentStepRow::stepName),
              whole("exposed", ExperimentStepRow::exposed),
              whole("matured", ExperimentStepRow::matured),
              whole("reached", ExperimentStepRow::reached),
              whole("matured_reached", ExperimentStepRow::maturedReached),
              whole("multi_exposed", ExperimentStepRow::multiExposed),
              flag("final", ExperimentStepRow::isFinal),
              moment("since", ExperimentStepRow::since),
              moment("watermark", ExperimentStepRow::watermark),
              Column.now("updated_at")));

  /** Exposures, and conversions by the time they took, in buckets that can be added up. */
  static final RowTable<ExperimentTimesRow> EXPERIMENT_TIMES =
      new RowTable<>(
          "experiment_times",
          List.of(
              Column.<ExperimentTimesRow>text("experiment", ExperimentTimesRow::experiment).key(),
              Column.<ExperimentTimesRow>text("version", ExperimentTimesRow::version).key(),
              Column.<ExperimentTimesRow>text("variant", ExperimentTimesRow::variant).key(),
              Column.<ExperimentTimesRow>moment("exposed_from", ExperimentTimesRow::exposedFrom)
                  .key(),
              Column.<ExperimentTimesRow>whole("to_ms", ExperimentTimesRow::toMs).key(),
              whole("from_ms", ExperimentTimesRow::fromMs),
              whole("units", ExperimentTimesRow::units),
              flag("final", ExperimentTimesRow::isFinal),
              moment("since", ExperimentTimesRow::since),
              moment("watermark", ExperimentTimesRow::watermark),
              Column.now("updated_at")));

  /** What reports have counted. */
  static final RowTable<FigureRow> REPORT_FIGURES =
      new RowTable<>(
          "report_figures",
          List.of(
              Column.<FigureRow>text("report", row -> row.report().id()).key(),
              Column.<FigureRow>text("version", row -> row.report().version()).key(),
              text("kind", row -> row.report().kind()),
              Column.<FigureRow>moment("window_start", FigureRow::windowStart).key(),
              moment("window_end", FigureRow::windowEnd),
              Column.<FigureRow>text("part", row -> row.cell().part()).key(),
              Column.<FigureRow>position("position", row -> row.cell().position()).key(),
              Column.<FigureRow>text("from_name", row -> row.cell().from()).key(),
              Column.<FigureRow>text("to_name", row -> row.cell().to()).key(),
              text(
                  "breakdown", row -> row.cell().value().isEmpty() ? "" : row.report().breakdown()),
              Column.<FigureRow>text("value", row -> row.cell().value()).key(),
              whole("amount", row -> row.amounts().count()),
              whole("of_them", row -> row.amounts().ofThem()),
              whole("sum_ms", row -> row.amounts().millis()),
              flag("final", FigureRow::isFinal),
              flag("truncated", FigureRow::truncated),
              moment("since", row -> row.report().since()),
              moment("watermark", FigureRow::watermark),
              moment("updated_at", FigureRow::writtenAt)));

  /**
   * What each unit did next. A row is final when it is written. Its key is that of the unit's
   * journey, and the report's id: two reports may tell it of one funnel, of other events each.
   */
  static final RowTable<NextOfUnit> UNIT_NEXT =
      new RowTable<>(
          "unit_next",
          List.of(
              Column.<NextOfUnit>text("funnel", NextOfUnit::funnel).key(),
              Column.<NextOfUnit>text("version", NextOfUnit::version).key(),
              Column.<NextOfUnit>moment("cohort_start", NextOfUnit::cohortStart).key(),
              Column.<NextOfUnit>text("unit", NextOfUnit::unit).key(),
              Column.<NextOfUnit>text("report", NextOfUnit::report).key(),
              moment("cohort_end", NextOfUnit::cohortEnd),
              text("report_version", NextOfUnit::reportVersion),
              position("furthest", row -> row.told().furthest()),
              text("outcome", row -> row.told().outcome().name().toLowerCase(Locale.ROOT)),
              text("next_event", row -> row.told().event()),
              momentOrNull(
                  "next_time",
                  row -> row.told().at() == NextOfUnit.Told.NEVER ? null : row.told().at()),
              text("last_values", row -> JsonText.object(row.told().last())),
              moment("since", NextOfUnit::since),
              Column.watermark("watermark"),
              Column.now("updated_at")));

  /** What people are told at once; each row is final when it is written. */
  static final RowTable<AlertRow> ALERTS =
      new RowTable<>(
          "alerts",
          List.of(
              Column.<AlertRow>text("alert", AlertRow::alert).key(),
              Column.<AlertRow>text("version", AlertRow::version).key(),
              Column.<AlertRow>text("unit", AlertRow::unit).key(),
              Column.<AlertRow>moment("at", AlertRow::at).key(),
              text("title", AlertRow::title),
              moment("began", AlertRow::began),
              moment("ended", AlertRow::ended),
              text("events", AlertText::events),
              text("funnel", row -> figure(row, CohortFigures::funnel)),
              whole("entered", row -> figure(row, CohortFigures::entered)),
              whole("converted", row -> figure(row, CohortFigures::converted)),
              share("rate", row -> figure(row, CohortFigures::rate)),
              share("usual_low", row -> figure(row, CohortFigures::low)),
              share("usual_high", row -> figure(row, CohortFigures::high)),
              position("cohorts_before", row -> figure(row, CohortFigures::cohorts)),
              whole("entered_before", row -> figure(row, CohortFigures::enteredBefore)),
              whole("converted_before", row -> figure(row, CohortFigures::convertedBefore)),
              Column.now("updated_at")));

  private static @Nullable Object figure(AlertRow row, Function<CohortFigures, Object> figure) {
    return row.cohort() == null ? null : figure.apply(row.cohort());
  }

  /** What arrived and is no event. */
  static final RowTable<RejectedEvent> REJECTED_EVENTS =
      new RowTable<>(
          "rejected_events",
          List.of(
              Column.<RejectedEvent>text("place", RejectedEvent::place).key(),
              text("reason", row -> row.reason().name().toLowerCase(Locale.ROOT)),
              text("detail", RejectedEvent::detail),
              bytes("raw", RejectedEvent::raw),
              whole("size", RejectedEvent::size),
              Column.now("seen_at")));

  /** Events that came behind the watermark. */
  static final RowTable<LateEvent> LATE_EVENTS =
      new RowTable<>(
          "late_events",
          List.of(
              Column.<LateEvent>text("event_key", FootfallTables::keyOf).key(),
              text("event_id", late -> late.event().id()),
              text("event", late -> late.event().name()),
              text("user_id", late -> late.event().user()),
              moment("time", late -> late.event().time()),
              text("properties", late -> JsonText.object(late.event().properties())),
              moment("watermark", LateEvent::watermark),
              Column.now("seen_at"),
              text("place", late -> late.event().place())));

  /** All of them. */
  static final List<RowTable<?>> ALL =
      List.of(
          FUNNEL_STEPS,
          FUNNEL_TIMES,
          JOURNEYS,
          REJECTED_EVENTS,
          LATE_EVENTS,
          FUNNEL_VERSIONS,
          JOB_PROGRESS,
          EXPERIMENT_VERDICTS,
          EXPERIMENT_STEPS,
          EXPERIMENT_TIMES,
          REPORT_FIGURES,
          UNIT_NEXT,
          ALERTS);

  /** Their names, in the same order. */
  static final List<String> NAMES = ALL.stream().<String>map(RowTable::name).toList();

  /**
   * Names a late event by what it says: the same event sent again, or read again, is the same row.
   */
  private static String keyOf(LateEvent late) {
    Event event = late.event();
    return Long.toHexString(event.time())
        + '-'
        + Long.toHexString(ContentOrder.fingerprint(event))
        + '-'
        + Integer.toHexString(Objects.hash(event.user(), event.id()));
  }
}
