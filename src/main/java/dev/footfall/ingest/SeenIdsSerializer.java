package dev.footfall.ingest;

import dev.footfall.wire.MutableSerializer;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Writes ids in their order, which Flink's own way with maps would lose. */
final class SeenIdsSerializer extends MutableSerializer<SeenIds> {

  private static final long serialVersionUID = 1L;

  @Override
  public SeenIds createInstance() {
    return new SeenIds();
  }

  @Override
  public SeenIds copy(SeenIds from) {
    return new SeenIds(from);
  }

  @Override
  public void serialize(SeenIds seen, DataOutputView target) throws IOException {
    target.writeLong(seen.forgetAt());
    target.writeInt(seen.all().size());
    for (Map.Entry<String, Long> one : seen.all().entrySet()) {
      StringValue.writeString(one.getKey(), target);
      target.writeLong(one.getValue());
    }
  }

  @Override
  public SeenIds deserialize(DataInputView source) throws IOException {
    SeenIds seen = new SeenIds();
    seen.forgetAt(source.readLong());
    int count = source.readInt();
    for (int i = 0; i < count; i++) {
      seen.see(StringValue.readString(source), source.readLong());
    }
    return seen;
  }

  @Override
  public TypeSerializerSnapshot<SeenIds> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a savepoint. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeenIds> {
    public Snapshot() {
      super(SeenIdsSerializer::new);
    }
  }
}
