package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Makes one arrival of each message. Its place is {@code topic/partition@offset}. */
final class KafkaMessages implements KafkaRecordDeserializationSchema<Arrival> {

  private static final long serialVersionUID = 1L;

  private static final byte[] NOTHING = {};

  private final EventMapping mapping;
  private final MessageFormat format;
  private final @Nullable AheadGuard guard;
  private final SerializableSupplier<Clock> clocks;

  private transient EventReader events;
  private transient Clock clock;

  /** What the places in a partition begin with, by topic and partition. */
  private transient Map<String, Map<Integer, String>> origins;

  /**
   * @param format how messages are written
   * @param guard what refuses events too far ahead; empty to let them in
   * @param clocks tells the time where the broker did not write it when it appended the message
   */
  @SuppressWarnings("NullAway.Init") // Flink opens it before it reads.
  KafkaMessages(
      EventMapping mapping,
      MessageFormat format,
      Optional<AheadGuard> guard,
      SerializableSupplier<Clock> clocks) {
    this.mapping = mapping;
    this.format = format;
    this.guard = guard.orElse(null);
    this.clocks = clocks;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    events = format.reader(mapping);
    clock = clocks.get();
    origins = new HashMap<>();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Arrival> arrivals) {
    byte[] bytes = message.value() == null ? NOTHING : message.value();
    String origin = origin(message);
    Arrival arrival = events.read(bytes, 0, bytes.length, origin, message.offset());
    if (guard != null && arrival.event() != null) {
      long reference = reference(message);
      if (guard.refuses(arrival.event(), reference)) {
        String place = origin + message.offset();
        arrival = guard.rejection(arrival.event(), reference, place, bytes);
      }
    }
    arrivals.collect(arrival);
  }

  private String origin(ConsumerRecord<byte[], byte[]> message) {
    return origins
        .computeIfAbsent(message.topic(), topic -> new HashMap<>())
        .computeIfAbsent(message.partition(), partition -> message.topic() + '/' + partition + '@');
  }

  /** The broker's append time stays the same when the topic is read again; a clock does not. */
  private long reference(ConsumerRecord<byte[], byte[]> message) {
    return message.timestampType() == TimestampType.LOG_APPEND_TIME
        ? message.timestamp()
        : clock.millis();
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return EventTypes.ARRIVAL;
  }
}
