package dev.footfall.job;

import dev.footfall.alert.AlertRow;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.Funnel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Every alert that is certain when the input ends, sorted by time, alert and unit. */
public final class AlertsReport implements Analysis.Report<AlertRow> {

  private static final Comparator<AlertRow> IN_ORDER =
      Comparator.comparingLong(AlertRow::at)
          .thenComparing(AlertRow::alert)
          .thenComparing(AlertRow::unit);

  private final List<Funnel> funnels;
  private final List<Alert> alerts;
  private final List<AlertRow> rows = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param funnels which alerts may be about
   * @param alerts at least one
   */
  public AlertsReport(List<Funnel> funnels, List<Alert> alerts) {
    this.funnels = List.copyOf(funnels);
    this.alerts = List.copyOf(alerts);
  }

  @Override
  public void lay(DataStream<Intake> admitted, Analysis.Fetching fetching) {
    fetching.fetch(Topology.alerts(admitted, funnels, alerts), rows::add);
  }

  @Override
  public List<AlertRow> rows() {
    return rows.stream().sorted(IN_ORDER).toList();
  }
}
