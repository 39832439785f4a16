package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets events pass and sends what is none to the side.
 *
 * <p>An event behind the watermark here may be late further on, where watermarks of all instances
 * meet; one ahead of it cannot. So only the former take their place along.
 */
final class SplitArrivals extends ProcessFunction<Arrival, Event> {

  static final OutputTag<RejectedEvent> REJECTED = new OutputTag<>("rejected", EventTypes.REJECTED);

  private static final long serialVersionUID = 1L;

  private transient Counted events;
  private transient Counted rejected;
  private transient Counted[] rejectedByReason;

  /** Up to here event time had come before the job was restarted. */
  private transient long restoredWatermark;

  @Override
  public void open(OpenContext context) {
    events = Counted.named(Counted.EVENTS, getRuntimeContext());
    rejected = Counted.named(Counted.REJECTED, getRuntimeContext());
    rejectedByReason = new Counted[RejectionReason.values().length];
    for (RejectionReason reason : RejectionReason.values()) {
      rejectedByReason[reason.ordinal()] =
          Counted.named(Counted.rejectedFor(reason), getRuntimeContext());
    }
  }

  /** What is not ahead of this watermark may be late, whatever this instance has seen since. */
  void goOnFrom(long watermark) {
    restoredWatermark = watermark;
  }

  @Override
  public void processElement(Arrival arrival, Context context, Collector<Event> admitted) {
    Event event = arrival.event();
    if (event != null) {
      events.count();
      long watermark = Math.max(restoredWatermark, context.timerService().currentWatermark());
      boolean mayBeLate = event.time() <= watermark;
      admitted.collect(mayBeLate ? arrival.eventWithPlace().orElse(event) : event);
    } else if (arrival.rejected() != null) {
      rejected.count();
      rejectedByReason[arrival.rejected().reason().ordinal()].count();
      context.output(REJECTED, arrival.rejected());
    }
  }
}
