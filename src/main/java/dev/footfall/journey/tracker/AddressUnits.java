package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.KeyText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Sends each event to the units that some funnel counts and that are not users: one for each
 * property of the event that names a unit. An event without the property takes no part.
 */
final class AddressUnits extends ProcessFunction<Intake, Intake> implements CheckpointedFunction {

  /** Declarations, with the event time after which events were addressed by them. */
  static final OutputTag<Declaration> DECLARATIONS =
      new OutputTag<>("declarations", TypeInformation.of(Declaration.class));

  private static final long serialVersionUID = 1L;

  private final @Nullable Declaration initial;
  private Set<String> properties;

  /** The last that was heard, after a restart in the place of the initial one. */
  @SuppressWarnings("NullAway.Init") // by initializeState, before anything else
  private transient ListState<Declaration> heard;

  private transient @Nullable Declaration declaration;

  /** Addresses what funnels that stay as they are count. */
  AddressUnits(List<Funnel> funnels) {
    this.initial = null;
    this.properties = propertiesOf(funnels.stream());
  }

  /**
   * Addresses what funnels count that change while the job runs.
   *
   * @param initial the funnels in the beginning
   */
  AddressUnits(Declaration initial) {
    this.initial = initial;
    this.properties = propertiesOf(initial);
  }

  private static Set<String> propertiesOf(Declaration declaration) {
    return propertiesOf(DeclaredFunnel.allIn(declaration).stream().map(DeclaredFunnel::funnel));
  }

  private static Set<String> propertiesOf(Stream<Funnel> funnels) {
    return funnels
        .filter(funnel -> !funnel.countsUsers())
        .map(Funnel::unit)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    heard =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("heard", TypeInformation.of(Declaration.class)));
    declaration = initial;
    for (Declaration one : heard.get()) {
      if (declaration == null || one.number() >= declaration.number()) {
        declaration = one;
        properties = propertiesOf(one);
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    heard.update(declaration == null ? List.of() : List.of(declaration));
  }

  @Override
  public void processElement(Intake intake, Context context, Collector<Intake> addressed) {
    if (intake instanceof Event event) {
      for (String property : properties) {
        address(event, property, addressed);
      }
    } else if (intake instanceof Declaration declared) {
      properties = propertiesOf(declared);
      declaration = declared;
      context.output(DECLARATIONS, declared.since(context.timerService().currentWatermark()));
    }
  }

  private static void address(Event event, String property, Collector<Intake> addressed) {
    String unit = event.properties().get(property);
    if (unit != null && !unit.isEmpty()) {
      addressed.collect(new UnitEvent(property, KeyText.of(unit), event));
    }
  }
}
