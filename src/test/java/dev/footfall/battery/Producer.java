package dev.footfall.battery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends messages to a topic and keeps what was sent, and where it stands. */
final class Producer implements AutoCloseable {

  private final String topic;
  private final KafkaProducer<byte[], byte[]> kafka;
  private final List<Sent> sent = new ArrayList<>();

  Producer(String servers, String topic) {
    this.topic = topic;
    this.kafka =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                // A topic may have no leader for a moment when it is new; what is sent meanwhile
                // must not be overtaken, or the broker refuses it for good.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                180_000,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                4 * 1024 * 1024,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                180_000L),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends these, and returns when the broker has all of them. */
  synchronized void send(List<Message> messages) {
    List<Future<RecordMetadata>> confirmed = new ArrayList<>();
    for (Message message : messages) {
      confirmed.add(
          kafka.send(new ProducerRecord<>(topic, message.partition(), null, message.value())));
    }
    kafka.flush();
    for (int i = 0; i < messages.size(); i++) {
      RecordMetadata where = await(confirmed.get(i));
      sent.add(new Sent(messages.get(i), topic + "/" + where.partition() + "@" + where.offset()));
    }
  }

  private static RecordMetadata await(Future<RecordMetadata> confirmed) {
    try {
      return confirmed.get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new BatteryFailure("a message was not confirmed", failure);
    }
  }

  /** All that was sent so far. */
  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  @Override
  public void close() {
    kafka.close(java.time.Duration.ZERO);
  }
}
