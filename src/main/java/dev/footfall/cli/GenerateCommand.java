package dev.footfall.cli;

import dev.footfall.demo.Destination;
import dev.footfall.demo.Generate;
import dev.footfall.demo.Noise;
import dev.footfall.demo.TrafficSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code footfall generate}: a stream with known truth. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Write a stream of events whose right counts are known.",
    description = {
      "",
      "The people of the demo: a shop, a trial subscription, disorder, duplicates, late and broken",
      "events.",
      "Equal options give equal bytes. --truth keeps what the demo's funnels must count.",
      "",
      "Example:",
      "  footfall generate --days 3 --out clicks.jsonl.gz --truth truth.csv",
      ""
    })
final class GenerateCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write to this file, compressed if it ends in .gz. Without it, to standard output.")
  private @Nullable Path out;

  @Option(
      names = "--kafka",
      paramLabel = "SERVERS",
      description = "Write to Kafka at these brokers, e.g. localhost:9092; needs --topic.")
  private @Nullable String kafka;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "The topic of --kafka.")
  private @Nullable String topic;

  @Option(
      names = "--producer",
      paramLabel = "KEY=VALUE",
      description = "A property of Kafka's producer; may be given several times.")
  private Map<String, String> producer = new LinkedHashMap<>();

  @Option(names = "--count", paramLabel = "N", description = "So many lines.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--days", paramLabel = "N", description = "So many days of traffic.")
  private @Nullable Double days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Equal seeds, equal streams (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "When the traffic begins (default: 2026-01-01T00:00:00Z; to Kafka: so long ago that it ends"
              + " now, for a topic soon deletes what is old).")
  private @Nullable String start;

  @Option(
      names = "--people",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description =
          "So many times the usual number of people, about 45,000 lines a day (default: ${DEFAULT-VALUE}).")
  private double people;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Lines a second; 0 for as fast as it goes (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--clean", description = "No disorder, duplicates, late or broken events.")
  private boolean clean;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description =
          "Keep what the demo's funnels must count of these lines: CSV if it ends in .csv, else JSON.")
  private @Nullable Path truth;

  /** Picocli makes it by reflection. */
  GenerateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (count == Long.MAX_VALUE && days == null && out != null) {
      throw new BadUsage("--out: a file needs an end; add --count N or --days N");
    }
    Instant begin = begin();
    Instant until = days == null ? Instant.MAX : begin.plus(length(days));
    // Left open: it belongs to the process.
    OutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
    try {
      Generate.run(
          new Generate.Options(settings(begin), destination(), count, until, rate, truth),
          standardOutput,
          System.err);
    } catch (IllegalArgumentException badOption) {
      throw new BadUsage(String.valueOf(badOption.getMessage()));
    }
    return 0;
  }

  private static Duration length(double days) {
    return Duration.ofMillis(Math.round(days * Duration.ofDays(1).toMillis()));
  }

  private Instant begin() {
    if (start == null) {
      return kafka == null
          ? Instant.parse("2026-01-01T00:00:00Z")
          : Instant.now().minus(length(days == null ? 0 : days));
    }
    try {
      return Instant.parse(start);
    } catch (DateTimeParseException noTime) {
      throw new BadUsage("--start: \"" + start + "\" is not a time; write 2026-01-01T00:00:00Z");
    }
  }

  private TrafficSettings settings(Instant begin) {
    TrafficSettings settings = TrafficSettings.usual(seed, begin).times(people);
    return clean ? settings.with(Noise.NONE) : settings;
  }

  private Destination destination() {
    if (kafka != null) {
      if (topic == null) {
        throw new BadUsage("--kafka: needs --topic TOPIC");
      }
      Properties properties = new Properties();
      properties.putAll(producer);
      properties.setProperty("bootstrap.servers", kafka);
      return new Destination.KafkaTopic(topic, properties);
    }
    return out == null ? new Destination.StandardOutput() : new Destination.LinesFile(out);
  }
}
