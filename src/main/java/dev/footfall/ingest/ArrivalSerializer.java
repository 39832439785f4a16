package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Writes arrivals, should a source not be chained to what follows it. They are never in state. */
final class ArrivalSerializer extends ImmutableSerializer<Arrival> {

  private static final long serialVersionUID = 1L;

  private final EventSerializer events = new EventSerializer();

  @Override
  public Arrival createInstance() {
    return Arrival.of(events.createInstance());
  }

  @Override
  public void serialize(Arrival arrival, DataOutputView target) throws IOException {
    Event event = arrival.event();
    target.writeBoolean(event != null);
    if (event != null) {
      events.serialize(event, target);
      StringValue.writeString(arrival.origin(), target);
      target.writeLong(arrival.position());
    } else if (arrival.rejected() != null) {
      serialize(arrival.rejected(), target);
    }
  }

  private static void serialize(RejectedEvent rejected, DataOutputView target) throws IOException {
    target.writeUTF(rejected.reason().name());
    StringValue.writeString(rejected.detail(), target);
    StringValue.writeString(rejected.place(), target);
    target.writeInt(rejected.raw().length);
    target.write(rejected.raw());
    target.writeLong(rejected.size());
  }

  @Override
  public Arrival deserialize(DataInputView source) throws IOException {
    return source.readBoolean()
        ? Arrival.of(events.deserialize(source), StringValue.readString(source), source.readLong())
        : Arrival.of(rejected(source));
  }

  private static RejectedEvent rejected(DataInputView source) throws IOException {
    RejectionReason reason = RejectionReason.valueOf(source.readUTF());
    String detail = StringValue.readString(source);
    String place = StringValue.readString(source);
    byte[] raw = new byte[source.readInt()];
    source.readFully(raw);
    return new RejectedEvent(reason, detail, place, raw, source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<Arrival> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer, should Flink ask. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Arrival> {
    public Snapshot() {
      super(ArrivalSerializer::new);
    }
  }
}
