package dev.footfall.job;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.definitions.DefinitionStore;
import dev.footfall.metric.Emit;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlFile;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlScalar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the settings of {@code run} and {@code board}, as strictly as definitions are read. Paths
 * in it are taken from the file's own folder; {@code ${NAME}} in any value is filled from the
 * {@link Environment}.
 */
public final class SettingsFile {

  private static final Key DEFINITIONS = new Key("definitions", "funnels.yaml");
  private static final Key SOURCE =
      new Key("source", "{kafka: {servers: \"kafka:9092\", topics: [clicks]}}");
  private static final Key TIME = new Key("time", "{max_disorder: 30s}");
  private static final Key EMIT = new Key("emit", "{mode: live, every: 5s}");
  private static final Key TABLES = new Key("tables", "tables/postgresql");
  private static final Key BOARD =
      new Key("board", "{database: \"jdbc:postgresql://db/footfall\"}");
  private static final List<Key> KEYS = List.of(DEFINITIONS, SOURCE, TIME, EMIT, TABLES, BOARD);

  /** The keys by which a file of settings can be told from one of funnels. */
  static final Set<String> KEY_NAMES = KEYS.stream().map(Key::name).collect(Collectors.toSet());

  private static final Key MAX_DISORDER = new Key("max_disorder", "30s");
  private static final Key IDLE_AFTER = new Key("idle_after", "1m");
  private static final Key MAX_AHEAD = new Key("max_ahead", "1h");
  private static final Key DEDUPE = new Key("dedupe", "1h");
  private static final Key MAX_DRIFT = new Key("max_drift", "1h");

  private static final Key MODE = new Key("mode", "live");
  private static final Key EVERY = new Key("every", "5s");
  private static final Duration DEFAULT_EVERY = Duration.ofSeconds(5);

  private static final Key HOST = new Key("host", "127.0.0.1");
  private static final Key PORT = new Key("port", "8080");
  private static final Key DATABASE = new Key("database", "\"jdbc:postgresql://db/footfall\"");
  private static final Key USER = new Key("user", "board");
  private static final Key PASSWORD = new Key("password", "\"${BOARD_PASSWORD}\"");
  private static final Key TOKEN = new Key("token", "\"${BOARD_TOKEN}\"");
  private static final Key PROXY_HEADER = new Key("proxy_header", "X-Forwarded-User");

  private enum Mode {
    LIVE,
    FINAL
  }

  private final Path file;
  private final Problems problems;
  private final MappingReader reader;

  private SettingsFile(Path file, YamlMapping mapping, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.reader = new MappingReader(mapping, "the file", KEYS, problems);
  }

  /**
   * What the board alone needs of a settings file.
   *
   * @param definitions where the funnels are
   * @param board where it listens and reads
   */
  public record BoardPart(DefinitionStore definitions, Settings.Board board) {}

  /**
   * The settings of the production job.
   *
   * @throws InvalidDefinitions with everything that is wrong, if anything is
   */
  public static Settings read(Path file, Environment environment) {
    Problems problems = new Problems();
    Optional<Settings> settings = read(file, environment, problems);
    problems.throwIfAny();
    return settings.orElseThrow();
  }

  /** The settings of the production job; empty if anything is wrong. */
  public static Optional<Settings> read(Path file, Environment environment, Problems problems) {
    int before = problems.count();
    Optional<Settings> settings =
        YamlFile.read(file, problems)
            .flatMap(document -> mappingOf(document, problems))
            .map(mapping -> filled(mapping, environment, problems))
            .map(mapping -> new SettingsFile(file, mapping, problems).readAll());
    return problems.count() == before ? settings : Optional.empty();
  }

  /**
   * What the board needs of the settings; the rest is not looked at, so that the board does not
   * need the job's secrets.
   *
   * @throws InvalidDefinitions with everything that is wrong, if anything is
   */
  public static BoardPart readBoard(Path file, Environment environment) {
    Problems problems = new Problems();
    Optional<BoardPart> board = readBoard(file, environment, problems);
    problems.throwIfAny();
    return board.orElseThrow();
  }

  /** What the board needs of the settings; empty if anything of it is wrong. */
  public static Optional<BoardPart> readBoard(
      Path file, Environment environment, Problems problems) {
    int before = problems.count();
    Optional<BoardPart> board =
        YamlFile.read(file, problems)
            .flatMap(document -> mappingOf(document, problems))
            .map(mapping -> filled(only(mapping, DEFINITIONS, BOARD), environment, problems))
            .map(mapping -> new SettingsFile(file, mapping, problems).readForBoard());
    return problems.count() == before ? board : Optional.empty();
  }

  private static Optional<YamlMapping> mappingOf(YamlNode document, Problems problems) {
    if (document instanceof YamlMapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(
        document.position(),
        "the file is " + document.kind() + " where a mapping is wanted",
        DEFINITIONS.advice());
    return Optional.empty();
  }

  private static YamlMapping filled(
      YamlMapping mapping, Environment environment, Problems problems) {
    return (YamlMapping) new Placeholders(environment, problems).fill(mapping);
  }

  private static YamlMapping only(YamlMapping mapping, Key... keys) {
    Set<String> wanted = List.of(keys).stream().map(Key::name).collect(Collectors.toSet());
    return new YamlMapping(
        mapping.position(),
        mapping.entries().stream()
            .filter(entry -> wanted.contains(entry.name()) || !KEY_NAMES.contains(entry.name()))
            .toList());
  }

  private Settings readAll() {
    List.of(DEFINITIONS, SOURCE, TABLES).forEach(reader::require);
    Settings.Source source =
        reader
            .mapping(SOURCE)
            .map(mapping -> new SourceReader(mapping, this::resolve, problems).read())
            .orElse(SourceReader.UNREADABLE);
    return new Settings(
        readDefinitions(),
        source,
        readTime(source),
        readEmit(),
        readPath(TABLES),
        reader.has(BOARD) ? readBoard() : Settings.Board.NONE);
  }

  private BoardPart readForBoard() {
    List.of(DEFINITIONS, BOARD).forEach(reader::require);
    return new BoardPart(readDefinitions(), readBoard());
  }

  private DefinitionStore readDefinitions() {
    Optional<YamlNode> value = reader.value(DEFINITIONS);
    if (value.isPresent() && value.get() instanceof YamlMapping elsewhere) {
      return new DefinitionStoreReader(elsewhere, problems).read();
    }
    return new DefinitionFiles(readPath(DEFINITIONS).toString());
  }

  private Path readPath(Key key) {
    return reader.text(key).map(text -> Path.of(resolve(text))).orElse(file);
  }

  /** The path from the settings file's folder; an address of another file system stays itself. */
  private String resolve(String path) {
    return path.contains("://") ? path : file.resolveSibling(path).normalize().toString();
  }

  private Settings.Time readTime(Settings.Source source) {
    Settings.Time usual = source.kafka().isPresent() ? Settings.Time.LIVE : Settings.Time.FILES;
    Optional<YamlMapping> mapping = reader.mapping(TIME);
    if (mapping.isEmpty()) {
      return usual;
    }
    MappingReader time =
        new MappingReader(
            mapping.get(),
            "\"time\"",
            List.of(MAX_DISORDER, IDLE_AFTER, MAX_AHEAD, DEDUPE, MAX_DRIFT),
            problems);
    return new Settings.Time(
        time.durationOrZero(MAX_DISORDER).orElse(usual.maxDisorder()),
        time.duration(IDLE_AFTER).orElse(usual.idleAfter()),
        readMaxAhead(time, usual.maxAhead()),
        time.durationOrZero(DEDUPE).orElse(usual.dedupe()),
        readMaxDrift(time, source));
  }

  private static Optional<Duration> readMaxAhead(MappingReader time, Optional<Duration> usual) {
    if (!time.has(MAX_AHEAD)) {
      return usual;
    }
    return time.text(MAX_AHEAD).filter("none"::equals).isPresent()
        ? Optional.empty()
        : time.durationOrZero(MAX_AHEAD);
  }

  private Optional<Duration> readMaxDrift(MappingReader time, Settings.Source source) {
    if (time.has(MAX_DRIFT) && source.isBounded()) {
      problems.add(
          time.positionOf(MAX_DRIFT),
          "parts of an input that ends do not wait for each other",
          "leave \"max_drift\" out");
    }
    return time.duration(MAX_DRIFT);
  }

  private Emit readEmit() {
    Optional<YamlMapping> mapping = reader.mapping(EMIT);
    if (mapping.isEmpty()) {
      return Emit.live(DEFAULT_EVERY.toMillis());
    }
    MappingReader emit =
        new MappingReader(mapping.get(), "\"emit\"", List.of(MODE, EVERY), problems);
    Duration every = emit.duration(EVERY).orElse(DEFAULT_EVERY);
    return switch (emit.choice(MODE, Mode.class).orElse(Mode.LIVE)) {
      case LIVE -> Emit.live(every.toMillis());
      case FINAL -> Emit.FINAL;
    };
  }

  private Settings.Board readBoard() {
    Optional<YamlMapping> mapping = reader.mapping(BOARD);
    if (mapping.isEmpty()) {
      return Settings.Board.NONE;
    }
    MappingReader board =
        new MappingReader(
            mapping.get(),
            "\"board\"",
            List.of(HOST, PORT, DATABASE, USER, PASSWORD, TOKEN, PROXY_HEADER),
            problems);
    board.require(DATABASE);
    Settings.Board read =
        new Settings.Board(
            board.text(HOST).orElse(Settings.Board.DEFAULT_HOST),
            board.wholeNumber(PORT, 0, 65_535).orElse(Settings.Board.DEFAULT_PORT),
            readDatabase(board),
            board.text(USER).orElse(""),
            board.scalar(PASSWORD).map(YamlScalar::text).map(Secret::new).orElse(Secret.NONE),
            readToken(board),
            board.text(PROXY_HEADER).orElse(""));
    requireGuard(read, mapping.get());
    return read;
  }

  private Secret readToken(MappingReader board) {
    String token = board.scalar(TOKEN).map(YamlScalar::text).orElse("");
    if (board.has(TOKEN) && token.length() < Settings.Board.SHORTEST_TOKEN) {
      problems.add(
          board.positionOf(TOKEN),
          "the board's token is shorter than "
              + Settings.Board.SHORTEST_TOKEN
              + " characters and would be guessed",
          "give it one such as openssl rand -hex 16 prints");
    }
    return token.isEmpty() ? Secret.NONE : new Secret(token);
  }

  /** Only on its own machine may a board let everybody in. */
  private void requireGuard(Settings.Board board, YamlMapping mapping) {
    boolean isGuarded = !board.token().equals(Secret.NONE) || !board.proxyHeader().isEmpty();
    if (!board.isLocal() && !isGuarded) {
      problems.add(
          mapping.position(),
          "the board listens on " + board.host() + ", where others reach it, and asks for nothing",
          TOKEN.advice() + ", or proxy_header if a proxy in front lets readers in");
    }
  }

  private String readDatabase(MappingReader board) {
    String database = board.text(DATABASE).orElse("");
    if (!database.isEmpty() && !database.startsWith("jdbc:postgresql:")) {
      problems.add(
          board.positionOf(DATABASE), "the board reads PostgreSQL only", DATABASE.advice());
    }
    return database;
  }
}
