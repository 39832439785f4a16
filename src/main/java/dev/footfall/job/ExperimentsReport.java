package dev.footfall.job;

import dev.footfall.event.Intake;
import dev.footfall.funnel.Experiment;
import dev.footfall.metric.Emit;
import dev.footfall.metric.VerdictRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What may be said of each experiment at its last look before the input ends. Later looks would
 * judge users who had no time to convert within the input.
 */
public final class ExperimentsReport implements Analysis.Report<VerdictRow> {

  private final List<Experiment> experiments;
  private final List<VerdictRow> looks = new ArrayList<>();
  private final EventsByMinute events = new EventsByMinute();

  /**
   * @param experiments at least one
   */
  public ExperimentsReport(List<Experiment> experiments) {
    this.experiments = List.copyOf(experiments);
  }

  @Override
  public void lay(DataStream<Intake> admitted, Analysis.Fetching fetching) {
    fetching.fetch(EventsByMinute.of(admitted), this::count);
    fetching.fetch(Topology.judge(admitted, experiments, Emit.live(0)).verdicts(), this::add);
  }

  private synchronized void count(Tuple2<Long, Long> minute) {
    events.add(minute);
  }

  private synchronized void add(VerdictRow row) {
    looks.add(row);
  }

  /** In the order of the experiments, their variants, and guardrails after metrics. */
  @Override
  public synchronized List<VerdictRow> rows() {
    long end = events.end();
    Map<String, Long> last = new HashMap<>();
    for (VerdictRow row : looks) {
      if (row.watermark() <= end) {
        last.merge(row.experiment(), row.watermark(), Math::max);
      }
    }
    List<String> order = experiments.stream().map(Experiment::id).toList();
    return looks.stream()
        .filter(row -> Long.valueOf(row.watermark()).equals(last.get(row.experiment())))
        .sorted(
            Comparator.<VerdictRow>comparingInt(row -> order.indexOf(row.experiment()))
                .thenComparing(VerdictRow::role, Comparator.reverseOrder())
                .thenComparing(VerdictRow::variant)
                .thenComparing(VerdictRow::metric))
        .toList();
  }
}
