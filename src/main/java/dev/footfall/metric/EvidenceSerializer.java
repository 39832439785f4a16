package dev.footfall.metric;

import dev.footfall.experiment.Evidence;
import dev.footfall.experiment.Guardrail;
import dev.footfall.experiment.Interval;
import dev.footfall.experiment.Verdict;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes for checkpoints what earlier looks have found; verdicts and states by their names. */
final class EvidenceSerializer extends ImmutableSerializer<Evidence> {

  static final EvidenceSerializer INSTANCE = new EvidenceSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public Evidence createInstance() {
    return new Evidence(1, 1, List.of());
  }

  @Override
  public void serialize(Evidence evidence, DataOutputView target) throws IOException {
    target.writeDouble(evidence.exposedRatioP());
    target.writeDouble(evidence.maturedRatioP());
    Compact.write(evidence.variants().size(), target);
    for (Evidence.OfVariant variant : evidence.variants()) {
      target.writeDouble(variant.p());
      target.writeDouble(variant.difference().lower());
      target.writeDouble(variant.difference().upper());
      Compact.writeText(variant.verdict().name(), target);
      Compact.write(variant.guards().size(), target);
      for (Guardrail.State state : variant.guards()) {
        Compact.writeText(state.name(), target);
      }
    }
  }

  @Override
  public Evidence deserialize(DataInputView source) throws IOException {
    double exposed = source.readDouble();
    double matured = source.readDouble();
    long count = Compact.read(source);
    List<Evidence.OfVariant> variants = new ArrayList<>();
    for (long variant = 0; variant < count; variant++) {
      variants.add(readVariant(source));
    }
    return new Evidence(exposed, matured, variants);
  }

  private static Evidence.OfVariant readVariant(DataInputView source) throws IOException {
    double p = source.readDouble();
    Interval difference = new Interval(source.readDouble(), source.readDouble());
    Verdict verdict = Verdict.valueOf(Compact.readText(source));
    long count = Compact.read(source);
    List<Guardrail.State> guards = new ArrayList<>();
    for (long guard = 0; guard < count; guard++) {
      guards.add(Guardrail.State.valueOf(Compact.readText(source)));
    }
    return new Evidence.OfVariant(p, difference, guards, verdict);
  }

  @Override
  public TypeSerializerSnapshot<Evidence> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Evidence> {
    public Snapshot() {
      super(EvidenceSerializer::new);
    }
  }
}
