package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A topic of definitions: the last record of each key is a file, and one without a value takes it
 * away. Let the topic be compacted.
 *
 * @param servers the brokers
 * @param topic the topic
 * @param properties further properties of Kafka's consumer; they may hold secrets
 */
public record DefinitionTopic(String servers, String topic, Map<String, String> properties)
    implements DefinitionStore {

  private static final Duration PATIENCE = Duration.ofMillis(200);

  public DefinitionTopic {
    properties = Map.copyOf(properties);
  }

  @Override
  public Reader open() {
    Properties all = new Properties();
    all.putAll(properties);
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new TopicReader(consumer);
    } catch (RuntimeException unreachable) {
      consumer.close();
      throw unreachable;
    }
  }

  @Override
  public String describe() {
    return "topic " + topic + " at " + servers;
  }

  /** Without the properties. */
  @Override
  public String toString() {
    return describe();
  }

  private static final class TopicReader implements Reader {

    private final KafkaConsumer<String, String> consumer;
    private final Map<String, String> yamlByName = new TreeMap<>();

    TopicReader(KafkaConsumer<String, String> consumer) {
      this.consumer = consumer;
    }

    @Override
    public List<Declaration.Text> read() {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      do {
        for (ConsumerRecord<String, String> record : consumer.poll(PATIENCE)) {
          take(record);
        }
      } while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue()));
      List<Declaration.Text> texts = new ArrayList<>();
      yamlByName.forEach((name, yaml) -> texts.add(new Declaration.Text(name, yaml)));
      return texts;
    }

    private void take(ConsumerRecord<String, String> record) {
      String name = record.key() == null ? "record without a key" : record.key();
      if (record.value() == null) {
        yamlByName.remove(name);
      } else {
        yamlByName.put(name, record.value());
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
