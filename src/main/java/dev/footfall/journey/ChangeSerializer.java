package dev.footfall.journey;

import dev.footfall.wire.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes changes of progress: what both sides share is written once. They are never in state, but
 * travel where engines are put together.
 */
final class ChangeSerializer extends ImmutableSerializer<Progress.Change> {

  private static final long serialVersionUID = 1L;

  private final ProgressSerializer progress = new ProgressSerializer();

  @Override
  public Progress.Change createInstance() {
    return new Progress.Change(null, progress.createInstance());
  }

  @Override
  public void serialize(Progress.Change change, DataOutputView target) throws IOException {
    progress.serialize(change.after(), target);
    target.writeBoolean(change.before() != null);
    if (change.before() != null) {
      ProgressSerializer.writeStanding(change.before(), target);
    }
  }

  @Override
  public Progress.Change deserialize(DataInputView source) throws IOException {
    Progress after = progress.deserialize(source);
    return new Progress.Change(
        source.readBoolean()
            ? ProgressSerializer.readStanding(
                after.version(), after.unit(), after.cohortStart(), after.cohortEnd(), source)
            : null,
        after);
  }

  @Override
  public TypeSerializerSnapshot<Progress.Change> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer, should Flink ask. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Progress.Change> {
    public Snapshot() {
      super(ChangeSerializer::new);
    }
  }
}
