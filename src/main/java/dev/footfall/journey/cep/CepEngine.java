package dev.footfall.journey.cep;

import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import dev.footfall.journey.StepEvent;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.PatternStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The reference engine: one funnel served by Flink's own CEP operator.
 *
 * <p>It keeps every open run and touches each at every event of the unit, so it costs more than the
 * step tracker; what it says is what the funnel means.
 */
public final class CepEngine {

  private CepEngine() {}

  /**
   * The progress of every unit of one funnel. The uids of what keeps state name the definition too:
   * Flink CEP would go on with the runs of another definition, as if they were of this. So Flink
   * refuses to restore a definition that was changed, unless told to let its state go ({@code
   * execution.state-recovery.ignore-unclaimed-state}); then it starts afresh.
   *
   * @param events admitted events: none late, none twice
   */
  public static DataStream<Progress.Change> follow(DataStream<Intake> events, Funnel funnel) {
    String definition = funnel.id() + "-" + funnel.version(1);

    // event -> what it means to the funnel
    SingleOutputStreamOperator<StepEvent> stepEvents =
        events
            .flatMap(new ClassifyForPattern(funnel), TypeInformation.of(StepEvent.class))
            .uid("classify-" + funnel.id())
            .name("Classify events for " + funnel.id());

    // step event -> run
    KeyedStream<StepEvent, String> stepEventsByUnit =
        stepEvents.keyBy(StepEvent::unit, Types.STRING);
    PatternStream<StepEvent> matches =
        CEP.pattern(stepEventsByUnit, FunnelPattern.of(funnel), new FunnelPattern.TakeInOrder());
    SingleOutputStreamOperator<Run> runs =
        matches
            .inEventTime()
            .process(new TellRun(), TypeInformation.of(Run.class))
            .uid("runs-" + definition)
            .name("Runs of " + funnel.id());

    // run -> progress
    KeyedStream<Run, String> runsByUnit =
        DataStreamUtils.reinterpretAsKeyedStream(runs, Run::unit, Types.STRING);
    return runsByUnit
        .process(new KeepProgress(funnel), TypeInformation.of(Progress.Change.class))
        .uid("progress-" + definition)
        .name("Progress in " + funnel.id());
  }
}
