package dev.footfall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.FunnelVersion;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ProgressSerializerTest {

  private static final FunnelVersion SHOP =
      new FunnelVersion(
          "shop", "v1-é", Long.MIN_VALUE, List.of("a", "b"), 4, List.of("plan"), 1000, 60_000);

  private static final Progress ENTERED =
      new Progress(
          SHOP,
          "ann",
          -5,
          Long.MAX_VALUE,
          1,
          Outcome.IN_PROGRESS,
          new long[] {7, Progress.NOT_TAKEN},
          new String[] {Progress.NO_VALUE});

  private static final Progress DONE =
      new Progress(
          SHOP,
          "ann",
          -5,
          Long.MAX_VALUE,
          2,
          Outcome.CONVERTED,
          new long[] {7, 253_402_300_799_999L},
          new String[] {"pro\u4e2d"});

  @Test
  void changesWithAndWithoutABeforeComeThroughWhole() throws IOException {
    for (Progress.Change change :
        List.of(new Progress.Change(null, ENTERED), new Progress.Change(ENTERED, DONE))) {
      assertThat(through(Progress.Change.class, change))
          .usingRecursiveComparison()
          .isEqualTo(change);
    }
  }

  @Test
  void progressComesThroughWholeAlsoByTheSerializerOfItsSavepoint() throws IOException {
    assertThat(through(Progress.class, DONE)).usingRecursiveComparison().isEqualTo(DONE);
    DataOutputSerializer written = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(
        written, serializer(Progress.class).snapshotConfiguration());
    TypeSerializerSnapshot<Progress> restored =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(written.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(through(restored.restoreSerializer(), DONE))
        .usingRecursiveComparison()
        .isEqualTo(DONE);
  }

  private static <T> TypeSerializer<T> serializer(Class<T> type) {
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  private static <T> T through(Class<T> type, T value) throws IOException {
    return through(serializer(type), value);
  }

  private static <T> T through(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(64);
    serializer.serialize(value, target);
    DataInputDeserializer source = new DataInputDeserializer(target.getCopyOfBuffer());
    T same = serializer.deserialize(source);
    assertThat(source.available()).isZero();
    return same;
  }
}
