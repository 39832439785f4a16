package dev.footfall.report;

import dev.footfall.journey.Outcome;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes what units did next for the network. It is never in state. */
final class NextOfUnitSerializer extends ImmutableSerializer<NextOfUnit> {

  private static final long serialVersionUID = 1L;

  private static final Outcome[] OUTCOMES = Outcome.values();

  @Override
  public NextOfUnit createInstance() {
    return new NextOfUnit(
        "",
        "",
        "",
        0,
        0,
        "",
        "",
        0,
        new NextOfUnit.Told(1, Outcome.DROPPED, "", NextOfUnit.Told.NEVER, Map.of()));
  }

  @Override
  public void serialize(NextOfUnit next, DataOutputView target) throws IOException {
    Compact.writeText(next.funnel(), target);
    Compact.writeText(next.version(), target);
    Compact.writeText(next.unit(), target);
    Compact.writeSigned(next.cohortStart(), target);
    Compact.writeSigned(next.cohortEnd(), target);
    Compact.writeText(next.report(), target);
    Compact.writeText(next.reportVersion(), target);
    Compact.writeSigned(next.since(), target);
    NextOfUnit.Told told = next.told();
    target.writeByte(told.furthest());
    target.writeByte(told.outcome().ordinal());
    Compact.writeText(told.event(), target);
    Compact.writeSigned(told.at(), target);
    Compact.write(told.last().size(), target);
    for (Map.Entry<String, String> value : told.last().entrySet()) {
      Compact.writeText(value.getKey(), target);
      Compact.writeText(value.getValue(), target);
    }
  }

  @Override
  public NextOfUnit deserialize(DataInputView source) throws IOException {
    return new NextOfUnit(
        Compact.readText(source),
        Compact.readText(source),
        Compact.readText(source),
        Compact.readSigned(source),
        Compact.readSigned(source),
        Compact.readText(source),
        Compact.readText(source),
        Compact.readSigned(source),
        readTold(source));
  }

  private static NextOfUnit.Told readTold(DataInputView source) throws IOException {
    int furthest = source.readByte();
    Outcome outcome = OUTCOMES[source.readByte()];
    String event = Compact.readText(source);
    long at = Compact.readSigned(source);
    Map<String, String> last = new HashMap<>();
    for (long values = Compact.read(source); values > 0; values--) {
      last.put(Compact.readText(source), Compact.readText(source));
    }
    return new NextOfUnit.Told(furthest, outcome, event, at, last);
  }

  @Override
  public TypeSerializerSnapshot<NextOfUnit> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer, should Flink ask. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<NextOfUnit> {
    public Snapshot() {
      super(NextOfUnitSerializer::new);
    }
  }
}
