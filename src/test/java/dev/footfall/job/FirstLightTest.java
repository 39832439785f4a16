package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstLightTest {
  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void aFunnelCounts(RuntimeExecutionMode mode) throws Exception {
    Configuration conf = new Configuration();
    conf.setString("pipeline.generic-types", "false");
    conf.setString("pipeline.auto-generate-uids", "false");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, conf);
    env.setRuntimeMode(mode);
    Funnel f =
        new Funnel(
            "shop",
            "Shop",
            List.of(
                new Step("a", Selector.named("a"), false),
                new Step("b", Selector.named("b"), false),
                new Step("c", Selector.named("c"), false)),
            Within.of(Duration.ofHours(1)),
            Cohort.of(Duration.ofHours(1)),
            List.of("channel"),
            1000,
            "user",
            List.of(),
            Funnel.Order.IN_ORDER,
            Set.of(),
            List.of(),
            Funnel.Engine.AUTO,
            ZoneOffset.UTC);
    long t0 = 1_700_000_000_000L;
    Event[] events = {
      new Event("1", "b", "u1", t0 + 2000, Map.of()),
      new Event("2", "a", "u1", t0 + 1000, Map.of("channel", "x")),
      new Event("3", "c", "u1", t0 + 5000, Map.of()),
      new Event("4", "a", "u2", t0 + 1000, Map.of("channel", "y")),
      new Event("5", "b", "u2", t0 + 3_601_000, Map.of()),
    };
    DataStream<Event> in =
        env.fromData(TypeInformation.of(Event.class), events)
            .uid("s")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Event>forMonotonousTimestamps()
                    .withTimestampAssigner((e, x) -> e.time())
                    .withWatermarkAlignment("x", Duration.ofDays(1)))
            .uid("w");
    List<StepRow> rows = new ArrayList<>();
    Topology.of(in, List.of(f), Emit.FINAL).steps().executeAndCollect().forEachRemaining(rows::add);
    rows.forEach(System.out::println);
    assertThat(rows).hasSize(9);
  }
}
