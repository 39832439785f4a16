package dev.footfall.journey;

import dev.footfall.journey.ExposureNews.Change;
import dev.footfall.journey.ExposureNews.Standing;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes news of experiments for the network. They are never in state. */
final class ExposureNewsSerializer extends ImmutableSerializer<ExposureNews> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;
  private static final int CHANGE = 2;
  private static final int NO_MORE = 3;

  @Override
  public ExposureNews createInstance() {
    return ExposureNews.ofNoMore(0);
  }

  @Override
  public void serialize(ExposureNews news, DataOutputView target) throws IOException {
    target.writeLong(news.experiment());
    if (news.version() != null) {
      target.writeByte(VERSION);
      ExperimentVersionSerializer.INSTANCE.serialize(news.version(), target);
    } else if (news.change() != null) {
      target.writeByte(CHANGE);
      write(news.change(), target);
    } else {
      target.writeByte(NO_MORE);
    }
  }

  private static void write(Change change, DataOutputView target) throws IOException {
    Compact.writeSigned(change.time(), target);
    target.writeBoolean(change.before() != null);
    if (change.before() != null) {
      write(change.before(), target);
    }
    write(change.after(), target);
  }

  private static void write(Standing standing, DataOutputView target) throws IOException {
    target.writeByte(standing.variant());
    Compact.writeSigned(standing.exposedAt(), target);
    target.writeBoolean(standing.matured());
    Compact.write(standing.steps(), target);
    Compact.writeSigned(standing.convertedAfter(), target);
  }

  @Override
  public ExposureNews deserialize(DataInputView source) throws IOException {
    long experiment = source.readLong();
    int kind = source.readByte();
    return switch (kind) {
      case VERSION ->
          ExposureNews.of(experiment, ExperimentVersionSerializer.INSTANCE.deserialize(source));
      case CHANGE -> ExposureNews.of(experiment, readChange(source));
      case NO_MORE -> ExposureNews.ofNoMore(experiment);
      default -> throw new IOException("news of the unknown kind " + kind);
    };
  }

  private static Change readChange(DataInputView source) throws IOException {
    long time = Compact.readSigned(source);
    Standing before = source.readBoolean() ? readStanding(source) : null;
    return new Change(time, before, readStanding(source));
  }

  private static Standing readStanding(DataInputView source) throws IOException {
    return new Standing(
        source.readByte(),
        Compact.readSigned(source),
        source.readBoolean(),
        Compact.read(source),
        Compact.readSigned(source));
  }

  @Override
  public TypeSerializerSnapshot<ExposureNews> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer, should Flink ask. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ExposureNews> {
    public Snapshot() {
      super(ExposureNewsSerializer::new);
    }
  }
}
