package dev.footfall.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends repaired events to Kafka: the key is the user, the timestamp the moment of sending, and the
 * header {@code footfall-replay} says where the event was read at first.
 */
public final class Resend implements AutoCloseable {

  /** The header that says where an event was read at first. */
  public static final String HEADER = "footfall-replay";

  private static final Pattern PLACE_IN_TOPIC = Pattern.compile("(.+)/[0-9]+@[0-9]+");

  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, Long> sentByTopic = new TreeMap<>();
  private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

  private Resend(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Connects as a consumer does that reads the same topics.
   *
   * @param servers the brokers to ask first
   * @param consumer properties of Kafka's consumer; those that say who one is, and how to talk, go
   *     for the producer too
   * @param further properties of Kafka's producer, which go before
   * @throws IOException if the properties cannot be used
   */
  public static Resend to(String servers, Map<String, String> consumer, Map<String, String> further)
      throws IOException {
    Properties properties = new Properties();
    consumer.forEach(
        (name, value) -> {
          if (isOfTheConnection(name)) {
            properties.setProperty(name, value);
          }
        });
    properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    properties.putAll(further);
    properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    try {
      return new Resend(
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    } catch (KafkaException unusable) {
      Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
      throw new IOException("Kafka cannot be used: " + cause.getMessage(), unusable);
    }
  }

  private static boolean isOfTheConnection(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return plain.startsWith("security.")
        || plain.startsWith("sasl.")
        || plain.startsWith("ssl.")
        || plain.equals("client.dns.lookup");
  }

  /** The topic in which this place is, if it is in one. */
  public static Optional<String> topicOf(String place) {
    Matcher matcher = PLACE_IN_TOPIC.matcher(place);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Sends one event; it is there for sure only after {@link #finish}.
   *
   * @throws IOException if one before it was not taken
   */
  public void send(RepairedFile.Repaired repaired, String topic) throws IOException {
    failIfOneFailed();
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic, repaired.event().user().getBytes(StandardCharsets.UTF_8), repaired.bytes());
    message.headers().add(HEADER, repaired.place().getBytes(StandardCharsets.UTF_8));
    // The callback keeps a failure; the future would say it twice.
    Future<RecordMetadata> unused =
        producer.send(
            message,
            (written, failure) -> {
              if (failure != null) {
                firstFailure.compareAndSet(null, failure);
              }
            });
    sentByTopic.merge(topic, 1L, Long::sum);
  }

  /**
   * Waits until all is there.
   *
   * @return how many events were sent to each topic
   * @throws IOException if one was not taken
   */
  public Map<String, Long> finish() throws IOException {
    producer.flush();
    failIfOneFailed();
    return sentByTopic;
  }

  private void failIfOneFailed() throws IOException {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw new IOException("Kafka did not take an event: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
