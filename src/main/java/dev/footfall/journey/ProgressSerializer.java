package dev.footfall.journey;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import dev.footfall.wire.WrittenAs;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes progress for the network and for state. Flink's own way with records looks each component
 * up by reflection, and copies all of them when one operator hands a progress to the next.
 */
final class ProgressSerializer extends ImmutableSerializer<Progress> {

  private static final long serialVersionUID = 1L;

  private static final Outcome[] OUTCOMES = Outcome.values();

  @Override
  public Progress createInstance() {
    FunnelVersion none = new FunnelVersion("", "", 0, List.of(), 0, List.of(), 0, 0);
    return new Progress(none, "", 0, 0, 1, Outcome.IN_PROGRESS, new long[1], new String[0]);
  }

  @Override
  public void serialize(Progress progress, DataOutputView target) throws IOException {
    FunnelVersionSerializer.write(progress.version(), target);
    Compact.writeText(progress.unit(), target);
    Compact.writeSigned(progress.cohortStart(), target);
    Compact.writeSigned(progress.cohortEnd(), target);
    writeStanding(progress, target);
  }

  @Override
  public Progress deserialize(DataInputView source) throws IOException {
    return readStanding(
        FunnelVersionSerializer.read(source),
        Compact.readText(source),
        Compact.readSigned(source),
        Compact.readSigned(source),
        source);
  }

  /** All but which funnel, unit and cohort it is about. */
  static void writeStanding(Progress progress, DataOutputView target) throws IOException {
    target.writeByte(progress.furthest());
    target.writeByte(progress.outcome().ordinal());
    Compact.write(progress.times().length, target);
    for (long time : progress.times()) {
      Compact.write(time, target);
    }
    Compact.write(progress.values().length, target);
    for (String value : progress.values()) {
      Compact.writeText(value, target);
    }
  }

  static Progress readStanding(
      FunnelVersion version, String unit, long cohortStart, long cohortEnd, DataInputView source)
      throws IOException {
    int furthest = source.readByte();
    Outcome outcome = OUTCOMES[source.readByte()];
    long[] times = new long[(int) Compact.read(source)];
    for (int i = 0; i < times.length; i++) {
      times[i] = Compact.read(source);
    }
    String[] values = new String[(int) Compact.read(source)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Compact.readText(source);
    }
    return new Progress(version, unit, cohortStart, cohortEnd, furthest, outcome, times, values);
  }

  @Override
  public TypeSerializerSnapshot<Progress> snapshotConfiguration() {
    return new Version1();
  }

  /** How it was written first. */
  public static final class Version1 extends WrittenAs<Progress> {
    public Version1() {
      super(1, ProgressSerializer::new);
    }
  }
}
