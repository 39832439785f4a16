package dev.footfall.testing;

import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;

/** The metrics of a job as a reporter sees them: by the names that it writes. */
public final class SeenMetrics {

  private final InMemoryReporter reporter;

  private SeenMetrics(InMemoryReporter reporter) {
    this.reporter = reporter;
  }

  /** Of jobs that run with this configuration from now on; also once they have ended. */
  public static SeenMetrics of(Configuration configuration) {
    InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
    reporter.addToConfiguration(configuration);
    return new SeenMetrics(reporter);
  }

  /**
   * Adds up a metric of all instances.
   *
   * @param name as a reporter writes it behind the operator's: {@code footfall.funnel.shop.rows}
   * @return 0 if there is none
   */
  public long sum(String name) {
    return sum(name, SeenMetrics::valueOf);
  }

  /** How many values all instances of a histogram have taken. */
  public long updates(String name) {
    return sum(name, metric -> ((Histogram) metric).getCount());
  }

  private long sum(String name, ToLongFunction<Metric> value) {
    long sum = 0;
    for (Map.Entry<MetricGroup, Map<String, Metric>> group :
        reporter.getMetricsByGroup().entrySet()) {
      for (Map.Entry<String, Metric> metric : group.getValue().entrySet()) {
        if (group.getKey().getMetricIdentifier(metric.getKey()).endsWith("." + name)) {
          sum += value.applyAsLong(metric.getValue());
        }
      }
    }
    return sum;
  }

  private static long valueOf(Metric metric) {
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    return ((Number) ((Gauge<?>) metric).getValue()).longValue();
  }
}
