package dev.footfall.benchmark;

import dev.footfall.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.Collector;

/**
 * Browse, cart, pay as a user of Flink's CEP library writes it: one pattern, and a count of its
 * matches. It does less than Footfall: nobody who left is counted, no unit counts once, no times
 * are told, and no row comes before its window is over. To do as much it would have to handle
 * timeouts, which costs more.
 */
final class StockCep {

  private StockCep() {}

  /** How many conversions ended in each window, which is as long as the funnel. */
  static SingleOutputStreamOperator<Long> conversions(
      KeyedStream<Event, String> eventsByUser, Duration within) {
    Pattern<Event, Event> pattern =
        Pattern.<Event>begin("browse")
            .where(named("browse"))
            .followedBy("cart")
            .where(named("cart"))
            .followedBy("pay")
            .where(named("pay"))
            .within(within);
    DataStream<Conversion> conversions =
        CEP.pattern(eventsByUser, pattern)
            .inEventTime()
            .process(new TellConversion(), TypeInformation.of(Conversion.class))
            .uid("conversions");
    return conversions
        .keyBy(conversion -> 0, Types.INT)
        .window(TumblingEventTimeWindows.of(within))
        .aggregate(new Count(), Types.LONG, Types.LONG)
        .uid("count");
  }

  private static SimpleCondition<Event> named(String name) {
    return SimpleCondition.of(event -> event.name().equals(name));
  }

  /**
   * Somebody bought something.
   *
   * @param user who
   * @param entry when the run began, in milliseconds since the epoch
   */
  public record Conversion(String user, long entry) {}

  private static final class TellConversion extends PatternProcessFunction<Event, Conversion> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processMatch(
        Map<String, List<Event>> match, Context context, Collector<Conversion> conversions) {
      Event entry = match.getOrDefault("browse", List.of()).get(0);
      conversions.collect(new Conversion(entry.user(), entry.time()));
    }
  }

  private static final class Count implements AggregateFunction<Conversion, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Conversion conversion, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long one, Long other) {
      return one + other;
    }
  }
}
