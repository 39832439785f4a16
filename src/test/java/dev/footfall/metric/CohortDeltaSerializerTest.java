package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.FunnelVersion;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CohortDeltaSerializerTest {

  @Test
  void differencesComeThroughWhole() throws IOException {
    FunnelVersion shop =
        new FunnelVersion(
            "shop", "v2", 17, List.of("a", "b"), 0, List.of("plan"), 1000, Long.MAX_VALUE);
    Tally difference =
        new Tally(
            new int[] {16_385, 40_000, 14_680_063},
            new long[] {-3, 0, 1L << 40},
            new long[] {0, -86_400_000, Long.MIN_VALUE});
    CohortDelta delta =
        new CohortDelta(
            new CohortKey("shop", "v2", Long.MIN_VALUE),
            new CohortShape(shop, Long.MAX_VALUE),
            List.of(
                new CohortDelta.Part(Slice.TOTAL, 5, difference),
                new CohortDelta.Part(new Slice("plan", "pro é"), Long.MAX_VALUE, Tally.NOTHING)),
            1_800_000_000_000L);
    TypeSerializer<CohortDelta> serializer =
        TypeInformation.of(CohortDelta.class).createSerializer(new SerializerConfigImpl());
    DataOutputSerializer target = new DataOutputSerializer(64);
    serializer.serialize(delta, target);
    DataInputDeserializer source = new DataInputDeserializer(target.getCopyOfBuffer());
    assertThat(serializer.deserialize(source)).usingRecursiveComparison().isEqualTo(delta);
    assertThat(source.available()).isZero();
  }
}
