package dev.footfall.ingest;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.wire.ImmutableSerializer;
import dev.footfall.wire.WrittenAs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Writes events, and what else goes the same way. */
final class IntakeSerializer extends ImmutableSerializer<Intake> {

  private static final long serialVersionUID = 1L;

  private static final byte EVENT = 0;
  private static final byte UNIT_EVENT = 1;
  private static final byte DECLARATION = 2;

  private final EventSerializer events = new EventSerializer();

  @Override
  public Intake createInstance() {
    return events.createInstance();
  }

  @Override
  public void serialize(Intake intake, DataOutputView target) throws IOException {
    if (intake instanceof Event event) {
      target.writeByte(EVENT);
      events.serialize(event, target);
    } else if (intake instanceof UnitEvent unitEvent) {
      target.writeByte(UNIT_EVENT);
      StringValue.writeString(unitEvent.property(), target);
      StringValue.writeString(unitEvent.unit(), target);
      events.serialize(unitEvent.event(), target);
    } else if (intake instanceof Declaration declaration) {
      target.writeByte(DECLARATION);
      serialize(declaration, target);
    }
  }

  private static void serialize(Declaration declaration, DataOutputView target) throws IOException {
    target.writeLong(declaration.number());
    target.writeLong(declaration.since());
    target.writeInt(declaration.texts().size());
    for (Declaration.Text text : declaration.texts()) {
      StringValue.writeString(text.name(), target);
      StringValue.writeString(text.yaml(), target);
    }
    target.writeInt(declaration.times().size());
    for (Map.Entry<String, Integer> times : declaration.times().entrySet()) {
      StringValue.writeString(times.getKey(), target);
      target.writeInt(times.getValue());
    }
  }

  @Override
  public Intake deserialize(DataInputView source) throws IOException {
    byte kind = source.readByte();
    return switch (kind) {
      case EVENT -> events.deserialize(source);
      case UNIT_EVENT ->
          new UnitEvent(
              StringValue.readString(source),
              StringValue.readString(source),
              events.deserialize(source));
      case DECLARATION -> declaration(source);
      default -> throw new IOException("neither an event nor a declaration: " + kind);
    };
  }

  private static Declaration declaration(DataInputView source) throws IOException {
    long number = source.readLong();
    long since = source.readLong();
    List<Declaration.Text> texts = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      texts.add(
          new Declaration.Text(StringValue.readString(source), StringValue.readString(source)));
    }
    Map<String, Integer> times = new HashMap<>();
    for (int left = source.readInt(); left > 0; left--) {
      times.put(StringValue.readString(source), source.readInt());
    }
    return new Declaration(number, since, texts, times);
  }

  @Override
  public TypeSerializerSnapshot<Intake> snapshotConfiguration() {
    return new Version1();
  }

  /** How it was written first. */
  public static final class Version1 extends WrittenAs<Intake> {
    public Version1() {
      super(1, IntakeSerializer::new);
    }
  }
}
