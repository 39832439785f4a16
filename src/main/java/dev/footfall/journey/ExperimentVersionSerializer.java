package dev.footfall.journey;

import dev.footfall.experiment.Plan;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes versions of experiments. */
public final class ExperimentVersionSerializer extends ImmutableSerializer<ExperimentVersion> {

  public static final ExperimentVersionSerializer INSTANCE = new ExperimentVersionSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public ExperimentVersion createInstance() {
    return new ExperimentVersion(
        "", "", 0, "", List.of(), 0, 0, new Plan(List.of(), List.of(), 0, 0, List.of(), 0, 0, 0));
  }

  @Override
  public void serialize(ExperimentVersion version, DataOutputView target) throws IOException {
    Compact.writeText(version.id(), target);
    Compact.writeText(version.version(), target);
    Compact.writeSigned(version.since(), target);
    Compact.writeText(version.funnel(), target);
    Compact.write(version.steps().size(), target);
    for (String step : version.steps()) {
      Compact.writeText(step, target);
    }
    Compact.writeSigned(version.end(), target);
    Compact.writeSigned(version.withinMillis(), target);
    write(version.plan(), target);
  }

  private static void write(Plan plan, DataOutputView target) throws IOException {
    Compact.write(plan.variants().size(), target);
    for (int variant = 0; variant < plan.variants().size(); variant++) {
      Compact.writeText(plan.variants().get(variant), target);
      target.writeDouble(plan.shares().get(variant));
    }
    Compact.write(plan.control(), target);
    Compact.write(plan.metric(), target);
    Compact.write(plan.guards().size(), target);
    for (Plan.Guard guard : plan.guards()) {
      Compact.write(guard.step(), target);
      target.writeDouble(guard.margin());
    }
    target.writeDouble(plan.alpha());
    target.writeDouble(plan.planned());
    target.writeDouble(plan.leastEffect());
  }

  @Override
  public ExperimentVersion deserialize(DataInputView source) throws IOException {
    String id = Compact.readText(source);
    String version = Compact.readText(source);
    long since = Compact.readSigned(source);
    String funnel = Compact.readText(source);
    int steps = (int) Compact.read(source);
    List<String> names = new ArrayList<>(steps);
    for (int step = 0; step < steps; step++) {
      names.add(Compact.readText(source));
    }
    long end = Compact.readSigned(source);
    long within = Compact.readSigned(source);
    return new ExperimentVersion(id, version, since, funnel, names, end, within, readPlan(source));
  }

  private static Plan readPlan(DataInputView source) throws IOException {
    int count = (int) Compact.read(source);
    List<String> variants = new ArrayList<>(count);
    List<Double> shares = new ArrayList<>(count);
    for (int variant = 0; variant < count; variant++) {
      variants.add(Compact.readText(source));
      shares.add(source.readDouble());
    }
    int control = (int) Compact.read(source);
    int metric = (int) Compact.read(source);
    int guardCount = (int) Compact.read(source);
    List<Plan.Guard> guards = new ArrayList<>(guardCount);
    for (int guard = 0; guard < guardCount; guard++) {
      guards.add(new Plan.Guard((int) Compact.read(source), source.readDouble()));
    }
    return new Plan(
        variants,
        shares,
        control,
        metric,
        guards,
        source.readDouble(),
        source.readDouble(),
        source.readDouble());
  }

  @Override
  public TypeSerializerSnapshot<ExperimentVersion> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ExperimentVersion> {
    public Snapshot() {
      super(ExperimentVersionSerializer::new);
    }
  }
}
