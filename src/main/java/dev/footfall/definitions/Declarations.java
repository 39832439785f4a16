package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Definitions that are watched while the job runs.
 *
 * @param changes what is declared, at each change
 * @param versions what becomes of each version of a funnel
 */
public record Declarations(DataStream<Declaration> changes, DataStream<VersionRow> versions) {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /**
   * Watches definitions.
   *
   * @param store where they are
   * @param initial what is declared in the beginning, without a problem
   */
  public static Declarations of(
      StreamExecutionEnvironment environment,
      DefinitionStore store,
      List<Declaration.Text> initial) {

    // store -> reading
    SingleOutputStreamOperator<Reading> readings =
        environment
            .fromSource(
                new WatchDefinitions(store, LOOK_EVERY),
                WatermarkStrategy.forGenerator(context -> new NeverWaitedFor()),
                "Definitions",
                TypeInformation.of(Reading.class))
            .setParallelism(1)
            .uid("definitions")
            .name("Watch definitions");

    // reading -> declaration
    SingleOutputStreamOperator<Declaration> changes =
        readings
            .process(new DeclareChanges(initial), TypeInformation.of(Declaration.class))
            .setParallelism(1)
            .uid("declarations")
            .name("Declare changes");
    return new Declarations(changes, changes.getSideOutput(DeclareChanges.VERSIONS));
  }

  /** Event time goes on whether definitions change or not. */
  private static final class NeverWaitedFor implements WatermarkGenerator<Reading> {

    @Override
    public void onEvent(Reading reading, long time, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }
}
