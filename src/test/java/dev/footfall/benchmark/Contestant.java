package dev.footfall.benchmark;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.ingest.EventTypes;
import dev.footfall.ingest.Ingest;
import dev.footfall.job.Topology;
import dev.footfall.metric.Emit;
import dev.footfall.report.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * Who is measured. All read the same events, with the same watermarks, and shuffle them by user.
 */
enum Contestant {
  /** Reads, shuffles and counts each user's events: what nobody can do without. */
  FLOOR {
    @Override
    void assemble(StreamExecutionEnvironment environment, Workload workload) {
      eventsByUser(environment, workload)
          .process(new CountEach(), Types.LONG)
          .uid("count")
          .sinkTo(new DiscardingSink<>())
          .uid("discard");
    }
  },
  /** Flink CEP as its users write it. */
  STOCK_CEP {
    @Override
    void assemble(StreamExecutionEnvironment environment, Workload workload) {
      StockCep.conversions(eventsByUser(environment, workload), workload.within())
          .sinkTo(new DiscardingSink<>())
          .uid("discard");
    }
  },
  /** All of Footfall, with the CEP engine. */
  CEP {
    @Override
    void assemble(StreamExecutionEnvironment environment, Workload workload) {
      rows(environment, workload, Engine.CEP);
    }
  },
  /** All of Footfall, with the tracker. */
  TRACKER {
    @Override
    void assemble(StreamExecutionEnvironment environment, Workload workload) {
      rows(environment, workload, Engine.TRACKER);
    }
  },
  /** The same, and visits and paths of all events besides. */
  TRACKER_AND_PATHS {
    @Override
    void assemble(StreamExecutionEnvironment environment, Workload workload) {
      DataStream<Intake> events = rows(environment, workload, Engine.TRACKER);
      Reports.of(events, List.of(workload.paths()), Emit.live(1000))
          .figures()
          .sinkTo(new DiscardingSink<>())
          .uid("figures");
    }
  };

  /** How it is called in the result. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Puts its job into the environment. */
  abstract void assemble(StreamExecutionEnvironment environment, Workload workload);

  private static KeyedStream<Event, String> eventsByUser(
      StreamExecutionEnvironment environment, Workload workload) {
    DataStream<Arrival> arrivals =
        environment
            .fromSource(
                workload.source(environment.getParallelism()),
                WatermarkStrategy.<Arrival>forBoundedOutOfOrderness(Workload.MAX_DISORDER)
                    .withTimestampAssigner((arrival, before) -> eventOf(arrival).time()),
                "Arrivals",
                EventTypes.ARRIVAL)
            .uid("arrivals");
    return arrivals
        .map(Contestant::eventOf, EventTypes.EVENT)
        .uid("events")
        .keyBy(Event::user, Types.STRING);
  }

  private static Event eventOf(Arrival arrival) {
    return Optional.ofNullable(arrival.event()).orElseThrow();
  }

  private static DataStream<Intake> rows(
      StreamExecutionEnvironment environment, Workload workload, Engine engine) {
    Ingest ingest =
        Ingest.from(
            environment,
            workload.source(environment.getParallelism()),
            new Ingest.Timing(
                Optional.of(Workload.MAX_DISORDER), Optional.empty(), Duration.ofHours(1)));
    Topology topology = Topology.of(ingest.admitted(), workload.funnels(engine), Emit.live(1000));
    topology.steps().sinkTo(new DiscardingSink<>()).uid("steps");
    topology.times().sinkTo(new DiscardingSink<>()).uid("times");
    return ingest.admitted();
  }

  /** Counts the events of each user, and tells nobody. */
  private static final class CountEach extends KeyedProcessFunction<String, Event, Long> {
    private static final long serialVersionUID = 1L;

    /** Stays: a count without end. */
    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Event event, Context context, Collector<Long> counts)
        throws Exception {
      Long before = count.value();
      count.update(before == null ? 1 : before + 1);
    }
  }
}
