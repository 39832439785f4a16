package dev.footfall.ingest;

import dev.footfall.event.Event;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import dev.footfall.wire.WrittenAs;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes events for the network and for state. Flink's own way with records copies every property
 * of an event each time one operator hands it to the next.
 */
final class EventSerializer extends ImmutableSerializer<Event> {

  private static final long serialVersionUID = 1L;

  private static final int HAS_ID = 1;
  private static final int HAS_PLACE = 1 << 1;

  @Override
  public Event createInstance() {
    return new Event(null, "", "", 0, Map.of());
  }

  @Override
  public void serialize(Event event, DataOutputView target) throws IOException {
    target.writeByte((event.id() == null ? 0 : HAS_ID) | (event.place() == null ? 0 : HAS_PLACE));
    if (event.id() != null) {
      Compact.writeText(event.id(), target);
    }
    if (event.place() != null) {
      Compact.writeText(event.place(), target);
    }
    Compact.writeText(event.name(), target);
    Compact.writeText(event.user(), target);
    target.writeLong(event.time());
    Compact.write(event.properties().size(), target);
    for (Map.Entry<String, String> property : event.properties().entrySet()) {
      Compact.writeText(property.getKey(), target);
      Compact.writeText(property.getValue(), target);
    }
  }

  @Override
  public Event deserialize(DataInputView source) throws IOException {
    int has = source.readByte();
    String id = (has & HAS_ID) != 0 ? Compact.readText(source) : null;
    String place = (has & HAS_PLACE) != 0 ? Compact.readText(source) : null;
    String name = Compact.readText(source);
    String user = Compact.readText(source);
    long time = source.readLong();
    int count = (int) Compact.read(source);
    if (count == 0) {
      return new Event(id, name, user, time, Map.of(), place);
    }
    Map<String, String> properties = new HashMap<>(2 * count);
    for (int i = 0; i < count; i++) {
      properties.put(Compact.readText(source), Compact.readText(source));
    }
    return new Event(id, name, user, time, properties, place);
  }

  @Override
  public TypeSerializerSnapshot<Event> snapshotConfiguration() {
    return new Version1();
  }

  /** How it was written first. */
  public static final class Version1 extends WrittenAs<Event> {
    public Version1() {
      super(1, EventSerializer::new);
    }
  }
}
