package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaMessagesTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

  private final List<Arrival> arrivals = new ArrayList<>();

  private Arrival read(
      KafkaMessages messages, @Nullable String value, TimestampType type, Instant at)
      throws Exception {
    messages.open(Opening.NONE);
    ConsumerRecord<byte[], byte[]> message =
        new ConsumerRecord<>(
            "clicks",
            3,
            77,
            at.toEpochMilli(),
            type,
            0,
            0,
            new byte[0],
            value == null ? null : value.getBytes(StandardCharsets.UTF_8),
            new RecordHeaders(),
            Optional.empty());
    arrivals.clear();
    messages.deserialize(
        message,
        new Collector<>() {
          @Override
          public void collect(Arrival arrival) {
            arrivals.add(arrival);
          }

          @Override
          public void close() {}
        });
    assertThat(arrivals).hasSize(1);
    return arrivals.get(0);
  }

  private static KafkaMessages messages(MessageFormat format) {
    return new KafkaMessages(
        EventMapping.OWN,
        format,
        Optional.of(new AheadGuard(Duration.ofHours(1))),
        () -> Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private static String registerAt(Instant time) {
    return "{\"event\":\"register\",\"user\":\"ann\",\"time\":\"%s\"}".formatted(time);
  }

  private static RejectedEvent rejection(Arrival arrival) {
    return Objects.requireNonNull(arrival.rejected());
  }

  @Test
  void aMessageIsAnEventWhereverItsSchemaTravels() throws Exception {
    KafkaMessages travelled = InstantiationUtil.clone(messages(new MessageFormat.Json()));
    assertThat(read(travelled, registerAt(TEN), TimestampType.CREATE_TIME, TEN))
        .isEqualTo(
            Arrival.of(
                new Event(null, "register", "ann", TEN.toEpochMilli(), Map.of()), "clicks/3@", 77));
  }

  @Test
  void aMessageMayBeCsvWithKnownColumns() throws Exception {
    KafkaMessages csv = messages(new MessageFormat.Csv(List.of("user", "time", "event")));
    assertThat(read(csv, "ann,1000,register", TimestampType.CREATE_TIME, TEN))
        .isEqualTo(Arrival.of(new Event(null, "register", "ann", 1000, Map.of()), "clicks/3@", 77));
  }

  @Test
  void aTombstoneIsRejectedAsEmptyAtItsPlace() throws Exception {
    RejectedEvent tombstone =
        rejection(read(messages(new MessageFormat.Json()), null, TimestampType.CREATE_TIME, TEN));
    assertThat(tombstone.reason()).isEqualTo(RejectionReason.EMPTY);
    assertThat(tombstone.place()).isEqualTo("clicks/3@77");
    assertThat(tombstone.size()).isZero();
  }

  @Test
  void anEventTooFarAheadOfTheBrokersAppendTimeIsRejected() throws Exception {
    Instant latest = TEN.plus(Duration.ofHours(1));
    String inTime = registerAt(latest);
    assertThat(
            read(messages(new MessageFormat.Json()), inTime, TimestampType.LOG_APPEND_TIME, TEN)
                .event())
        .isNotNull();
    String tooEarly = registerAt(latest.plusMillis(1));
    RejectedEvent rejected =
        rejection(
            read(messages(new MessageFormat.Json()), tooEarly, TimestampType.LOG_APPEND_TIME, TEN));
    assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_EARLY);
    assertThat(rejected.place()).isEqualTo("clicks/3@77");
    assertThat(rejected.detail())
        .isEqualTo(
            "its time 2026-11-21T11:00:00.001Z is more than PT1H ahead of 2026-11-21T10:00:00Z");
    assertThat(new String(rejected.raw(), StandardCharsets.UTF_8)).isEqualTo(tooEarly);
  }

  @Test
  void whereTheBrokerKeepsTheSendersTimeTheClockIsTheReference() throws Exception {
    String afternoon = registerAt(NOON.plus(Duration.ofMinutes(30)));
    // The sender's clock is wrong in both: it must not vouch for itself.
    assertThat(
            read(messages(new MessageFormat.Json()), afternoon, TimestampType.CREATE_TIME, TEN)
                .event())
        .isNotNull();
    Instant wrong = NOON.plus(Duration.ofHours(5));
    RejectedEvent rejected =
        rejection(
            read(
                messages(new MessageFormat.Json()),
                registerAt(wrong),
                TimestampType.CREATE_TIME,
                wrong));
    assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_EARLY);
  }

  private static KafkaEvents topics(String start, String end) {
    return new KafkaEvents(
        "127.0.0.1:1",
        List.of("clicks"),
        Optional.empty(),
        start,
        end,
        Map.of(),
        EventMapping.OWN,
        new MessageFormat.Json(),
        Optional.of(Duration.ofHours(1)));
  }

  @Test
  void aSourceSaysWhatItReadsAndNoProperty() {
    assertThat(topics("earliest", "none")).hasToString("Kafka 127.0.0.1:1, topics [clicks]");
  }

  @Test
  void aSourceEndsOnlyWhereItIsTold() {
    assertThat(topics("earliest", "none").source().getBoundedness())
        .isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
    for (String end : List.of("latest", "2026-11-21T10:00:00Z")) {
      assertThat(topics("earliest", end).source().getBoundedness()).isEqualTo(Boundedness.BOUNDED);
    }
  }

  @Test
  void aSourceBeginsAtAKnownWordOrAMoment() {
    for (String start : List.of("earliest", "latest", "committed", "2026-11-21T10:00:00Z")) {
      assertThat(KafkaEvents.isStart(start)).isTrue();
      assertThat(topics(start, "none").source().getProducedType()).isEqualTo(EventTypes.ARRIVAL);
    }
    assertThat(KafkaEvents.isStart("soon")).isFalse();
    assertThatThrownBy(() -> topics("soon", "none").source())
        .hasMessage(
            "\"soon\" is no place to start; write earliest, latest, committed or a moment such as"
                + " 2026-11-21T10:00:00Z");
  }
}
