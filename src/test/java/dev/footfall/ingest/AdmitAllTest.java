package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class AdmitAllTest {

  @Test
  void admitsByTheDefinitionOneUserAfterTheOtherFromMemoryAndFromFiles() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Event> events = AdmitTest.randomEvents(random);
      List<Event> admitted = admitAll(events, random.nextBoolean() ? Long.MAX_VALUE : 0);
      assertThat(AdmitTest.byUser(admitted))
          .as("seed %d", seed)
          .isEqualTo(AdmitTest.byTheDefinition(events));
      assertThat(admitted.stream().map(Event::user).distinct().toList())
          .as("seed %d: users whose events came together", seed)
          .isEqualTo(usersInTurn(admitted));
    }
  }

  @Test
  void keepsNothingOfAUserInMindForTheNext() throws Exception {
    Event ann = new Event("e", "browse", "ann", 10, Map.of());
    Event bob = new Event("e", "browse", "bob", 20, Map.of());
    assertThat(admitAll(List.of(ann, bob, ann), Long.MAX_VALUE))
        .containsExactlyInAnyOrder(ann, bob);
  }

  private static List<Event> admitAll(List<Event> events, long bytesInMemory) throws Exception {
    List<Event> admitted = new ArrayList<>();
    try (OneInputStreamOperatorTestHarness<Event, Intake> harness =
        new OneInputStreamOperatorTestHarness<>(new AdmitAll(AdmitTest.DEDUPE, bytesInMemory))) {
      harness.setup(EventTypes.INTAKE.createSerializer(new SerializerConfigImpl()));
      harness.open();
      for (Event event : events) {
        harness.processElement(event, event.time());
      }
      assertThat(harness.getOutput()).isEmpty();
      harness.endInput();
      for (Object output : harness.getOutput()) {
        if (output instanceof StreamRecord<?> record) {
          Event event = (Event) record.getValue();
          assertThat(record.getTimestamp()).isEqualTo(event.time());
          admitted.add(event);
        }
      }
    }
    return admitted;
  }

  private static List<String> usersInTurn(List<Event> events) {
    List<String> users = new ArrayList<>();
    for (Event event : events) {
      if (users.isEmpty() || !users.get(users.size() - 1).equals(event.user())) {
        users.add(event.user());
      }
    }
    return users;
  }
}
