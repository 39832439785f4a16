package dev.footfall.watch;

import org.apache.flink.metrics.MetricGroup;

/**
 * Where the job's own metrics stand: all in the group {@code footfall} of their operator, so that
 * one name finds them all. Labels are of what people declare: funnels, alerts, tables, reasons;
 * never of what events bring, or there would be no end of them.
 */
public final class JobMetrics {

  private static final String GROUP = "footfall";

  private JobMetrics() {}

  /** The group of an operator's metrics that have no label. */
  public static MetricGroup of(MetricGroup operator) {
    return operator.addGroup(GROUP);
  }

  /** The group of an operator's metrics of one funnel. */
  public static MetricGroup ofFunnel(String funnel, MetricGroup operator) {
    return of(operator).addGroup("funnel", funnel);
  }

  /** The group of an operator's metrics of one alert. */
  public static MetricGroup ofAlert(String alert, MetricGroup operator) {
    return of(operator).addGroup("alert", alert);
  }

  /** The group of an operator's metrics of one table. */
  public static MetricGroup ofTable(String table, MetricGroup operator) {
    return of(operator).addGroup("table", table);
  }

  /** The group of an operator's metrics of one reason to reject. */
  public static MetricGroup ofReason(String reason, MetricGroup operator) {
    return of(operator).addGroup("reason", reason);
  }
}
