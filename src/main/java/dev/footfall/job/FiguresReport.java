package dev.footfall.job;

import dev.footfall.event.Intake;
import dev.footfall.funnel.Report;
import dev.footfall.metric.Emit;
import dev.footfall.report.FigureRow;
import dev.footfall.report.Reports;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/** What reports beside funnels count, sorted by report, window, part, value, position and names. */
public final class FiguresReport implements Analysis.Report<FigureRow> {

  private final List<Report> reports;
  private final List<FigureRow> rows = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param reports at least one
   */
  public FiguresReport(List<Report> reports) {
    this.reports = List.copyOf(reports);
  }

  @Override
  public void lay(DataStream<Intake> admitted, Analysis.Fetching fetching) {
    fetching.fetch(Reports.of(admitted, reports, Emit.FINAL).figures(), rows::add);
  }

  @Override
  public List<FigureRow> rows() {
    return rows.stream().sorted(FigureRow.IN_ORDER).toList();
  }
}
