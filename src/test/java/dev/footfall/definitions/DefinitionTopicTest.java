package dev.footfall.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.Declaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka's own consumer for tests stands for a broker. */
class DefinitionTopicTest {

  private static final String TOPIC = "footfall-definitions";

  private final MockConsumer<String, String> consumer = new MockConsumer<>("none");
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final List<ConsumerRecord<String, String>> unread = new ArrayList<>();

  @BeforeEach
  void makeTopic() {
    List<PartitionInfo> partitions = new ArrayList<>();
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    for (int partition = 0; partition < 2; partition++) {
      partitions.add(new PartitionInfo(TOPIC, partition, null, null, null));
      beginnings.put(new TopicPartition(TOPIC, partition), 0L);
      ends.put(new TopicPartition(TOPIC, partition), 0L);
    }
    consumer.updatePartitions(TOPIC, partitions);
    consumer.updateBeginningOffsets(beginnings);
    consumer.updateEndOffsets(ends);
  }

  @Test
  void theLastRecordOfEachKeyIsAFileAndOneWithoutAValueTakesItAway() throws Exception {
    put(0, "shop", "first");
    put(1, "trial", "only");
    put(0, "shop", "second");
    try (DefinitionStore.Reader reader = DefinitionTopic.reading(consumer, TOPIC)) {
      assertThat(read(reader)).containsExactly(text("shop", "second"), text("trial", "only"));
      assertThat(read(reader)).containsExactly(text("shop", "second"), text("trial", "only"));
      put(1, "trial", null);
      put(1, null, "without a key");
      assertThat(read(reader))
          .containsExactly(text("record without a key", "without a key"), text("shop", "second"));
    }
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void everyRecordThatWasThereIsReadHoweverManyPollsThatTakes() throws Exception {
    put(0, "a", "1");
    put(0, "b", "2");
    put(1, "c", "3");
    consumer.setMaxPollRecords(1);
    try (DefinitionStore.Reader reader = DefinitionTopic.reading(consumer, TOPIC)) {
      assertThat(read(reader)).containsExactly(text("a", "1"), text("b", "2"), text("c", "3"));
    }
  }

  @Test
  void aTopicThatIsNotThereIsSaidToBeSo() {
    assertThatThrownBy(() -> DefinitionTopic.reading(consumer, "other"))
        .hasMessage("there is no topic other");
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void itsSecretsAreNotShown() {
    DefinitionTopic topic =
        new DefinitionTopic("kafka:9092", TOPIC, Map.of("sasl.jaas.config", "hunter2"));
    assertThat(topic.toString()).isEqualTo("topic footfall-definitions at kafka:9092");
  }

  /** Records can be brought to the consumer only once it is assigned. */
  private List<Declaration.Text> read(DefinitionStore.Reader reader) throws Exception {
    unread.forEach(consumer::addRecord);
    unread.clear();
    return reader.read();
  }

  private void put(int partition, @Nullable String key, @Nullable String value) {
    TopicPartition where = new TopicPartition(TOPIC, partition);
    long offset = ends.getOrDefault(where, 0L);
    unread.add(new ConsumerRecord<>(TOPIC, partition, offset, key, value));
    ends.put(where, offset + 1);
    consumer.updateEndOffsets(ends);
  }

  private static Declaration.Text text(String name, String yaml) {
    return new Declaration.Text(name, yaml);
  }
}
