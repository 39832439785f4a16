package dev.footfall.job;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts the events of each minute of a bounded input, to tell where it ends. Clocks that run ahead
 * bring single events of far later: they are no end.
 */
final class EventsByMinute {

  private static final long MINUTE = 60_000;

  /** One event in so many may lie behind the end. */
  private static final long ASTRAY = 1_000;

  private final TreeMap<Long, Long> events = new TreeMap<>();

  /** The minutes, by number, and events of each; every instance tells its own at the end. */
  static DataStream<Tuple2<Long, Long>> of(DataStream<Intake> admitted) {
    return admitted
        .transform("Count by minute", Types.TUPLE(Types.LONG, Types.LONG), new CountByMinute())
        .uid("events-by-minute")
        .name("Events by minute");
  }

  void add(Tuple2<Long, Long> counted) {
    events.merge(counted.f0, counted.f1, Long::sum);
  }

  /** The start of the minute up to which all events lie but one in a thousand. */
  long end() {
    long all = events.values().stream().mapToLong(Long::longValue).sum();
    long behind = 0;
    for (Map.Entry<Long, Long> minute : events.descendingMap().entrySet()) {
      behind += minute.getValue();
      if (behind > all / ASTRAY) {
        return minute.getKey() * MINUTE;
      }
    }
    return Long.MIN_VALUE;
  }

  private static final class CountByMinute extends AbstractStreamOperator<Tuple2<Long, Long>>
      implements OneInputStreamOperator<Intake, Tuple2<Long, Long>>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final HashMap<Long, Long> counts = new HashMap<>();

    @Override
    public void processElement(StreamRecord<Intake> record) {
      if (record.getValue() instanceof Event event) {
        counts.merge(Math.floorDiv(event.time(), MINUTE), 1L, Long::sum);
      }
    }

    @Override
    public void endInput() {
      counts.forEach(
          (minute, events) -> output.collect(new StreamRecord<>(Tuple2.of(minute, events))));
    }
  }
}
