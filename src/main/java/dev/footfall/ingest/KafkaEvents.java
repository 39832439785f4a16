package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventMapping;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Topics of events.
 *
 * @param servers the brokers to ask first: {@code kafka:9092}
 * @param topics their names; none if {@code topicPattern} is given
 * @param topicPattern a regular expression of their names; empty if {@code topics} are given
 * @param start where to begin when no checkpoint says it: {@code earliest}, {@code latest}, {@code
 *     committed} (by the consumer group, else the earliest), or a moment, {@code
 *     2026-11-21T10:00:00Z}
 * @param end where to end: {@code none}, {@code latest} (where the topics end when the job starts),
 *     or a moment
 * @param properties of Kafka's consumer, such as {@code security.protocol} and {@code group.id}
 * @param mapping where in a message the event stands
 * @param format how messages are written
 * @param maxAhead how far ahead of its reference time an event may lie; empty to let all in
 */
public record KafkaEvents(
    String servers,
    List<String> topics,
    Optional<Pattern> topicPattern,
    String start,
    String end,
    Map<String, String> properties,
    EventMapping mapping,
    MessageFormat format,
    Optional<Duration> maxAhead) {

  private static final String GROUP = "group.id";

  /** Without the properties: there may be secrets among them. */
  @Override
  public String toString() {
    return "Kafka "
        + servers
        + ", "
        + topicPattern.map(pattern -> "topics like " + pattern).orElse("topics " + topics);
  }

  /** The words for {@code start}, for people. */
  public static final String STARTS =
      "earliest, latest, committed or a moment such as 2026-11-21T10:00:00Z";

  /** Whether {@code start} can be read. */
  public static boolean isStart(String start) {
    return startingOffsets(start).isPresent();
  }

  private static Optional<OffsetsInitializer> startingOffsets(String start) {
    return switch (start) {
      case "earliest" -> Optional.of(OffsetsInitializer.earliest());
      case "latest" -> Optional.of(OffsetsInitializer.latest());
      case "committed" ->
          Optional.of(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST));
      default -> moment(start).map(OffsetsInitializer::timestamp);
    };
  }

  private static Optional<Long> moment(String start) {
    try {
      return Optional.of(Instant.parse(start).toEpochMilli());
    } catch (DateTimeParseException noMoment) {
      return Optional.empty();
    }
  }

  /**
   * The source of all arrivals in the topics. Each partition has its own watermark.
   *
   * @throws IllegalArgumentException if {@code start} cannot be read
   */
  public KafkaSource<Arrival> source() {
    OffsetsInitializer starting =
        startingOffsets(start)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\"%s\" is no place to start; write %s".formatted(start, STARTS)));
    Properties consumer = new Properties();
    // Only to commit offsets for those who watch the lag; the checkpoint says where to go on.
    consumer.setProperty(GROUP, "footfall");
    properties.forEach(consumer::setProperty);
    KafkaSourceBuilder<Arrival> source =
        KafkaSource.<Arrival>builder()
            .setBootstrapServers(servers)
            .setStartingOffsets(starting)
            .setProperties(consumer)
            .setDeserializer(
                new KafkaMessages(
                    mapping, format, maxAhead.map(AheadGuard::new), Clock::systemUTC));
    topicPattern.ifPresentOrElse(source::setTopicPattern, () -> source.setTopics(topics));
    if (end.equals("latest")) {
      source.setBounded(OffsetsInitializer.latest());
    } else {
      moment(end).map(OffsetsInitializer::timestamp).ifPresent(source::setBounded);
    }
    return source.build();
  }
}
