package dev.footfall.job;

import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.SenderPreset;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlScalar;
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
            mapping, "\"source\"", List.of(KAFKA, FILES, FORMAT, PRESET, MAP), problems);
    this.resolve = resolve;
    this.problems = problems;
  }

  Settings.Source read() {
    requireOneOfKafkaAndFiles();
    Optional<EventFormat> format = readFormat();
    EventMapping mapping = readMapping();
    Optional<YamlMapping> kafka = reader.mapping(KAFKA);
    if (kafka.isPresent()) {
      EventFormat written = format.orElse(EventFormat.JSON);
      return Settings.Source.of(readKafka(kafka.get(), written), written, mapping);
    }
    List<String> files = reader.texts(FILES).stream().map(YamlScalar::text).map(resolve).toList();
    return Settings.Source.of(files, format, mapping);
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

  private Optional<EventFormat> readFormat() {
    if (reader.scalar(FORMAT).filter(format -> format.text().equals("avro")).isPresent()) {
      problems.add(
          reader.positionOf(FORMAT), "avro is not in this version yet", "write json or csv");
      return Optional.empty();
    }
    return reader.choice(FORMAT, EventFormat.class);
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

  private Settings.Kafka readKafka(YamlMapping mapping, EventFormat format) {
    MappingReader kafka =
        new MappingReader(
            mapping,
            "\"kafka\"",
            List.of(SERVERS, TOPICS, TOPIC_PATTERN, START, END, GROUP, COLUMNS, PROPERTIES),
            problems);
    kafka.require(SERVERS);
    requireOneOfTopicsAndPattern(kafka);
    requireColumnsForCsv(kafka, format);
    return new Settings.Kafka(
        kafka.text(SERVERS).orElse(""),
        textsOf(kafka.texts(TOPICS)),
        readPattern(kafka),
        readPlace(kafka, START, "earliest", Set.of("earliest", "latest", "committed")),
        readPlace(kafka, END, "none", Set.of("none", "latest")),
        textsOf(kafka.texts(COLUMNS)),
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

  private void requireColumnsForCsv(MappingReader kafka, EventFormat format) {
    switch (format) {
      case CSV -> {
        if (!kafka.has(COLUMNS)) {
          problems.add(
              kafka.position(),
              "CSV messages have no header that names their columns",
              COLUMNS.advice());
        }
      }
      case JSON -> {
        if (kafka.has(COLUMNS)) {
          problems.add(
              kafka.positionOf(COLUMNS),
              "JSON messages have no columns",
              "write format: csv, or leave \"columns\" out");
        }
      }
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
    kafka.mapping(PROPERTIES).ifPresent(given -> properties.putAll(textsOf(given)));
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
