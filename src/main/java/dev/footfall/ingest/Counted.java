package dev.footfall.ingest;

import dev.footfall.event.RejectionReason;
import dev.footfall.watch.JobMetrics;
import java.util.Locale;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What is counted on the way in. Each is a metric of its operator, for those who watch a job, and
 * an accumulator of the job, for those who started it.
 */
public final class Counted {

  /** Events read, whatever becomes of them. */
  public static final String EVENTS = "events";

  /** Arrivals that are no events; each reason is counted too, see {@link #rejectedFor}. */
  public static final String REJECTED = "rejected";

  /** Events behind the watermark. */
  public static final String LATE = "late";

  /** Events whose id was there before. */
  public static final String DUPLICATES = "duplicates";

  /** How far event time has come, in milliseconds since the epoch; absent while that is unknown. */
  public static final String WATERMARK = "watermark";

  /** Events that went on to the funnels. */
  public static final String ADMITTED = "admitted";

  private final Counter metric;
  private final LongCounter accumulator = new LongCounter();

  private Counted(Counter metric, String name, RuntimeContext context) {
    this.metric = metric;
    context.addAccumulator(name, accumulator);
  }

  /** The name under which the rejections of one reason are counted: {@code rejected-no_user}. */
  public static String rejectedFor(RejectionReason reason) {
    return REJECTED + '-' + word(reason);
  }

  private static String word(RejectionReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  static Counted named(String name, RuntimeContext context) {
    Counter metric = JobMetrics.of(context.getMetricGroup()).counter(name);
    return new Counted(metric, name, context);
  }

  /** What is rejected for this reason; as a metric, the reason is its label. */
  static Counted rejected(RejectionReason reason, RuntimeContext context) {
    MetricGroup metrics = JobMetrics.ofReason(word(reason), context.getMetricGroup());
    return new Counted(metrics.counter(REJECTED), rejectedFor(reason), context);
  }

  /** How many this task has counted. */
  long soFar() {
    return metric.getCount();
  }

  void count() {
    metric.inc();
    accumulator.add(1);
  }
}
