package dev.footfall.report;

import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Report;
import dev.footfall.journey.VersionNotes;
import dev.footfall.journey.tracker.UnitOf;
import dev.footfall.metric.Emit;
import java.util.List;
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

  /**
   * Lays the arrows from events to the rows of reports that stay as they are.
   *
   * @param events admitted events: none late, none twice; partitioned by user, those of one user in
   *     the order of event time, and those up to a watermark all before it. In batch mode, one
   *     user's after the other's.
   * @param emit when rows are written
   */
  public static Reports of(DataStream<Intake> events, List<Report> reports, Emit emit) {
    List<DeclaredReport> declared = reports.stream().map(DeclaredReport::first).toList();

    // event -> difference of counts, what a unit did next
    SingleOutputStreamOperator<FigureDelta> deltas =
        isBatch(events)
            ? follow(events, new FollowWhole(declared))
            : follow(byUser(events), new FollowReports(declared));

    // difference of counts -> rows
    DataStream<FigureRow> rows =
        byWindow(deltas)
            .process(new CountFigures(emit), TypeInformation.of(FigureRow.class))
            .uid("count-figures")
            .name("Count figures of reports");
    return new Reports(rows, deltas.getSideOutput(FollowReports.NEXT_OF_UNITS));
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
    SingleOutputStreamOperator<FigureDelta> deltas =
        follow(byUser(intake), new FollowReports(initial));

    // difference of counts, note -> rows
    DataStream<FigureRow> rows =
        byWindow(deltas)
            .connect(deltas.getSideOutput(FollowReports.NOTES).broadcast(VersionNotes.STATE))
            .process(new CountFiguresOfVersions(emit), TypeInformation.of(FigureRow.class))
            .uid("count-figures")
            .name("Count figures of reports");
    return new Reports(rows, deltas.getSideOutput(FollowReports.NEXT_OF_UNITS));
  }

  private static boolean isBatch(DataStream<Intake> events) {
    return events.getExecutionEnvironment().getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
        == RuntimeExecutionMode.BATCH;
  }

  private static KeyedStream<Intake, String> byUser(DataStream<Intake> events) {
    return DataStreamUtils.reinterpretAsKeyedStream(events, UnitOf.INTAKE, Types.STRING);
  }

  private static SingleOutputStreamOperator<FigureDelta> follow(
      DataStream<Intake> events, OneInputStreamOperator<Intake, FigureDelta> operator) {
    return events
        .transform("Follow reports", TypeInformation.of(FigureDelta.class), operator)
        .uid("reports")
        .name("Follow users for reports");
  }

  private static KeyedStream<FigureDelta, WindowKey> byWindow(DataStream<FigureDelta> deltas) {
    return deltas.keyBy(FigureDelta::key, TypeInformation.of(WindowKey.class));
  }
}
