package dev.footfall.ingest;

import dev.footfall.event.Event;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes events for the network and for state. Flink's own way with records copies every property
 * of an event each time one operator hands it to the next.
 */
final class EventSerializer extends ImmutableSerializer<Event> {

  private static final long serialVersionUID = 1L;

  @Override
  public Event createInstance() {
    return new Event(null, "", "", 0, Map.of());
  }

  @Override
  public void serialize(Event event, DataOutputView target) throws IOException {
    StringValue.writeString(event.id(), target);
    StringValue.writeString(event.name(), target);
    StringValue.writeString(event.user(), target);
    target.writeLong(event.time());
    target.writeInt(event.properties().size());
    for (Map.Entry<String, String> property : event.properties().entrySet()) {
      StringValue.writeString(property.getKey(), target);
      StringValue.writeString(property.getValue(), target);
    }
    StringValue.writeString(event.place(), target);
  }

  @Override
  public Event deserialize(DataInputView source) throws IOException {
    String id = StringValue.readString(source);
    String name = StringValue.readString(source);
    String user = StringValue.readString(source);
    long time = source.readLong();
    int count = source.readInt();
    Map<String, String> properties = new HashMap<>(2 * count);
    for (int i = 0; i < count; i++) {
      properties.put(StringValue.readString(source), StringValue.readString(source));
    }
    return new Event(id, name, user, time, properties, StringValue.readString(source));
  }

  @Override
  public TypeSerializerSnapshot<Event> snapshotConfiguration() {
    return new Version1();
  }

  /**
   * Says in a savepoint how its events were written. A later way of writing brings a later version,
   * and this one then restores a serializer that reads the old way.
   */
  public static final class Version1 implements TypeSerializerSnapshot<Event> {

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView target) {}

    @Override
    public void readSnapshot(int version, DataInputView source, ClassLoader classLoader)
        throws IOException {
      if (version != 1) {
        throw new IOException("events were written in version %d, unknown here".formatted(version));
      }
    }

    @Override
    public TypeSerializer<Event> restoreSerializer() {
      return new EventSerializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<Event> resolveSchemaCompatibility(
        TypeSerializerSnapshot<Event> old) {
      return old instanceof Version1
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
