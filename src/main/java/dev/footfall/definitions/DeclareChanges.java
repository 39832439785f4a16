package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import dev.footfall.watch.JobMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which readings change what is declared. One that is not valid is refused as a whole, with
 * every problem, and what held before goes on. For one instance.
 */
public final class DeclareChanges extends ProcessFunction<Reading, Declaration>
    implements CheckpointedFunction {

  /** What became of versions. */
  public static final OutputTag<VersionRow> VERSIONS =
      new OutputTag<>("versions", TypeInformation.of(VersionRow.class));

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(DeclareChanges.class);

  private final ArrayList<Declaration.Text> initial;

  @SuppressWarnings("NullAway.Init") // by initializeState, before anything else
  private transient ListState<Declared> stored;

  /** What the job was put together for: its patterns of Flink CEP are of these definitions. */
  @SuppressWarnings("NullAway.Init") // likewise
  private transient Declared assembled;

  @SuppressWarnings("NullAway.Init") // likewise
  private transient Declared declared;

  private transient boolean toldWhatHolds;
  private transient Counter accepted;
  private transient Counter refused;

  /**
   * @param initial what is declared in the beginning; after a restart what held last counts
   */
  public DeclareChanges(List<Declaration.Text> initial) {
    this.initial = new ArrayList<>(initial);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    stored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("declared", TypeInformation.of(Declared.class)));
    assembled = Declared.first(initial);
    declared = assembled;
    for (Declared before : stored.get()) {
      declared = before;
    }
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = JobMetrics.of(getRuntimeContext().getMetricGroup());
    accepted = metrics.counter("definitionsAccepted");
    refused = metrics.counter("definitionsRefused");
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    stored.update(List.of(declared));
  }

  @Override
  public void processElement(Reading reading, Context context, Collector<Declaration> changes) {
    if (!toldWhatHolds) {
      declared.rows().forEach(row -> context.output(VERSIONS, row));
      toldWhatHolds = true;
    }
    if (reading.texts().equals(declared.declaration().texts())) {
      return;
    }
    List<String> problems = assembled.problemsOf(reading.texts());
    if (!problems.isEmpty()) {
      refused.inc();
      LOG.error(
          "Changed definitions are refused, those before go on:\n{}", String.join("\n", problems));
      return;
    }
    Declared after = declared.followedBy(reading.texts());
    declared.rowsOfThoseNoMoreIn(after).forEach(row -> context.output(VERSIONS, row));
    after.rows().forEach(row -> context.output(VERSIONS, row));
    declared = after;
    accepted.inc();
    LOG.info("Definitions have changed: declaration {}", after.declaration().number());
    changes.collect(after.declaration());
  }
}
