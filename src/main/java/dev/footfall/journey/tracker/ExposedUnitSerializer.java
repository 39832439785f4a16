package dev.footfall.journey.tracker;

import dev.footfall.wire.Compact;
import dev.footfall.wire.MutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes exposed units for checkpoints; one that has had its time takes some twelve bytes. */
final class ExposedUnitSerializer extends MutableSerializer<ExposedUnit> {

  static final ExposedUnitSerializer INSTANCE = new ExposedUnitSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(ExposedUnit unit, DataOutputView target) throws IOException {
    target.writeByte(unit.variant);
    Compact.writeSigned(unit.exposedAt, target);
    target.writeBoolean(unit.matured);
    Compact.write(unit.steps, target);
    Compact.writeSigned(unit.convertedAfter, target);
    target.writeBoolean(!unit.journey.isEmpty());
    if (!unit.journey.isEmpty()) {
      JourneySerializer.INSTANCE.serialize(unit.journey, target);
    }
  }

  @Override
  public ExposedUnit deserialize(DataInputView source) throws IOException {
    ExposedUnit unit = new ExposedUnit();
    unit.variant = source.readByte();
    unit.exposedAt = Compact.readSigned(source);
    unit.matured = source.readBoolean();
    unit.steps = Compact.read(source);
    unit.convertedAfter = Compact.readSigned(source);
    if (source.readBoolean()) {
      unit.journey = JourneySerializer.INSTANCE.deserialize(source);
    }
    return unit;
  }

  @Override
  public ExposedUnit copy(ExposedUnit from) {
    ExposedUnit copy = new ExposedUnit();
    copy.variant = from.variant;
    copy.exposedAt = from.exposedAt;
    copy.matured = from.matured;
    copy.steps = from.steps;
    copy.convertedAfter = from.convertedAfter;
    copy.journey = JourneySerializer.INSTANCE.copy(from.journey);
    return copy;
  }

  @Override
  public ExposedUnit createInstance() {
    return new ExposedUnit();
  }

  @Override
  public TypeSerializerSnapshot<ExposedUnit> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ExposedUnit> {
    public Snapshot() {
      super(ExposedUnitSerializer::new);
    }
  }
}
