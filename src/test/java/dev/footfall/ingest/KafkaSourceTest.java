package dev.footfall.ingest;

import static dev.footfall.testing.RealKafka.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.Intake;
import dev.footfall.event.RejectedEvent;
import dev.footfall.testing.RealKafka;
import dev.footfall.testing.SeenMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The source against a real broker. No job here restarts: whatever fails fails the test. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class KafkaSourceTest {

  private static final Ingest.Timing TIMING =
      new Ingest.Timing(
          Optional.of(Duration.ofSeconds(10)),
          Optional.of(Duration.ofSeconds(1)),
          Duration.ofHours(1));

  private static RealKafka kafka;

  @BeforeAll
  static void start() {
    kafka = RealKafka.shared();
  }

  /** What to read, and how; everything else is the usual. */
  private record Reading(
      String servers,
      List<String> topics,
      Optional<Pattern> pattern,
      String start,
      String end,
      Map<String, String> properties,
      MessageFormat format) {

    static Reading of(String... topics) {
      return new Reading(
          kafka.servers(),
          List.of(topics),
          Optional.empty(),
          "earliest",
          "latest",
          Map.of(),
          new MessageFormat.Json());
    }

    Reading like(String pattern) {
      return new Reading(
          servers,
          List.of(),
          Optional.of(Pattern.compile(pattern)),
          start,
          end,
          properties,
          format);
    }

    Reading from(String place) {
      return new Reading(servers, topics, pattern, place, end, properties, format);
    }

    Reading to(String place) {
      return new Reading(servers, topics, pattern, start, place, properties, format);
    }

    Reading with(Map<String, String> more) {
      return new Reading(servers, topics, pattern, start, end, more, format);
    }

    Reading at(String where) {
      return new Reading(where, topics, pattern, start, end, properties, format);
    }

    Reading as(MessageFormat written) {
      return new Reading(servers, topics, pattern, start, end, properties, written);
    }

    Ingest into(StreamExecutionEnvironment environment, Ingest.Timing timing) {
      KafkaEvents events =
          new KafkaEvents(
              servers,
              topics,
              pattern,
              start,
              end,
              properties,
              EventMapping.OWN,
              format,
              Optional.of(Duration.ofHours(1)));
      return Ingest.from(environment, events.source(), timing);
    }
  }

  /** What a job that ended made of its topics. */
  private record Outcome(List<Event> admitted, List<RejectedEvent> rejected, List<LateEvent> late) {

    List<String> names() {
      return admitted.stream().map(Event::name).sorted().toList();
    }
  }

  private static StreamExecutionEnvironment environment(int parallelism) {
    return environment(parallelism, new Configuration());
  }

  private static StreamExecutionEnvironment environment(
      int parallelism, Configuration configuration) {
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    environment.getConfig().setAutoWatermarkInterval(20);
    return environment;
  }

  private static Outcome run(Reading reading) throws Exception {
    StreamExecutionEnvironment environment = environment(4);
    Ingest ingest = reading.into(environment, TIMING);
    CloseableIterator<Intake> admitted = ingest.admitted().collectAsync();
    CloseableIterator<RejectedEvent> rejected = ingest.rejected().collectAsync();
    CloseableIterator<LateEvent> late = ingest.late().collectAsync();
    environment.execute();
    List<Event> events = new ArrayList<>();
    admitted.forEachRemaining(intake -> events.add((Event) intake));
    return new Outcome(events, all(rejected), all(late));
  }

  private static <T> List<T> all(CloseableIterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  private static byte[] event(String name, Instant time) {
    return bytes("{\"event\":\"%s\",\"user\":\"ann\",\"time\":\"%s\"}".formatted(name, time));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNoEventIsARowWithItsPlaceAndNothingRestarts() throws Exception {
    String topic = kafka.topic("poison", 2, Map.of("message.timestamp.type", "LogAppendTime"));
    Instant now = Instant.now();
    byte[] twoMegabytes = new byte[2 << 20];
    Arrays.fill(twoMegabytes, (byte) 'x');
    byte @Nullable [][] values = {
      event("first", now),
      null,
      new byte[0],
      twoMegabytes,
      {'{', 0, '}'},
      bytes("{\"event\":\"a\",\"user\":\"\\u0000\",\"time\":1}"),
      bytes("{\"event\":\"a\",\"event\":\"b\",\"user\":\"ann\",\"time\":1}"),
      {(byte) 0xff, (byte) 0xfe},
      bytes("{\"event\":\"a\""),
      event("tomorrow", now.plus(Duration.ofDays(1))),
      event("2099", Instant.parse("2099-01-01T00:00:00Z")),
      event("zero", Instant.EPOCH),
      event("last", now),
    };
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (byte @Nullable [] value : values) {
      records.add(record(topic, 1, value));
    }
    kafka.send(records);

    Outcome outcome = run(Reading.of(topic));

    assertThat(outcome.names()).containsExactly("first", "last");
    assertThat(outcome.late()).isEmpty();
    assertThat(outcome.rejected())
        .extracting(row -> row.place() + " " + row.reason() + " " + row.size())
        .containsExactlyInAnyOrder(
            "poison/1@1 EMPTY 0",
            "poison/1@2 EMPTY 0",
            "poison/1@3 TOO_LONG 2097152",
            "poison/1@4 MALFORMED 3",
            "poison/1@5 MALFORMED 38",
            "poison/1@6 MALFORMED 47",
            "poison/1@7 NOT_UTF8 2",
            "poison/1@8 MALFORMED 12",
            "poison/1@9 TOO_EARLY " + values[9].length,
            "poison/1@10 TOO_EARLY " + values[10].length,
            "poison/1@11 TIME_NOT_POSITIVE " + values[11].length);
    assertThat(outcome.rejected()).allMatch(row -> row.raw().length <= RejectedEvent.MAX_RAW_BYTES);
  }

  @Test
  void readingBeginsWhereItIsToldAndEndsWhereTheTopicEnds() throws Exception {
    String topic = kafka.topic("starts", 1);
    Instant before = Instant.now().minusSeconds(100);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Instant at = before.plusSeconds(i);
      byte[] value = event("e" + i, at);
      records.add(new ProducerRecord<>(topic, 0, at.toEpochMilli(), null, value));
    }
    kafka.send(records);
    kafka.commit("reports", topic, 0, 3);

    assertThat(run(Reading.of(topic)).names()).containsExactly("e0", "e1", "e2", "e3");
    assertThat(run(Reading.of(topic).from("latest")).names()).isEmpty();
    assertThat(run(Reading.of(topic).from(before.plusSeconds(2).toString())).names())
        .containsExactly("e2", "e3");
    assertThat(run(Reading.of(topic).to(before.plusSeconds(1).toString())).names())
        .containsExactly("e0");
    Reading committed = Reading.of(topic).from("committed");
    assertThat(run(committed.with(Map.of("group.id", "reports"))).names()).containsExactly("e3");
    assertThat(run(committed.with(Map.of("group.id", "unheard-of"))).names())
        .containsExactly("e0", "e1", "e2", "e3");
  }

  @Test
  void topicsMayBeToldByAPattern() throws Exception {
    Instant now = Instant.now();
    for (String name : List.of("shop-eu", "shop-us", "workshop")) {
      kafka.send(List.of(record(kafka.topic(name, 1), 0, event(name, now))));
    }
    assertThat(run(Reading.of().like("shop-.*")).names()).containsExactly("shop-eu", "shop-us");
  }

  @Test
  void whoMustSayWhoItIsDoesSoByTheConsumersProperties() throws Exception {
    String topic = kafka.topic("guarded", 1);
    kafka.send(List.of(record(topic, 0, event("secret", Instant.now()))));
    Map<String, String> login =
        Map.of(
            "security.protocol", "SASL_PLAINTEXT",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
                        .formatted(RealKafka.USER)
                    + " password=\"%s\";".formatted(RealKafka.PASSWORD));
    assertThat(run(Reading.of(topic).at(kafka.guardedServers()).with(login)).names())
        .containsExactly("secret");
  }

  @Test
  void whatIsEncryptedIsReadByTheConsumersPropertiesAndByNobodyWhoDoesNotTrustTheBroker()
      throws Exception {
    String topic = kafka.topic("encrypted", 1);
    kafka.send(List.of(record(topic, 0, event("secret", Instant.now()))));
    Reading encrypted = Reading.of(topic).at(kafka.encryptedServers());
    Map<String, String> trusting =
        Map.of(
            "security.protocol", "SSL",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", kafka.certificate().toString());
    assertThat(run(encrypted.with(trusting)).names()).containsExactly("secret");
    assertThatThrownBy(() -> run(encrypted.with(Map.of("security.protocol", "SSL"))))
        .hasStackTraceContaining("SSL handshake failed");
  }

  @Test
  void neitherReadersWithoutAPartitionNorASilentPartitionHoldTheWatermark() throws Exception {
    // Four readers, of which two have nothing to read, and one partition that never says anything.
    String topic = kafka.topic("sparse", 2);
    Instant start = Instant.now().minusSeconds(1000);
    StreamExecutionEnvironment environment = environment(4);
    Ingest ingest = Reading.of(topic).to("none").into(environment, TIMING);
    CloseableIterator<Intake> admitted = ingest.admitted().collectAsync();
    JobClient job = environment.executeAsync();
    try {
      kafka.send(
          List.of(
              record(topic, 1, event("first", start)),
              record(topic, 1, event("second", start.plusSeconds(60)))));
      // It comes out only when the watermark has passed it.
      CompletableFuture<Intake> first = CompletableFuture.supplyAsync(admitted::next);
      assertThat(((Event) first.get(90, TimeUnit.SECONDS)).name()).isEqualTo("first");
    } finally {
      job.cancel().get();
    }
  }

  @Test
  void partitionsThatKeepTogetherAreAllRead() throws Exception {
    String topic = kafka.topic("aligned", 2);
    Instant start = Instant.now().minusSeconds(10_000);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      records.add(record(topic, 0, event("ahead", start.plusSeconds(100L * i))));
      records.add(record(topic, 1, event("behind", start.plusSeconds(i))));
    }
    kafka.send(records);
    Ingest.Timing together =
        new Ingest.Timing(
            TIMING.maxDisorder(),
            TIMING.idleAfter(),
            TIMING.dedupe(),
            Optional.of(Duration.ofSeconds(30)));
    StreamExecutionEnvironment environment = environment(2);
    Ingest ingest = Reading.of(topic).to("none").into(environment, together);
    CloseableIterator<Intake> admitted = ingest.admitted().collectAsync();
    JobClient job = environment.executeAsync();
    try {
      CompletableFuture<Integer> behind =
          CompletableFuture.supplyAsync(
              () -> {
                int count = 0;
                while (count < 39) {
                  count += ((Event) admitted.next()).name().equals("behind") ? 1 : 0;
                }
                return count;
              });
      assertThat(behind.get(120, TimeUnit.SECONDS)).isEqualTo(39);
    } finally {
      job.cancel().get();
    }
  }

  private static final long CHUNK = 1_000;
  private static final long MOST_CHUNKS = 150;

  /**
   * Readers hear once a second how far they may go, and look at it with each watermark: what they
   * read meanwhile, they read. So chunks are sent until one stays unread.
   */
  @Test
  void aPartitionThatIsAheadIsReadNoFurtherUntilTheOthersFollow() throws Exception {
    String topic = kafka.topic("drifting", 2);
    Instant start = Instant.now().minus(Duration.ofDays(7));
    Ingest.Timing together =
        new Ingest.Timing(
            TIMING.maxDisorder(),
            Optional.empty(),
            TIMING.dedupe(),
            Optional.of(Duration.ofMinutes(10)));
    Configuration configuration = new Configuration();
    SeenMetrics metrics = SeenMetrics.of(configuration);
    StreamExecutionEnvironment environment = environment(1, configuration);
    // Less at a time, so that what is read between two watermarks is little.
    Reading.of(topic)
        .to("none")
        .with(Map.of("max.poll.records", "50"))
        .into(environment, together)
        .admitted()
        .sinkTo(new DiscardingSink<>());
    kafka.send(List.of(record(topic, 1, event("behind", start))));
    JobClient job = environment.executeAsync();
    try {
      assertThat(isRead(metrics, 1, Duration.ofSeconds(90))).isTrue();
      // Each chunk is longer than the drift; the first ones come before readers have heard.
      long chunks = 0;
      do {
        assertThat(chunks).as("chunks that were read").isLessThan(MOST_CHUNKS);
        kafka.send(ahead(topic, start.plusSeconds(chunks * CHUNK), CHUNK));
        chunks++;
      } while (isRead(metrics, 1 + chunks * CHUNK, Duration.ofSeconds(3)));

      Instant followed = start.plusSeconds(chunks * CHUNK);
      kafka.send(List.of(record(topic, 1, event("behind", followed))));
      long sent = 2 + chunks * CHUNK;
      assertThat(isRead(metrics, sent, Duration.ofSeconds(90))).isTrue();
    } finally {
      job.cancel().get();
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> ahead(
      String topic, Instant from, long seconds) {
    List<ProducerRecord<byte[], byte[]>> ahead = new ArrayList<>();
    for (long i = 0; i < seconds; i++) {
      ahead.add(record(topic, 0, event("ahead", from.plusSeconds(i))));
    }
    return ahead;
  }

  private static boolean isRead(SeenMetrics metrics, long events, Duration patience)
      throws InterruptedException {
    Instant until = Instant.now().plus(patience);
    while (metrics.sum("footfall.events") < events && Instant.now().isBefore(until)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return metrics.sum("footfall.events") >= events;
  }

  private static final Schema CLICK =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Click", "fields": [
                {"name": "event", "type": "string"}, {"name": "user", "type": "string"},
                {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
              """);

  private static byte[] avro(int id, String name, Instant time) throws IOException {
    GenericRecord click = new GenericData.Record(CLICK);
    click.put("event", name);
    click.put("user", "ann");
    click.put("time", time.toEpochMilli());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 0, 0, 0, (byte) id});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(CLICK).write(click, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  @Test
  void avroIsReadWithItsRegistrysSchemasWhichMayBeAwayForAWhile() throws Exception {
    String topic = kafka.topic("avro", 1);
    Instant now = Instant.now();
    kafka.send(
        List.of(
            record(topic, 0, avro(1, "known", now)),
            record(topic, 0, avro(2, "unknown", now)),
            record(topic, 0, event("json", now))));
    try (RegistryServer registry = RegistryServer.start()) {
      registry.put(
          "/schemas/ids/1",
          "{\"schema\":\""
              + CLICK.toString().replace("\"", "\\\"")
              + "\",\"schemaType\":\"AVRO\"}");
      registry.failWith(503, "");
      SchemaRegistry where = new SchemaRegistry(registry.url(), "", "", "", Duration.ofMinutes(2));
      CompletableFuture<Outcome> running =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return run(Reading.of(topic).as(new MessageFormat.Avro(where)));
                } catch (Exception failed) {
                  throw new IllegalStateException(failed);
                }
              });
      while (registry.asked().size() < 2) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(running).isNotDone();
      registry.failWith(0, "");
      Outcome outcome = running.get(120, TimeUnit.SECONDS);
      assertThat(outcome.names()).containsExactly("known");
      assertThat(outcome.rejected())
          .extracting(row -> row.place() + " " + row.reason())
          .containsExactly("avro/0@1 BAD_SCHEMA", "avro/0@2 MALFORMED");
    }
  }

  @Test
  void aRegistryThatStaysAwayFailsTheJobAndSaysSo() throws Exception {
    String topic = kafka.topic("avro-nowhere", 1);
    kafka.send(List.of(record(topic, 0, avro(1, "known", Instant.now()))));
    SchemaRegistry nowhere = new SchemaRegistry("http://localhost:1", "", "", "", Duration.ZERO);
    Reading reading = Reading.of(topic).as(new MessageFormat.Avro(nowhere));
    assertThatThrownBy(() -> run(reading))
        .hasStackTraceContaining("schema registry http://localhost:1 has been away for 0 s: ");
  }
}
