package dev.footfall.job;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.definitions.DefinitionStore;
import dev.footfall.definitions.DefinitionTable;
import dev.footfall.definitions.DefinitionTopic;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlScalar;
import java.util.List;
import java.util.Map;

/** Reads {@code definitions} where they are kept in a topic or a table. */
final class DefinitionStoreReader {

  /** Stands for a store that could not be read; a problem says why. */
  private static final DefinitionStore UNREADABLE = new DefinitionFiles("");

  private static final Key KAFKA =
      new Key("kafka", "{servers: \"kafka:9092\", topic: footfall-definitions}");
  private static final Key TABLE =
      new Key("table", "{database: \"jdbc:postgresql://db/footfall\"}");

  private static final Key SERVERS = new Key("servers", "\"kafka:9092\"");
  private static final Key TOPIC = new Key("topic", "footfall-definitions");
  private static final Key PROPERTIES = new Key("properties", "{security.protocol: SASL_SSL}");

  private static final Key DATABASE = new Key("database", "\"jdbc:postgresql://db/footfall\"");
  private static final Key USER = new Key("user", "footfall");
  private static final Key PASSWORD = new Key("password", "\"${DATABASE_PASSWORD}\"");
  private static final Key NAME = new Key("name", "funnel_definitions");

  private static final String DEFAULT_TOPIC = "footfall-definitions";
  private static final String DEFAULT_TABLE = "funnel_definitions";

  private final MappingReader reader;
  private final Problems problems;

  DefinitionStoreReader(YamlMapping mapping, Problems problems) {
    this.reader = new MappingReader(mapping, "\"definitions\"", List.of(KAFKA, TABLE), problems);
    this.problems = problems;
  }

  DefinitionStore read() {
    if (reader.has(KAFKA) == reader.has(TABLE)) {
      problems.add(
          reader.position(),
          reader.has(KAFKA)
              ? "definitions come from \"kafka\" and from \"table\""
              : "\"definitions\" has neither \"kafka\" nor \"table\"",
          reader.has(KAFKA)
              ? "leave one of them out"
              : KAFKA.advice() + ", or name a file or folder, as in definitions: funnels.yaml");
      return UNREADABLE;
    }
    return reader
        .mapping(KAFKA)
        .map(this::topic)
        .or(() -> reader.mapping(TABLE).map(this::table))
        .orElse(UNREADABLE);
  }

  private DefinitionStore topic(YamlMapping mapping) {
    MappingReader kafka =
        new MappingReader(mapping, "\"kafka\"", List.of(SERVERS, TOPIC, PROPERTIES), problems);
    kafka.require(SERVERS);
    Map<String, String> properties =
        kafka
            .mapping(PROPERTIES)
            .map(further -> ConsumerProperties.read(further, problems))
            .orElse(Map.of());
    return new DefinitionTopic(
        kafka.text(SERVERS).orElse(""), kafka.text(TOPIC).orElse(DEFAULT_TOPIC), properties);
  }

  private DefinitionStore table(YamlMapping mapping) {
    MappingReader table =
        new MappingReader(mapping, "\"table\"", List.of(DATABASE, USER, PASSWORD, NAME), problems);
    table.require(DATABASE);
    String database = table.text(DATABASE).orElse("");
    if (!database.isEmpty() && !database.startsWith("jdbc:postgresql:")) {
      problems.add(
          table.positionOf(DATABASE),
          "definitions are read from PostgreSQL only",
          DATABASE.advice());
    }
    return new DefinitionTable(
        database,
        table.text(USER).orElse(""),
        table.scalar(PASSWORD).map(YamlScalar::text).orElse(""),
        table.text(NAME).orElse(DEFAULT_TABLE));
  }
}
