package dev.footfall.alert;

import dev.footfall.event.Intake;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.CohortAlert;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.metric.StepRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Lays the arrows from events and rows to alerts: each pattern alert is a Flink CEP operator of its
 * own, all alerts of funnels are judged in one.
 */
public final class Alerts {

  private Alerts() {}

  /**
   * All alerts, each once. The uids of what keeps state of a pattern name its definition, as those
   * of a funnel with {@code engine: cep} do.
   *
   * @param events admitted events: none late, none twice
   * @param steps rows of {@code funnel_steps}, asked for if an alert is about a funnel; live ones
   *     do not matter
   * @param alerts at least one
   */
  public static DataStream<AlertRow> of(
      DataStream<Intake> events, Supplier<DataStream<StepRow>> steps, List<Alert> alerts) {
    List<DataStream<AlertRow>> found = new ArrayList<>();
    List<CohortAlert> ofCohorts = new ArrayList<>();
    for (Alert alert : alerts) {
      if (alert instanceof PatternAlert pattern) {
        found.add(ofPattern(events, pattern));
      } else if (alert instanceof CohortAlert cohort) {
        ofCohorts.add(cohort);
      }
    }
    if (!ofCohorts.isEmpty()) {
      found.add(ofCohorts(steps.get(), ofCohorts.toArray(CohortAlert[]::new)));
    }

    // event -> how far the input went
    SingleOutputStreamOperator<Long> latest =
        events
            .transform("Latest event time", Types.LONG, new LatestTime())
            .uid("alerts-latest-time");

    // alert, how far the input went -> alert that is certain
    return found.stream()
        .reduce(DataStream::union)
        .orElseThrow()
        .connect(latest)
        .transform(
            "Certain alerts",
            TypeInformation.of(AlertRow.class),
            new KeepCertain(alerts.stream().map(Alert::id).toList()))
        .uid("alerts-certain")
        .setParallelism(1);
  }

  /** The alerts of one pattern, before it is known how far a bounded input went. */
  static SingleOutputStreamOperator<AlertRow> ofPattern(
      DataStream<Intake> events, PatternAlert alert) {
    String definition = alert.id() + "-" + alert.version();

    // event -> what it means to the pattern
    KeyedStream<AlertEvent, String> byUnit =
        events
            .flatMap(new ClassifyForAlert(alert), TypeInformation.of(AlertEvent.class))
            .uid("alert-events-" + alert.id())
            .name("Events for alert " + alert.id())
            .keyBy(AlertEvent::unit, Types.STRING);

    // event -> run
    SingleOutputStreamOperator<AlertRun> runs =
        CEP.pattern(byUnit, AlertPattern.of(alert), new AlertPattern.TakeInOrder())
            .inEventTime()
            .process(new TellRun(alert), TypeInformation.of(AlertRun.class))
            .uid("alert-runs-" + definition)
            .name("Runs of alert " + alert.id());

    // run -> alert
    return DataStreamUtils.reinterpretAsKeyedStream(runs, run -> run.first().unit(), Types.STRING)
        .process(new SettleRuns(alert), TypeInformation.of(AlertRow.class))
        .uid("alert-" + definition)
        .name("Alert " + alert.id());
  }

  /** The alerts of funnels, before it is known how far a bounded input went. */
  static DataStream<AlertRow> ofCohorts(DataStream<StepRow> steps, CohortAlert[] alerts) {
    // final row -> count of a cohort -> alert
    return steps
        .flatMap(new CohortCount.Pick(alerts), TypeInformation.of(CohortCount.class))
        .uid("alert-cohorts")
        .name("Cohorts for alerts")
        .keyBy(CohortCount::series, Types.STRING)
        .process(new JudgeCohorts(alerts), TypeInformation.of(AlertRow.class))
        .uid("judge-cohorts")
        .name("Judge cohorts");
  }
}
