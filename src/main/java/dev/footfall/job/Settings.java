package dev.footfall.job;

import dev.footfall.definitions.DefinitionStore;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.ingest.MessageFormat;
import dev.footfall.metric.Emit;
import dev.footfall.yaml.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the production job and the board are told in their settings file. How Flink itself runs is
 * not here but in Flink's own configuration.
 *
 * @param definitions where the funnels are
 * @param source where events come from
 * @param time how event time is taken
 * @param emit when rows are written
 * @param tables the folder of the sink tables' DDL
 * @param board where the board listens and reads
 */
public record Settings(
    DefinitionStore definitions, Source source, Time time, Emit emit, Path tables, Board board) {

  /**
   * Where events come from: either Kafka or files.
   *
   * @param kafka the topics; empty if events come from files
   * @param files paths, patterns such as {@code /data/*.jsonl.gz}, or URIs of a file system that
   *     Flink knows; none if events come from Kafka
   * @param format how files are written; empty to tell it from each file's name
   * @param mapping where in it the event stands
   */
  public record Source(
      Optional<Kafka> kafka,
      List<String> files,
      Optional<EventFormat> format,
      EventMapping mapping) {

    public Source {
      files = List.copyOf(files);
    }

    public static Source of(Kafka kafka, EventMapping mapping) {
      return new Source(Optional.of(kafka), List.of(), Optional.empty(), mapping);
    }

    public static Source of(
        List<String> files, Optional<EventFormat> format, EventMapping mapping) {
      return new Source(Optional.empty(), files, format, mapping);
    }

    /** Whether the events come to an end. */
    public boolean isBounded() {
      return kafka.map(Kafka::isBounded).orElse(true);
    }

    private Source ofHistory() {
      return new Source(kafka.map(Kafka::ofHistory), files, format, mapping);
    }
  }

  /**
   * Topics of events.
   *
   * @param servers the brokers to ask first: {@code kafka:9092}
   * @param topics their names; none if {@code topicPattern} is given
   * @param topicPattern a regular expression of their names; empty if {@code topics} are given
   * @param start where to begin without a checkpoint: {@code earliest}, {@code latest}, {@code
   *     committed}, or a moment ({@code 2026-11-21T10:00:00Z})
   * @param end where to end: {@code none}, {@code latest} (where the topics end when the job
   *     starts), or a moment
   * @param format how messages are written
   * @param properties of Kafka's consumer, {@code group.id} among them
   */
  public record Kafka(
      String servers,
      List<String> topics,
      Optional<Pattern> topicPattern,
      String start,
      String end,
      MessageFormat format,
      Map<String, String> properties) {

    /** The consumer's group, unless the settings name another. */
    public static final String DEFAULT_GROUP = "footfall";

    private static final List<String> SECRET_WORDS =
        List.of("password", "secret", "token", "jaas", "credential", "api.key", "user.info");

    public Kafka {
      topics = List.copyOf(topics);
      properties = Map.copyOf(properties);
    }

    /** Whether reading ends. */
    public boolean isBounded() {
      return !end.equals("none");
    }

    /** From as far back as the settings allow to what is there when the job starts. */
    private Kafka ofHistory() {
      boolean wantsNoHistory = start.equals("latest") || start.equals("committed");
      return new Kafka(
          servers,
          topics,
          topicPattern,
          wantsNoHistory ? "earliest" : start,
          isBounded() ? end : "latest",
          format,
          properties);
    }

    /** Whether this is one of the topics. */
    public boolean reads(String topic) {
      return topicPattern
          .map(pattern -> pattern.matcher(topic).matches())
          .orElse(topics.contains(topic));
    }

    /** The consumer's group, under which its offsets are committed. */
    public String group() {
      return properties.getOrDefault("group.id", DEFAULT_GROUP);
    }

    /** The properties, with what may be a secret hidden. */
    private Map<String, String> shownProperties() {
      Map<String, String> shown = new TreeMap<>(properties);
      shown.replaceAll((key, value) -> isSecret(key) ? Secret.SHOWN : value);
      return shown;
    }

    /** Whether a property of this name may be a secret. */
    static boolean isSecret(String key) {
      String plain = key.toLowerCase(Locale.ROOT);
      return ConsumerProperties.isSecret(plain) || SECRET_WORDS.stream().anyMatch(plain::contains);
    }

    @Override
    public String toString() {
      return "Kafka "
          + servers
          + ", "
          + topicPattern.map(pattern -> "topics like " + pattern).orElse("topics " + topics)
          + ", from "
          + start
          + (isBounded() ? " to " + end : "")
          + ", "
          + format
          + ", properties "
          + shownProperties();
    }
  }

  /**
   * How event time is taken.
   *
   * @param maxDisorder how far behind the newest event of its file or partition an event may come
   * @param idleAfter after how long without an event a file or partition is waited for no more
   * @param maxAhead how far ahead of its reference time an event may lie; empty for no such check
   * @param dedupe for how long before an event its id is remembered
   * @param maxDrift how far a partition may be read ahead of the others, in event time; empty for
   *     as far as it goes
   */
  public record Time(
      Duration maxDisorder,
      Duration idleAfter,
      Optional<Duration> maxAhead,
      Duration dedupe,
      Optional<Duration> maxDrift) {

    /** For live sources. */
    public static final Time LIVE =
        new Time(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Optional.of(Duration.ofHours(1)),
            Duration.ofHours(1),
            Optional.empty());

    /** For files: they have no reference to be ahead of. */
    public static final Time FILES =
        new Time(
            LIVE.maxDisorder(),
            LIVE.idleAfter(),
            Optional.empty(),
            LIVE.dedupe(),
            Optional.empty());
  }

  /**
   * Where the board listens, and where it reads the rows.
   *
   * @param host the address to listen on
   * @param port the port to listen on
   * @param database the JDBC address of PostgreSQL; empty if there is no board
   * @param user the database's user; empty if the address says it or none is needed
   * @param password the user's password
   * @param token what readers must know; {@link Secret#NONE} if none is needed
   * @param proxyHeader the header by which a proxy in front says whom it let in; empty if none does
   */
  public record Board(
      String host,
      int port,
      String database,
      String user,
      Secret password,
      Secret token,
      String proxyHeader) {

    /** The board's port, unless the settings say another. */
    public static final int DEFAULT_PORT = 8080;

    /** Listens to this machine only, unless the settings say otherwise. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** No board. */
    public static final Board NONE =
        new Board(DEFAULT_HOST, DEFAULT_PORT, "", "", Secret.NONE, Secret.NONE, "");

    /** Shorter tokens are guessed. */
    public static final int SHORTEST_TOKEN = 16;

    private static final Pattern PASSWORD_IN_ADDRESS =
        Pattern.compile("(?i)([?&;](?:\\w*password|\\w*secret|\\w*token)=)[^&;]*|(?<=//)[^/@]*@");

    /** Whether only this machine can reach it. */
    public boolean isLocal() {
      return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    /** Whether there is a database to read. */
    public boolean isGiven() {
      return !database.isEmpty();
    }

    @Override
    public String toString() {
      return "board on "
          + host
          + ":"
          + port
          + ", database "
          + PASSWORD_IN_ADDRESS
              .matcher(database)
              .replaceAll(found -> (found.group(1) == null ? "" : found.group(1)) + Secret.SHOWN)
          + ", user "
          + (user.isEmpty() ? "(none)" : user)
          + ", password "
          + password
          + (token.equals(Secret.NONE) ? "" : ", token " + token)
          + (proxyHeader.isEmpty() ? "" : ", readers named by " + proxyHeader);
    }
  }

  /** The same, but that the events are those that have come so far. */
  public Settings ofHistory() {
    return new Settings(definitions, source.ofHistory(), time, emit, tables, board);
  }

  /** The settings as lines for people, without secrets. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("definitions: " + definitions.describe());
    lines.add("source: " + source.kafka().map(Kafka::toString).orElse("files " + source.files()));
    if (!source.mapping().equals(EventMapping.OWN)) {
      lines.add("events: " + source.mapping().describe());
    }
    lines.add(
        "time: events may come "
            + DurationText.of(time.maxDisorder())
            + " late"
            + time.maxAhead().map(ahead -> " or " + DurationText.of(ahead) + " early").orElse("")
            + (source.isBounded()
                ? ""
                : ", a silent partition is waited for " + DurationText.of(time.idleAfter()))
            + ", ids are remembered for "
            + DurationText.of(time.dedupe())
            + time.maxDrift()
                .map(drift -> ", partitions keep within " + DurationText.of(drift))
                .orElse(""));
    lines.add(
        emit.live()
            ? "emit: live, every " + DurationText.of(Duration.ofMillis(emit.everyMillis()))
            : "emit: final rows only");
    lines.add("tables: " + tables);
    if (board.isGiven()) {
      lines.add(board.toString());
    }
    return lines;
  }

  @Override
  public String toString() {
    return String.join("; ", describe());
  }
}
