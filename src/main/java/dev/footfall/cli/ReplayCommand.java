package dev.footfall.cli;

import dev.footfall.event.EventFormat;
import dev.footfall.event.RejectionReason;
import dev.footfall.ingest.MessageFormat;
import dev.footfall.job.Environment;
import dev.footfall.job.Settings;
import dev.footfall.job.SettingsFile;
import dev.footfall.replay.RejectedFile;
import dev.footfall.replay.RejectedTable;
import dev.footfall.replay.RepairedFile;
import dev.footfall.replay.Resend;
import dev.footfall.table.TableFolder;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code footfall replay}: rejected events, taken out to be repaired and sent in again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Take rejected events out to be repaired, and send them in again.",
    description = {
      "",
      "--take reads the table rejected_events, which must be in PostgreSQL, and writes one JSON object a",
      "line. Repair what stands in \"raw\" there and send the file with --send: to the topics of the",
      "settings, or with --out as lines to a file. If one line would be rejected again, none is sent.",
      "'analyze --rejected' writes such files too.",
      "",
      "An event that is behind the watermark by then goes to late_events and is not counted; 'run",
      "--backfill' counts it in.",
      "",
      "Example:",
      "  footfall replay settings.yaml --take rejected.jsonl --reason no_user",
      "  footfall replay settings.yaml --send rejected.jsonl",
      ""
    })
final class ReplayCommand implements Callable<Integer> {

  private static final int PLACES_SHOWN = 5;
  private static final int PROBLEMS_SHOWN = 20;

  @Parameters(paramLabel = "SETTINGS", description = "The settings file of 'run'.")
  private Path settingsFile;

  @ArgGroup(multiplicity = "1")
  private Direction direction;

  /** Out of the table, or in again. */
  private static final class Direction {

    @Option(
        names = "--take",
        paramLabel = "FILE",
        required = true,
        description = "Take rejected events out, into this file.")
    private @Nullable Path take;

    @Option(
        names = "--send",
        paramLabel = "FILE",
        required = true,
        description = "Send the repaired events of this file.")
    private @Nullable Path send;
  }

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "With --take: only what was rejected for this reason; may be given several times.")
  private List<String> reasons = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "With --take: only from this moment on, as 2026-11-21T10:00:00Z.")
  private @Nullable String since;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "With --send: send to this topic, not to that in which each event was read.")
  private @Nullable String topic;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "With --send: write the events as lines to this file, and not to Kafka.")
  private @Nullable Path out;

  @Option(
      names = "--producer",
      paramLabel = "KEY=VALUE",
      description =
          "With --send: a property of Kafka's producer; may be given several times. Those that say"
              + " how to connect are taken from the settings' consumer.")
  private Map<String, String> producer = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  private final Environment environment;

  /** Picocli makes it by reflection. */
  ReplayCommand() {
    this(Environment.ofThisProcess());
  }

  @SuppressWarnings("NullAway.Init") // Picocli fills in what was given.
  ReplayCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    refuseOptionsOfTheOtherDirection();
    Settings settings = SettingsFile.read(settingsFile, environment);
    if (direction.take != null) {
      take(settings, direction.take);
    } else if (direction.send != null) {
      send(settings, direction.send);
    }
    return 0;
  }

  private void refuseOptionsOfTheOtherDirection() {
    boolean takes = direction.take != null;
    if (takes && (topic != null || out != null || !producer.isEmpty())) {
      throw new BadUsage("--topic, --out, --producer: go with --send; leave them out");
    }
    if (!takes && (since != null || !reasons.isEmpty())) {
      throw new BadUsage("--reason, --since: go with --take; leave them out");
    }
    if (topic != null && out != null) {
      throw new BadUsage("--topic, --out: events go to one of them; leave the other out");
    }
  }

  // --- out

  private void take(Settings settings, Path file) throws IOException {
    requireNew("--take", file);
    requireKnownReasons();
    RejectedTable table = rejectedTable(settings.tables());
    Instant from = sinceOrEver();
    long[] taken = {0};
    List<String> cut = new ArrayList<>();
    long[] empty = {0};
    try (RejectedFile kept = RejectedFile.at(file)) {
      table.read(
          reasons,
          from,
          row -> {
            if (row.isCut()) {
              cut.add(row.place());
            } else if (row.isEmpty()) {
              empty[0]++;
            } else {
              kept.write(row);
              taken[0]++;
            }
          });
    } catch (IOException unreadable) {
      // Half of them would look like all.
      Files.deleteIfExists(file);
      throw unreadable;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%,d rejected events taken to %s%n", taken[0], file);
    if (empty[0] > 0) {
      err.printf("%,d left out: there is nothing in them%n", empty[0]);
    }
    if (!cut.isEmpty()) {
      err.printf(
          "%,d left out: only their beginning was kept; take them from where they were read: %s%s%n",
          cut.size(),
          String.join(", ", cut.subList(0, Math.min(PLACES_SHOWN, cut.size()))),
          cut.size() > PLACES_SHOWN ? ", …" : "");
    }
  }

  /** It may be one that somebody has repaired. */
  private static void requireNew(String option, Path file) {
    if (Files.exists(file)) {
      throw new BadUsage(option + ": " + file + " is there already; name another file");
    }
  }

  private void requireKnownReasons() {
    List<String> known =
        Arrays.stream(RejectionReason.values())
            .map(reason -> reason.name().toLowerCase(Locale.ROOT))
            .toList();
    for (String reason : reasons) {
      if (!known.contains(reason)) {
        throw new BadUsage(
            "--reason: nothing is rejected as \""
                + reason
                + "\"; write "
                + Nearest.to(reason, known).orElse("one of " + String.join(", ", known)));
      }
    }
  }

  private RejectedTable rejectedTable(Path folder) {
    Map<String, String> options =
        TableFolder.read(folder, environment)
            .optionsOf("rejected_events")
            .orElseThrow(
                () ->
                    new BadUsage(
                        folder
                            + " declares no table rejected_events: what is rejected is not kept"));
    String connector = options.getOrDefault("connector", "");
    String url = options.getOrDefault("url", "");
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new BadUsage(
          "rejected_events is written by '%s', and only PostgreSQL is read; write its rows to a file"
                  .formatted(connector)
              + " of lines {\"place\": …, \"raw_base64\": …} yourself, and send that");
    }
    return new RejectedTable(
        url,
        options.getOrDefault("username", ""),
        options.getOrDefault("password", ""),
        options.getOrDefault("table-name", "rejected_events"));
  }

  private Instant sinceOrEver() {
    if (since == null) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(since);
    } catch (DateTimeParseException noTime) {
      throw new BadUsage("--since: \"" + since + "\" is not a time; write 2026-11-21T10:00:00Z");
    }
  }

  // --- in

  private void send(Settings settings, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new BadUsage("--send: " + file + " cannot be read");
    }
    if (out != null) {
      requireNew("--out", out);
    }
    Optional<Settings.Kafka> kafka = settings.source().kafka();
    if (kafka.isEmpty() && out == null) {
      throw new BadUsage("the settings read files and no topic; write --out FILE");
    }
    MessageFormat format = kafka.map(Settings.Kafka::format).orElseGet(() -> ofLines(settings));
    if (out != null && format instanceof MessageFormat.Avro) {
      throw new BadUsage("--out: Avro has no lines; send it to Kafka");
    }
    RepairedFile repaired =
        new RepairedFile(
            file,
            format.reader(settings.source().mapping()),
            settings.time().maxAhead(),
            Clock.systemUTC());
    // All of it is looked at before any of it is sent.
    check(repaired, kafka);
    if (out != null) {
      writeLines(repaired, out);
    } else if (kafka.isPresent()) {
      sendToKafka(repaired, kafka.get());
    }
  }

  private static MessageFormat ofLines(Settings settings) {
    if (settings.source().format().filter(EventFormat.CSV::equals).isPresent()) {
      throw new BadUsage("a line of CSV says nothing without its file's header; mend the file");
    }
    return new MessageFormat.Json();
  }

  private void check(RepairedFile repaired, Optional<Settings.Kafka> kafka) throws IOException {
    Problems problems = new Problems();
    repaired.read(
        problems,
        (one, at, found) -> {
          if (out == null && kafka.isPresent() && topicOf(one, kafka.get()).isEmpty()) {
            found.add(
                at,
                "the settings read no topic in which \"" + one.place() + "\" could be",
                "say with --topic where it is to go");
          }
        });
    if (problems.count() > PROBLEMS_SHOWN) {
      Problems first = new Problems();
      problems.all().stream().limit(PROBLEMS_SHOWN).forEach(first::add);
      first.add(
          Position.startOf(repaired.toString()),
          "%,d lines cannot be sent".formatted(problems.count()),
          "see the first of them here");
      first.throwIfAny();
    }
    problems.throwIfAny();
  }

  private Optional<String> topicOf(RepairedFile.Repaired one, Settings.Kafka kafka) {
    return Optional.ofNullable(topic).or(() -> Resend.topicOf(one.place()).filter(kafka::reads));
  }

  private void writeLines(RepairedFile repaired, Path lines) throws IOException {
    long[] count = {0};
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(lines))) {
      repaired.read(
          new Problems(),
          (one, at, problems) -> {
            file.write(one.bytes());
            file.write('\n');
            count[0]++;
          });
    }
    spec.commandLine().getErr().printf("%,d events written to %s%n", count[0], lines);
  }

  private void sendToKafka(RepairedFile repaired, Settings.Kafka kafka) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (Resend resend = Resend.to(kafka.servers(), kafka.properties(), producer)) {
      repaired.read(
          new Problems(),
          (one, at, problems) -> resend.send(one, topicOf(one, kafka).orElseThrow()));
      resend.finish().forEach((name, sent) -> err.printf("%,d events sent to %s%n", sent, name));
    }
    err.println("Those behind the watermark go to late_events; 'run --backfill' counts them in.");
  }
}
