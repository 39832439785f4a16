package dev.footfall.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.footfall.event.Event;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import dev.footfall.ingest.EventTypes;
import dev.footfall.ingest.LateEvent;
import dev.footfall.metric.StepRow;
import dev.footfall.testing.RealKafka;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables for Kafka against a real broker. */
class KafkaTablesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final long DAY = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
  private static final long NEXT_DAY = Instant.parse("2026-11-22T00:00:00Z").toEpochMilli();

  private static RealKafka kafka;

  @BeforeAll
  static void start() {
    kafka = RealKafka.shared();
    for (String table : FootfallTables.NAMES) {
      kafka.topic(topicOf(table), 2, Map.of("cleanup.policy", "compact"));
    }
  }

  private static String topicOf(String table) {
    return "footfall-" + table.replace('_', '-');
  }

  private static StepRow steps(int step, long reached) {
    return new StepRow(
        "shop", "v1", DAY, NEXT_DAY, "", "", step, "a", reached, 0, 0, 0, null, null, null, null,
        false, false, 0, DAY, DAY);
  }

  /** Rows as a timer at the end of all time would send them, or one long ago. */
  private static <T> DataStream<T> at(long time, DataStream<T> rows) {
    return rows.assignTimestampsAndWatermarks(
        WatermarkStrategy.<T>noWatermarks().withTimestampAssigner((row, before) -> time));
  }

  @Test
  void eachRowIsARecordOfItsKeyStampedWithTheMomentItIsWritten() throws Exception {
    long began = System.currentTimeMillis();
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    SinkTables tables =
        SinkTables.declare(
            TableFolder.shipped("kafka", name -> Optional.of(kafka.servers())),
            StreamTableEnvironment.create(environment));
    TypeInformation<StepRow> stepRow = TypeInformation.of(StepRow.class);
    tables.writeSteps(
        at(Long.MAX_VALUE, environment.fromData(stepRow, steps(1, 5), steps(2, 3), steps(1, 6))));
    tables.writeRejected(
        at(
            1000,
            environment.fromData(
                EventTypes.REJECTED,
                new RejectedEvent(
                    RejectionReason.NO_USER, "no user", "clicks/3@77", new byte[] {0, -1}, 2))));
    tables.writeLate(
        at(
            1000,
            environment.fromData(
                EventTypes.LATE,
                new LateEvent(
                    new Event("e1", "pay", "ann", DAY, Map.of()).readAt("clicks/3@78"),
                    NEXT_DAY))));
    environment.execute();

    List<ConsumerRecord<byte[], byte[]>> steps = kafka.read(topicOf("funnel_steps"));
    List<ConsumerRecord<byte[], byte[]>> rejected = kafka.read(topicOf("rejected_events"));
    List<ConsumerRecord<byte[], byte[]>> late = kafka.read(topicOf("late_events"));
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(steps);
    all.addAll(rejected);
    all.addAll(late);
    assertThat(all)
        .hasSize(5)
        .allSatisfy(
            row -> assertThat(row.timestamp()).isBetween(began, System.currentTimeMillis()));
    assertThat(steps)
        .extracting(row -> json(row.key()) + " " + json(row.value()).get("reached"))
        .contains(
            "{\"funnel\":\"shop\",\"version\":\"v1\",\"cohort_start\":\"2026-11-21T00:00:00\","
                + "\"breakdown\":\"\",\"value\":\"\",\"step\":2} 3");
    assertThat(
            steps.stream()
                .map(row -> json(row.value()))
                .filter(row -> row.get("step").asInt() == 1)
                .map(row -> row.get("reached").asInt()))
        .containsExactly(5, 6);
    assertThat(json(rejected.get(0).key())).hasToString("{\"place\":\"clicks/3@77\"}");
    assertThat(json(rejected.get(0).value()).get("raw").binaryValue())
        .isEqualTo(new byte[] {0, -1});
    assertThat(json(late.get(0).value()).get("place").asText()).isEqualTo("clicks/3@78");
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException notJson) {
      throw new IllegalStateException(notJson);
    }
  }
}
