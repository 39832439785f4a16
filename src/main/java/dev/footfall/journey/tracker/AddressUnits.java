package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.journey.KeyText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * Sends each event to the units that somebody follows and that are not users: one for each property
 * of the event that names a unit. An event without the property takes no part.
 */
final class AddressUnits extends ProcessFunction<Intake, Intake> implements CheckpointedFunction {

  /** Declarations, with the event time after which events were addressed by them. */
  static final OutputTag<Declaration> DECLARATIONS =
      new OutputTag<>("declarations", TypeInformation.of(Declaration.class));

  private static final long serialVersionUID = 1L;

  private final @Nullable Declaration initial;

  /** What declarations ask for; null if that stays as it is. */
  private final @Nullable UnitProperties declared;

  private HashSet<String> properties;

  /** The last that was heard, after a restart in the place of the initial one. */
  @SuppressWarnings("NullAway.Init") // by initializeState, before anything else
  private transient ListState<Declaration> heard;

  private transient @Nullable Declaration declaration;

  /** Addresses the units that these properties name. */
  AddressUnits(Set<String> properties) {
    this.initial = null;
    this.declared = null;
    this.properties = new HashSet<>(properties);
  }

  /**
   * Addresses the units that declarations ask for.
   *
   * @param initial what is declared in the beginning
   */
  AddressUnits(Declaration initial, UnitProperties declared) {
    this.initial = initial;
    this.declared = declared;
    this.properties = new HashSet<>(declared.in(initial));
  }

  private HashSet<String> propertiesOf(Declaration declaration) {
    return declared == null ? properties : new HashSet<>(declared.in(declaration));
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
