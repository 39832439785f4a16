package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.Arrival;
import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import dev.footfall.event.UnitEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class EventTypesTest {

  private static final Event WHOLE =
      new Event("e1", "régister 😀", "u42", 1795255200123L, Map.of("plan", "pro", "", "漢"));

  private static final RejectedEvent REJECTED =
      new RejectedEvent(RejectionReason.NO_USER, "no user", "x:1", new byte[] {1, -1}, 7);

  /** With Kryo forbidden, making a serializer fails where one would be needed. */
  private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    SerializerConfigImpl strict = new SerializerConfigImpl();
    strict.setGenericTypes(false);
    return type.createSerializer(strict);
  }

  private static <T> T through(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer written = new DataOutputSerializer(64);
    serializer.serialize(value, written);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(written.getCopyOfBuffer()), copied);
    DataInputDeserializer source = new DataInputDeserializer(copied.getCopyOfBuffer());
    T read = serializer.deserialize(source);
    assertThat(source.available()).isZero();
    return read;
  }

  @Test
  void eventsComeOutAsTheyWentIn() throws IOException {
    TypeSerializer<Event> events = serializer(EventTypes.EVENT);
    for (Event event : List.of(WHOLE, new Event(null, "pay", "u", 1, Map.of()))) {
      assertThat(through(events, event)).isEqualTo(event);
    }
  }

  @Test
  void whatGoesDownToTheEnginesComesOutAsItWentIn() throws IOException {
    TypeSerializer<Intake> intake = serializer(EventTypes.INTAKE);
    Declaration declaration =
        new Declaration(
            3,
            Long.MIN_VALUE,
            List.of(
                new Declaration.Text("a.yaml", "funnels: [] # 漏斗"), new Declaration.Text("b", "")),
            Map.of("shop", 2, "trial", 1));
    for (Intake one :
        List.of(
            WHOLE,
            WHOLE.readAt("clicks/3@77"),
            new UnitEvent("account", "größe 1", WHOLE),
            declaration,
            declaration.since(1795255200123L),
            new Declaration(1, 0, List.of(), Map.of()))) {
      assertThat(through(intake, one)).isEqualTo(one);
    }
  }

  @Test
  void arrivalsRejectionsAndLateEventsComeOutAsTheyWentIn() throws IOException {
    TypeSerializer<Arrival> arrivals = serializer(EventTypes.ARRIVAL);
    assertThat(through(arrivals, Arrival.of(WHOLE, "clicks/3@", 77)))
        .isEqualTo(Arrival.of(WHOLE, "clicks/3@", 77));
    assertThat(through(arrivals, Arrival.of(WHOLE.readAt("clicks/3@77"))))
        .isEqualTo(Arrival.of(WHOLE.readAt("clicks/3@77")));
    assertThat(through(arrivals, Arrival.of(REJECTED)))
        .usingRecursiveComparison()
        .isEqualTo(Arrival.of(REJECTED));
    assertThat(through(serializer(EventTypes.REJECTED), REJECTED))
        .usingRecursiveComparison()
        .isEqualTo(REJECTED);
    LateEvent late = new LateEvent(WHOLE, 5);
    assertThat(through(serializer(EventTypes.LATE), late)).isEqualTo(late);
  }

  @Test
  void seenIdsKeepTheirOrder() throws IOException {
    SeenIds seen = new SeenIds();
    seen.see("e2", 10);
    seen.see("e1", 20);
    seen.see("e2", 30);
    seen.forgetAt(130);
    SeenIdsSerializer serializer = new SeenIdsSerializer();
    for (SeenIds same : List.of(through(serializer, seen), serializer.copy(seen))) {
      assertThat(List.copyOf(same.all().entrySet()))
          .containsExactly(Map.entry("e1", 20L), Map.entry("e2", 30L));
      assertThat(same.forgetAt()).isEqualTo(130);
      assertThat(same.latest()).isEqualTo(30);
    }
  }

  @Test
  void aSavepointSaysHowItsEventsWereWritten() throws IOException {
    assertThatASavepointSaysHow(serializer(EventTypes.EVENT), WHOLE);
    assertThatASavepointSaysHow(
        serializer(EventTypes.INTAKE), new UnitEvent("account", "a1", WHOLE));
  }

  private <T> void assertThatASavepointSaysHow(TypeSerializer<T> events, T one) throws IOException {
    DataOutputSerializer written = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(written, events.snapshotConfiguration());
    TypeSerializerSnapshot<T> restored =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(written.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(through(restored.restoreSerializer(), one)).isEqualTo(one);
    assertThat(
            events.snapshotConfiguration().resolveSchemaCompatibility(restored).isCompatibleAsIs())
        .isTrue();
    assertThatThrownBy(
            () ->
                restored.readSnapshot(2, new DataInputDeserializer(), getClass().getClassLoader()))
        .hasMessageMatching(
            "state was written in version 2 of .*Serializer.Version1, unknown here");
  }
}
