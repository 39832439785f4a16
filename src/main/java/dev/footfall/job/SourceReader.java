package dev.footfall.job;

import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.SenderPreset;
import dev.footfall.ingest.MessageFormat;
import dev.footfall.ingest.SchemaRegistry;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlScalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code source}: Kafka or files, how events are written, and where in it they stand. */
final class SourceReader {

  /** Stands for a source that could not be read; a problem says why. */
  static final Settings.Source UNREADABLE =
      Settings.Source.of(List.of(), Optional.empty(), EventMapping.OWN);

  private static final Key KAFKA = new Key("kafka", "{servers: \"kafka:9092\", topics: [clicks]}");
  private static final Key FILES = new Key("files", "[\"/data/*.jsonl.gz\"]");
  private static final Key FORMAT = new Key("format", "json");
  private static final Key REGISTRY = new Key("registry", "{url: \"https://registry:8081\"}");
  private static final Key PRESET = new Key("preset", "segment");
  private static final Key MAP = new Key("map", "{user: context.userId}");

  private static final Key SERVERS = new Key("servers", "\"kafka:9092\"");
  private static final Key TOPICS = new Key("topics", "[clicks]");
  private static final Key TOPIC_PATTERN = new Key("topic_pattern", "\"clicks-.*\"");
  private static final Key START = new Key("start", "earliest");
  private static final Key END = new Key("end", "latest");
  private static final Key GROUP = new Key("group", "footfall");
  private static final Key COLUMNS = new Key("columns", "[event, user, time]");
  private static final Key PROPERTIES = new Key("properties", "{security.protocol: SASL_SSL}");

  private static final Key URL = new Key("url", "\"https://registry:8081\"");
  private static final Key USER = new Key("user", "footfall");
  private static final Key PASSWORD = new Key("password", "\"${REGISTRY_PASSWORD}\"");
  private static final Key TOKEN = new Key("token", "\"${REGISTRY_TOKEN}\"");
  private static final Key PATIENCE = new Key("patience", "5m");

  /** The words for {@code format}. */
  private enum Word {
    JSON,
    CSV,
    AVRO
  }

  private static final String GROUP_PROPERTY = "group.id";
  private static final String MOMENT = "a moment such as 2026-11-21T10:00:00Z";

  private final MappingReader reader;
  private final UnaryOperator<String> resolve;
  private final Problems problems;

  /**
   * @param resolve finds a path from the settings file's folder
   */
  SourceReader(YamlMapping mapping, UnaryOperator<String> resolve, Problems problems) {
    this.reader =
        new MappingReader(
            mapping, "\"source\"", List.of(KAFKA, FILES, FORMAT, REGISTRY, PRESET, MAP), problems);
    this.resolve = resolve;
    this.problems = problems;
  }

  Settings.Source read() {
    requireOneOfKafkaAndFiles();
    Optional<Word> format = reader.choice(FORMAT, Word.class);
    EventMapping mapping = readMapping();
    Optional<SchemaRegistry> registry = readRegistry(format);
    Optional<YamlMapping> kafka = reader.mapping(KAFKA);
    if (kafka.isPresent()) {
      return Settings.Source.of(
          readKafka(kafka.get(), format.orElse(Word.JSON), registry), mapping);
    }
    List<String> files = reader.texts(FILES).stream().map(YamlScalar::text).map(resolve).toList();
    return Settings.Source.of(files, format.flatMap(this::formatOfFiles), mapping);
  }

  private void requireOneOfKafkaAndFiles() {
    if (reader.has(KAFKA) == reader.has(FILES)) {
      problems.add(
          reader.position(),
          reader.has(KAFKA)
              ? "events come from \"kafka\" and from \"files\""
              : "\"source\" has neither \"kafka\" nor \"files\"",
          reader.has(KAFKA) ? "leave one of them out" : KAFKA.advice());
    }
    if (reader.list(FILES).filter(list -> list.items().isEmpty()).isPresent()) {
      problems.add(reader.positionOf(FILES), "\"files\" lists nothing", FILES.advice());
    }
  }

  private Optional<EventFormat> formatOfFiles(Word format) {
    return switch (format) {
      case JSON -> Optional.of(EventFormat.JSON);
      case CSV -> Optional.of(EventFormat.CSV);
      case AVRO -> {
        problems.add(
            reader.positionOf(FORMAT),
            "Avro is read from Kafka only",
            "write json or csv, or read a topic");
        yield Optional.empty();
      }
    };
  }

  private Optional<SchemaRegistry> readRegistry(Optional<Word> format) {
    boolean isAvro = format.filter(Word.AVRO::equals).isPresent();
    Optional<YamlMapping> mapping = reader.mapping(REGISTRY);
    if (isAvro && reader.has(KAFKA) && !reader.has(REGISTRY)) {
      problems.add(
          reader.positionOf(FORMAT),
          "Avro messages name their schema, and there is no \"registry\" that has it",
          REGISTRY.advice());
    }
    if (!isAvro && reader.has(REGISTRY)) {
      problems.add(
          reader.positionOf(REGISTRY),
          "only Avro has schemas in a registry",
          "write format: avro, or leave \"registry\" out");
    }
    return mapping.map(this::registry);
  }

  private SchemaRegistry registry(YamlMapping mapping) {
    MappingReader registry =
        new MappingReader(
            mapping, "\"registry\"", List.of(URL, USER, PASSWORD, TOKEN, PATIENCE), problems);
    registry.require(URL);
    if (registry.has(TOKEN) && registry.has(USER)) {
      problems.add(
          registry.positionOf(TOKEN),
          "the registry is asked with \"token\" and with \"user\"",
          "leave one of them out");
    }
    return new SchemaRegistry(
        readAddress(registry),
        registry.text(USER).orElse(""),
        registry.scalar(PASSWORD).map(YamlScalar::text).orElse(""),
        registry.scalar(TOKEN).map(YamlScalar::text).orElse(""),
        registry.durationOrZero(PATIENCE).orElse(SchemaRegistry.DEFAULT_PATIENCE));
  }

  /** An address that is printed: so no secret may stand in it. */
  private String readAddress(MappingReader registry) {
    Optional<YamlScalar> url = registry.scalar(URL);
    String text = url.map(YamlScalar::text).orElse("");
    if (url.isPresent() && !isAddress(text)) {
      problems.add(registry.positionOf(URL), "this is no address of a registry", URL.advice());
    } else if (text.contains("@")) {
      problems.add(
          registry.positionOf(URL),
          "the address of the registry holds a user, and would be printed",
          "write " + USER.name() + " and " + PASSWORD.name() + " beside it");
    }
    return text;
  }

  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      return List.of("http", "https").contains(String.valueOf(address.getScheme()))
          && address.getHost() != null;
    } catch (URISyntaxException noAddress) {
      return false;
    }
  }

  private EventMapping readMapping() {
    if (reader.has(PRESET) && reader.has(MAP)) {
      problems.add(
          reader.positionOf(MAP),
          "\"map\" cannot change a preset",
          "leave \"preset\" or \"map\" out");
    }
    if (reader.has(PRESET)) {
      return readPreset();
    }
    EventMapping mapping = EventMapping.OWN;
    Optional<YamlMapping> map = reader.mapping(MAP);
    if (map.isPresent()) {
      for (Map.Entry<String, String> field : textsOf(fieldsOf(map.get())).entrySet()) {
        mapping = mapping.with(field.getKey(), field.getValue());
      }
    }
    return mapping;
  }

  private EventMapping readPreset() {
    Optional<YamlScalar> word = reader.scalar(PRESET);
    if (word.isEmpty()) {
      return EventMapping.OWN;
    }
    Optional<SenderPreset> preset = SenderPreset.of(word.get().text());
    if (preset.isEmpty()) {
      List<String> words = Arrays.stream(SenderPreset.values()).map(SenderPreset::word).toList();
      problems.add(
          word.get().position(),
          "\"" + word.get().shown() + "\" is no preset",
          "write "
              + Nearest.to(word.get().shown(), words).orElse("one of " + String.join(", ", words))
              + ", or map: for another sender");
    }
    return preset.map(SenderPreset::mapping).orElse(EventMapping.OWN);
  }

  /** The mapping without the keys that cannot be mapped, which are problems. */
  private YamlMapping fieldsOf(YamlMapping map) {
    List<Key> fields =
        EventMapping.FIELDS.stream().map(field -> new Key(field, "context." + field)).toList();
    MappingReader known = new MappingReader(map, "\"map\"", fields, problems);
    if (map.entries().isEmpty()) {
      problems.add(known.position(), "\"map\" says nothing", MAP.advice());
    }
    return new YamlMapping(
        map.position(),
        map.entries().stream()
            .filter(entry -> EventMapping.FIELDS.contains(entry.name()))
            .toList());
  }

  private Settings.Kafka readKafka(
      YamlMapping mapping, Word format, Optional<SchemaRegistry> registry) {
    MappingReader kafka =
        new MappingReader(
            mapping,
            "\"kafka\"",
            List.of(SERVERS, TOPICS, TOPIC_PATTERN, START, END, GROUP, COLUMNS, PROPERTIES),
            problems);
    kafka.require(SERVERS);
    requireOneOfTopicsAndPattern(kafka);
    refuseColumnsWithoutCsv(kafka, format);
    return new Settings.Kafka(
        kafka.text(SERVERS).orElse(""),
        textsOf(kafka.texts(TOPICS)),
        readPattern(kafka),
        readPlace(kafka, START, "earliest", Set.of("earliest", "latest", "committed")),
        readPlace(kafka, END, "none", Set.of("none", "latest")),
        readMessageFormat(kafka, format, registry),
        readProperties(kafka));
  }

  private void requireOneOfTopicsAndPattern(MappingReader kafka) {
    if (kafka.has(TOPICS) == kafka.has(TOPIC_PATTERN)) {
      problems.add(
          kafka.position(),
          kafka.has(TOPICS)
              ? "topics are given by \"topics\" and by \"topic_pattern\""
              : "\"kafka\" has neither \"topics\" nor \"topic_pattern\"",
          kafka.has(TOPICS) ? "leave one of them out" : TOPICS.advice());
    }
    if (kafka.list(TOPICS).filter(list -> list.items().isEmpty()).isPresent()) {
      problems.add(kafka.positionOf(TOPICS), "\"topics\" lists nothing", TOPICS.advice());
    }
  }

  private MessageFormat readMessageFormat(
      MappingReader kafka, Word format, Optional<SchemaRegistry> registry) {
    return switch (format) {
      case JSON -> new MessageFormat.Json();
      case CSV -> {
        if (!kafka.has(COLUMNS)) {
          problems.add(
              kafka.position(),
              "CSV messages have no header that names their columns",
              COLUMNS.advice());
        }
        yield new MessageFormat.Csv(textsOf(kafka.texts(COLUMNS)));
      }
      case AVRO ->
          // Where there is no registry, that is a problem already.
          registry.<MessageFormat>map(MessageFormat.Avro::new).orElse(new MessageFormat.Json());
    };
  }

  private void refuseColumnsWithoutCsv(MappingReader kafka, Word format) {
    if (format != Word.CSV && kafka.has(COLUMNS)) {
      problems.add(
          kafka.positionOf(COLUMNS),
          (format == Word.JSON ? "JSON" : "Avro") + " messages have no columns",
          "write format: csv, or leave \"columns\" out");
    }
  }

  private Optional<Pattern> readPattern(MappingReader kafka) {
    Optional<String> text = kafka.text(TOPIC_PATTERN);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(text.get()));
    } catch (PatternSyntaxException noPattern) {
      problems.add(
          kafka.positionOf(TOPIC_PATTERN),
          "this is no regular expression: " + noPattern.getDescription(),
          TOPIC_PATTERN.advice());
      return Optional.empty();
    }
  }

  private String readPlace(MappingReader kafka, Key key, String usual, Set<String> words) {
    Optional<YamlScalar> place = kafka.scalar(key);
    if (place.isEmpty()) {
      return usual;
    }
    String text = place.get().text();
    if (!words.contains(text) && !isMoment(text)) {
      problems.add(
          place.get().position(),
          "\"" + place.get().shown() + "\" is no place to " + key.name(),
          "write " + String.join(", ", words.stream().sorted().toList()) + " or " + MOMENT);
    }
    return text;
  }

  private static boolean isMoment(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeParseException noMoment) {
      return false;
    }
  }

  private Map<String, String> readProperties(MappingReader kafka) {
    Map<String, String> properties = new LinkedHashMap<>();
    kafka
        .mapping(PROPERTIES)
        .ifPresent(given -> properties.putAll(ConsumerProperties.read(given, problems)));
    Optional<String> group = kafka.text(GROUP);
    if (group.isPresent() && properties.containsKey(GROUP_PROPERTY)) {
      problems.add(
          kafka.positionOf(GROUP),
          "the group is also given as \"" + GROUP_PROPERTY + "\" in \"properties\"",
          "leave one of them out");
    }
    group.ifPresent(name -> properties.put(GROUP_PROPERTY, name));
    return properties;
  }

  private Map<String, String> textsOf(YamlMapping mapping) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (YamlMapping.Entry entry : mapping.entries()) {
      if (entry.value() instanceof YamlScalar scalar && !scalar.isNothing()) {
        texts.put(entry.name(), scalar.text());
      } else {
        problems.add(
            entry.value().position(),
            "\"" + entry.name() + "\" is " + entry.value().kind() + " where one value is wanted",
            "write " + entry.name() + ": and its value");
      }
    }
    return texts;
  }

  private static List<String> textsOf(List<YamlScalar> scalars) {
    return scalars.stream().map(YamlScalar::text).toList();
  }
}
