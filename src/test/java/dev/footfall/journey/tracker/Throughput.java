package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.*;
import dev.footfall.ingest.EventTypes;
import dev.footfall.journey.Progress;
import dev.footfall.journey.cep.CepEngine;
import dev.footfall.metric.*;
import java.time.*;
import java.util.*;
import org.apache.flink.api.common.eventtime.*;
import org.apache.flink.api.common.typeinfo.*;
import org.apache.flink.configuration.*;
import org.apache.flink.streaming.api.datastream.*;
import org.apache.flink.streaming.api.environment.*;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

public class Throughput {
  static final long N = Long.getLong("n", 4_000_000);
  static final int USERS = 100_000;
  static final long T0 = 1_760_054_400_000L;

  public static void main(String[] args) throws Exception {
    for (String mode : args) run(mode);
  }

  static Event event(long i, long spread) {
    long half = i < N / 2 ? 0 : 1;
    long k = i - half * (N / 2);
    long h = i * 0x9E3779B97F4A7C15L;
    h ^= h >>> 32;
    h *= 0xd6e8feb86659fd93L;
    h ^= h >>> 32;
    long user = Long.remainderUnsigned(h, USERS / 2) * 2 + half;
    int p = (int) ((h >>> 40) % 100);
    String name = p < 90 ? "browse" : p < 97 ? "cart" : "pay";
    return new Event(
        null,
        name,
        "user" + user,
        T0 + k * spread / (N / 2),
        Map.of("channel", (user & 1) == 0 ? "social" : "web"));
  }

  static Funnel funnel(int k, String mode) {
    Duration within = mode.contains("sparse") ? Duration.ofHours(1) : Duration.ofHours(24);
    String suffix = k == 0 ? "" : "" + k;
    return new Funnel(
        "f" + k,
        "",
        List.of(
            new Step("browse", Selector.named("browse" + suffix), false),
            new Step("cart", Selector.named("cart" + suffix), false),
            new Step("pay", Selector.named("pay" + suffix), false)),
        Within.of(within),
        Cohort.of(Duration.ofDays(1)),
        List.of("channel"),
        1000,
        "user",
        List.of(),
        Funnel.Order.IN_ORDER,
        Set.of(),
        List.of(),
        Funnel.Engine.AUTO,
        ZoneId.of("UTC"));
  }

  static void run(String mode) throws Exception {
    Configuration c = new Configuration();
    c.set(StateBackendOptions.STATE_BACKEND, mode.contains("rocks") ? "rocksdb" : "hashmap");
    c.setString("pipeline.auto-generate-uids", "false");
    c.setString("pipeline.generic-types", "false");
    if (mode.contains("reuse")) c.setString("pipeline.object-reuse", "true");
    c.setString("taskmanager.memory.managed.size", "512m");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, c);
    long spread = Duration.ofHours(mode.contains("sparse") ? 24 : 24).toMillis();
    int many = mode.contains("50") ? 50 : 1;
    DataStream<Event> events =
        env.fromSequence(0, N - 1)
            .uid("src")
            .map(i -> event(i, spread), EventTypes.EVENT)
            .uid("map")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Event>forMonotonousTimestamps()
                    .withTimestampAssigner((e, t) -> e.time()))
            .uid("wm");
    KeyedStream<Event, String> keyed = events.keyBy(new UnitOf("user"), Types.STRING);
    if (mode.startsWith("floor")) {
      keyed
          .transform("count", Types.LONG, new CountOp())
          .uid("count")
          .sinkTo(new DiscardingSink<>())
          .uid("sink");
    } else {
      List<Funnel> fs = new ArrayList<>();
      Map<String, Funnel> byId = new HashMap<>();
      for (int k = 0; k < many; k++) {
        fs.add(funnel(k, mode));
        byId.put("f" + k, fs.get(k));
      }
      if (mode.contains("admit")) {
        java.lang.reflect.Constructor<?> k =
            Class.forName("dev.footfall.ingest.Admit").getDeclaredConstructors()[0];
        k.setAccessible(true);
        SingleOutputStreamOperator<Event> admitted =
            keyed
                .transform(
                    "Admit",
                    EventTypes.EVENT,
                    (org.apache.flink.streaming.api.operators.OneInputStreamOperator<Event, Event>)
                        k.newInstance(Duration.ofHours(1)))
                .uid("adm");
        keyed =
            DataStreamUtils.reinterpretAsKeyedStream(admitted, new UnitOf("user"), Types.STRING);
      }
      DataStream<Progress.Change> changes =
          mode.startsWith("cep")
              ? CepEngine.follow(events, fs.get(0))
              : keyed
                  .transform(
                      "t",
                      TypeInformation.of(Progress.Change.class),
                      new TrackJourneys(fs, new UnitOf("user")))
                  .uid("t");
      if (mode.contains("only")) changes.sinkTo(new DiscardingSink<>()).uid("sink");
      else
        changes
            .transform("Add", TypeInformation.of(CohortDelta.class), new CombineChanges(byId))
            .uid("add")
            .sinkTo(new DiscardingSink<>())
            .uid("sink");
    }
    com.sun.management.OperatingSystemMXBean os =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long t = System.nanoTime();
    boolean prof = Boolean.getBoolean("prof") && mode.endsWith("P");
    if (prof)
      System.out.println(
          one.profiler.AsyncProfiler.getInstance().execute("start,event=itimer,interval=1ms"));
    env.execute();
    if (prof) {
      System.out.println(one.profiler.AsyncProfiler.getInstance().execute("stop,flat=45,traces=0"));
    }
    double s = (System.nanoTime() - t) / 1e9;
    double cs = (os.getProcessCpuTime() - cpu) / 1e9;
    System.out.printf("%s wall %.2f s, cpu %.2f s = %.2f us/event%n", mode, s, cs, cs / N * 1e6);
  }

  static class CountOp extends org.apache.flink.streaming.api.operators.AbstractStreamOperator<Long>
      implements org.apache.flink.streaming.api.operators.OneInputStreamOperator<Event, Long> {
    transient org.apache.flink.api.common.state.ValueState<Long> count;

    @Override
    public void open() throws Exception {
      super.open();
      count =
          getRuntimeContext()
              .getState(
                  new org.apache.flink.api.common.state.ValueStateDescriptor<>("c", Types.LONG));
    }

    @Override
    public void processElement(
        org.apache.flink.streaming.runtime.streamrecord.StreamRecord<Event> r) throws Exception {
      Long v = count.value();
      count.update(v == null ? 1 : v + 1);
    }
  }
}
