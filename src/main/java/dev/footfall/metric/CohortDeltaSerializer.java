package dev.footfall.metric;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.FunnelVersionSerializer;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes differences of counts for the network: cells as distances from each other, for there are
 * thousands of them. They are never in state.
 */
final class CohortDeltaSerializer extends ImmutableSerializer<CohortDelta> {

  private static final long serialVersionUID = 1L;

  @Override
  public CohortDelta createInstance() {
    FunnelVersion none = new FunnelVersion("", "", 0, List.of(), 0, List.of(), 0, 0);
    return new CohortDelta(
        new CohortKey("", "", 0), new CohortShape(none, 0), List.of(), CohortDelta.NO_STEP);
  }

  @Override
  public void serialize(CohortDelta delta, DataOutputView target) throws IOException {
    FunnelVersionSerializer.write(delta.shape().funnel(), target);
    Compact.writeSigned(delta.cohort().cohortStart(), target);
    Compact.writeSigned(delta.shape().cohortEnd(), target);
    Compact.writeSigned(delta.firstStep(), target);
    Compact.write(delta.parts().size(), target);
    for (CohortDelta.Part part : delta.parts()) {
      Compact.writeText(part.slice().breakdown(), target);
      Compact.writeText(part.slice().value(), target);
      Compact.writeSigned(part.since(), target);
      write(part.change(), target);
    }
  }

  private static void write(Tally tally, DataOutputView target) throws IOException {
    Compact.write(tally.cells().length, target);
    int before = 0;
    for (int i = 0; i < tally.cells().length; i++) {
      Compact.write(tally.cells()[i] - before, target);
      Compact.writeSigned(tally.units()[i], target);
      Compact.writeSigned(tally.millis()[i], target);
      before = tally.cells()[i];
    }
  }

  @Override
  public CohortDelta deserialize(DataInputView source) throws IOException {
    FunnelVersion funnel = FunnelVersionSerializer.read(source);
    CohortKey cohort = new CohortKey(funnel.id(), funnel.version(), Compact.readSigned(source));
    CohortShape shape = new CohortShape(funnel, Compact.readSigned(source));
    long firstStep = Compact.readSigned(source);
    int count = (int) Compact.read(source);
    List<CohortDelta.Part> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Slice slice = new Slice(Compact.readText(source), Compact.readText(source));
      parts.add(new CohortDelta.Part(slice, Compact.readSigned(source), readTally(source)));
    }
    return new CohortDelta(cohort, shape, parts, firstStep);
  }

  private static Tally readTally(DataInputView source) throws IOException {
    int[] cells = new int[(int) Compact.read(source)];
    long[] units = new long[cells.length];
    long[] millis = new long[cells.length];
    int before = 0;
    for (int i = 0; i < cells.length; i++) {
      before += (int) Compact.read(source);
      cells[i] = before;
      units[i] = Compact.readSigned(source);
      millis[i] = Compact.readSigned(source);
    }
    return new Tally(cells, units, millis);
  }

  @Override
  public TypeSerializerSnapshot<CohortDelta> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer, should Flink ask. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CohortDelta> {
    public Snapshot() {
      super(CohortDeltaSerializer::new);
    }
  }
}
