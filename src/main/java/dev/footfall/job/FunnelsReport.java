package dev.footfall.job;

import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.metric.CohortReport;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Every row of every funnel, sorted by funnel, cohort, breakdown, value and step. */
public final class FunnelsReport implements Analysis.Report<StepRow> {

  private final List<Funnel> funnels;
  private final OptionalInt top;
  private final CohortReport report;

  /**
   * @param funnels at least one
   * @param top fold all but so many values of each breakdown into one
   */
  public FunnelsReport(List<Funnel> funnels, OptionalInt top) {
    this.funnels = List.copyOf(funnels);
    this.top = top;
    this.report = new CohortReport(funnels);
  }

  @Override
  public void lay(DataStream<Intake> admitted, Analysis.Fetching fetching) {
    Topology topology = Topology.of(admitted, funnels, Emit.FINAL);
    fetching.fetch(topology.steps(), report::add);
    if (top.isPresent()) {
      fetching.fetch(topology.times(), report::add);
    }
  }

  @Override
  public List<StepRow> rows() {
    return report.rows(top);
  }
}
