package dev.footfall.report;

import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Report;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.VersionNotes;
import dev.footfall.journey.tracker.OtherUnits;
import dev.footfall.journey.tracker.UnitOf;
import dev.footfall.metric.Emit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/**
 * What comes of reports.
 *
 * @param figures rows of {@code report_figures}
 * @param next rows of {@code unit_next}
 */
public record Reports(DataStream<FigureRow> figures, DataStream<NextOfUnit> next) {

  private static final OtherUnits OTHER_UNITS = new OtherUnits("reports-", ", for reports");

  /**
   * Lays the arrows from events to the rows of reports that stay as they are.
   *
   * @param events admitted events: none late, none twice; partitioned by user, those of one user in
   *     the order of event time, and those up to a watermark all before it. In batch mode, one
   *     user's after the other's.
   * @param emit when rows are written
   */
  public static Reports of(DataStream<Intake> events, List<Report> reports, Emit emit) {

    // event -> difference of counts, what a unit did next
    Followed followed = follow(events, reports);

    // difference of counts -> rows
    return new Reports(
        byWindow(followed.deltas())
            .process(new CountFigures(emit), TypeInformation.of(FigureRow.class))
            .uid("count-figures")
            .name("Count figures of reports"),
        followed.next());
  }

  /**
   * Lays the arrows to the rows of reports that change while the job runs.
   *
   * @param intake admitted events, likewise, and declarations between them
   * @param initial the reports in the beginning
   * @param emit when rows are written
   */
  public static Reports ofChanging(DataStream<Intake> intake, Declaration initial, Emit emit) {

    // event -> difference of counts, what a unit did next; declaration -> note
    Followed followed = followChanging(intake, initial);

    // difference of counts, note -> rows
    return new Reports(
        byWindow(followed.deltas())
            .connect(followed.notes().broadcast(VersionNotes.STATE))
            .process(new CountFiguresOfVersions(emit), TypeInformation.of(FigureRow.class))
            .uid("count-figures")
            .name("Count figures of reports"),
        followed.next());
  }

  /** What those say who follow users, and those who follow other units. */
  private record Followed(
      DataStream<FigureDelta> deltas, DataStream<NextOfUnit> next, DataStream<VersionNote> notes) {

    static Followed by(List<SingleOutputStreamOperator<FigureDelta>> operators) {
      return new Followed(
          together(operators, operator -> operator),
          together(operators, operator -> operator.getSideOutput(FollowReports.NEXT_OF_UNITS)),
          together(operators, operator -> operator.getSideOutput(FollowReports.NOTES)));
    }

    private static <T> DataStream<T> together(
        List<SingleOutputStreamOperator<FigureDelta>> operators,
        Function<SingleOutputStreamOperator<FigureDelta>, DataStream<T>> output) {
      return operators.stream().map(output).reduce(DataStream::union).orElseThrow();
    }
  }

  private static Followed follow(DataStream<Intake> events, List<Report> reports) {
    boolean isBatch =
        events.getExecutionEnvironment().getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
            == RuntimeExecutionMode.BATCH;
    List<SingleOutputStreamOperator<FigureDelta>> operators = new ArrayList<>();
    for (Units units : Units.values()) {
      List<DeclaredReport> its =
          reports.stream().filter(units::areOf).map(DeclaredReport::first).toList();
      if (!its.isEmpty()) {
        DataStream<Intake> ofUnits =
            units == Units.USERS ? events : OTHER_UNITS.of(events, unitsOf(reports.stream()));
        operators.add(
            isBatch
                ? follow(ofUnits, units, new FollowWhole(its))
                : follow(byUnit(ofUnits), units, new FollowReports(its, units)));
      }
    }
    return Followed.by(operators);
  }

  private static Followed followChanging(DataStream<Intake> intake, Declaration initial) {
    DataStream<Intake> others = OTHER_UNITS.ofChanging(intake, initial, Reports::unitsOf);
    return Followed.by(
        List.of(
            follow(byUnit(intake), Units.USERS, new FollowReports(initial, Units.USERS)),
            follow(byUnit(others), Units.OTHERS, new FollowReports(initial, Units.OTHERS))));
  }

  private static Set<String> unitsOf(Declaration declaration) {
    return unitsOf(DeclaredReport.allIn(declaration).stream().map(DeclaredReport::report));
  }

  private static Set<String> unitsOf(Stream<Report> reports) {
    return reports
        .filter(Units.OTHERS::areOf)
        .map(report -> report.frame().unit())
        .collect(Collectors.toSet());
  }

  private static KeyedStream<Intake, String> byUnit(DataStream<Intake> events) {
    return DataStreamUtils.reinterpretAsKeyedStream(events, UnitOf.INTAKE, Types.STRING);
  }

  private static SingleOutputStreamOperator<FigureDelta> follow(
      DataStream<Intake> events,
      Units units,
      OneInputStreamOperator<Intake, FigureDelta> operator) {
    boolean users = units == Units.USERS;
    return events
        .transform("Follow reports", TypeInformation.of(FigureDelta.class), operator)
        .uid(users ? "reports" : "reports-other")
        .name("Follow " + (users ? "users" : "other units") + " for reports");
  }

  private static KeyedStream<FigureDelta, WindowKey> byWindow(DataStream<FigureDelta> deltas) {
    return deltas.keyBy(FigureDelta::key, TypeInformation.of(WindowKey.class));
  }
}
