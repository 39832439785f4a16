package dev.footfall.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.demo.Generate.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerateTest {

  private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");
  private static final TrafficSettings SETTINGS = TrafficSettings.usual(1, START).times(0.1);

  private final Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  GenerateTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void run(Options options) throws IOException {
    Generate.run(options, output, new PrintStream(progress, true, UTF_8));
  }

  private static Options lines(long count) {
    return new Options(SETTINGS, new Destination.StandardOutput(), count, Instant.MAX, 0, null);
  }

  private static byte[] firstLines(int count) {
    Traffic traffic = new Traffic(SETTINGS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(traffic.next().bytes());
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  @Test
  void standardOutputHasTheLinesAndNothingElse() throws IOException {
    run(lines(500));
    assertThat(output.toByteArray()).isEqualTo(firstLines(500));
    assertThat(progress.toString(UTF_8)).startsWith("500 lines up to 2026-09-01T");
  }

  @Test
  void aFileWhoseNameSaysSoIsCompressed() throws IOException {
    Path plain = folder.resolve("events.jsonl");
    Path compressed = folder.resolve("events.jsonl.gz");
    run(new Options(SETTINGS, new Destination.LinesFile(plain), 500, Instant.MAX, 0, null));
    run(new Options(SETTINGS, new Destination.LinesFile(compressed), 500, Instant.MAX, 0, null));
    assertThat(plain).hasBinaryContent(firstLines(500));
    try (GZIPInputStream bytes = new GZIPInputStream(Files.newInputStream(compressed))) {
      assertThat(bytes.readAllBytes()).isEqualTo(firstLines(500));
    }
    assertThat(output.size()).isZero();
  }

  @Test
  void aStretchOfTimeEndsWithTheLastArrivalInIt() throws IOException {
    Instant end = START.plus(Duration.ofHours(12));
    run(new Options(SETTINGS, new Destination.StandardOutput(), Long.MAX_VALUE, end, 0, null));
    Traffic traffic = new Traffic(SETTINGS);
    int arrived = 0;
    while (traffic.nextArrival() < end.toEpochMilli()) {
      traffic.next();
      arrived++;
    }
    assertThat(output.toByteArray()).isEqualTo(firstLines(arrived));
  }

  @Test
  void theTruthIsThatOfTheLinesWritten() throws IOException {
    Path json = folder.resolve("truth.jsonl");
    Path csv = folder.resolve("truth.csv");
    Options options = lines(3_000);
    run(new Options(SETTINGS, options.to(), options.count(), options.until(), 0, json));
    run(new Options(SETTINGS, options.to(), options.count(), options.until(), 0, csv));
    Traffic traffic = new Traffic(SETTINGS);
    traffic.skipTo(3_000);
    List<TruthRow> truth = traffic.truth();
    assertThat(truth).isNotEmpty();
    assertThat(json).hasContent(String.join("\n", truth.stream().map(TruthRow::toJson).toList()));
    List<String> rows = new ArrayList<>(List.of(TruthRow.CSV_HEADER));
    truth.forEach(row -> rows.add(row.toCsv()));
    assertThat(csv).hasContent(String.join("\n", rows));
  }

  @Test
  void aRowOfTheTruthReadsLikeARowOfTheAnalysis() {
    long start = START.toEpochMilli();
    TruthRow all = new TruthRow("trial", start, null, null, 1, 12);
    TruthRow some = new TruthRow("trial", start, "channel", "social", 2, 5);
    assertThat(all.toJson())
        .isEqualTo(
            "{\"funnel\":\"trial\",\"cohort_start\":\"2026-09-01T00:00:00Z\",\"breakdown\":null,"
                + "\"value\":null,\"step\":1,\"reached\":12}");
    assertThat(some.toCsv()).isEqualTo("trial,2026-09-01T00:00:00Z,channel,social,2,5");
    assertThat(all.toCsv()).isEqualTo("trial,2026-09-01T00:00:00Z,,,1,12");
  }

  @Test
  void whenTheReaderOfStandardOutputHasHadEnoughItEndsQuietly() throws IOException {
    Path truth = folder.resolve("truth.csv");
    OutputStream closedEarly = new Failing("Broken pipe");
    Generate.run(
        new Options(
            SETTINGS, new Destination.StandardOutput(), Long.MAX_VALUE, Instant.MAX, 0, truth),
        closedEarly,
        new PrintStream(progress, true, UTF_8));
    assertThat(truth).doesNotExist();
    assertThat(progress.toString(UTF_8)).isEmpty();
  }

  @Test
  void anyOtherFailureOfTheOutputIsTold() {
    assertThatThrownBy(
            () ->
                Generate.run(
                    lines(100_000),
                    new Failing("No space left on device"),
                    new PrintStream(progress, true, UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  /** Takes nothing. */
  private static final class Failing extends OutputStream {
    private final String why;

    Failing(String why) {
      this.why = why;
    }

    @Override
    public void write(int oneByte) throws IOException {
      throw new IOException(why);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      throw new IOException(why);
    }
  }

  @Test
  void aRateIsKept() throws IOException {
    long before = System.nanoTime();
    run(
        new Options(
            SETTINGS, new Destination.StandardOutput(), 101, Instant.MAX, 200, /* truth= */ null));
    // The 101st line is due half a second after the first.
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(490));
    assertThat(output.toByteArray()).isEqualTo(firstLines(101));
  }

  @Test
  void aRecordInKafkaHasTheUserForItsKeyAndTheArrivalForItsTimestamp() throws IOException {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    TrafficLine known = new TrafficLine(0, 1_000, "用户-1", new byte[] {1, 2}, Flaw.NONE);
    TrafficLine unknown = new TrafficLine(1, 2_000, null, new byte[] {}, Flaw.EMPTY_LINE);
    try (LineSink sink = new KafkaSink(producer, "clicks")) {
      sink.write(known);
      sink.write(unknown);
    }
    assertThat(producer.history())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new ProducerRecord<>("clicks", null, 1_000L, "用户-1".getBytes(UTF_8), new byte[] {1, 2}),
            new ProducerRecord<>("clicks", null, 2_000L, null, new byte[] {}));
    assertThat(producer.closed()).isTrue();
  }

  @Test
  void aRecordThatKafkaDoesNotTakeFailsTheRun() throws IOException {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    try (KafkaSink sink = new KafkaSink(producer, "clicks")) {
      TrafficLine line = new TrafficLine(0, 1_000, "ann", new byte[] {1}, Flaw.NONE);
      sink.write(line);
      producer.errorNext(new TimeoutException("no leader"));
      assertThatThrownBy(() -> sink.write(line))
          .isInstanceOf(IOException.class)
          .hasMessage("Kafka did not take a record: no leader");
    } catch (IOException closing) {
      assertThat(closing).hasMessage("Kafka did not take a record: no leader");
    }
  }

  @Test
  void aServerThatIsNoAddressIsToldAtOnce() {
    java.util.Properties properties = new java.util.Properties();
    properties.setProperty("bootstrap.servers", "nowhere");
    assertThatThrownBy(
            () ->
                run(
                    new Options(
                        SETTINGS,
                        new Destination.KafkaTopic("clicks", properties),
                        1,
                        Instant.MAX,
                        0,
                        null)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Kafka cannot be used: Invalid url in bootstrap.servers: nowhere");
  }
}
