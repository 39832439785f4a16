package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.event.EventMapping;
import dev.footfall.ingest.MessageFormat;
import dev.footfall.metric.Emit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The uids of all operators are a contract with savepoints: state is found again by them. A change
 * of these lists loses the state of those who upgrade, and must be meant. {@code
 * -Dfootfall.write-fixtures=true} writes them anew.
 */
class UidsTest {

  private static final Path LISTS =
      Path.of("src", "test", "resources", "dev", "footfall", "job", "uids");

  private static final String FUNNELS =
      """
      funnels:
        - {id: shop, steps: [browse, cart, pay], within: 1h, cohort: 1h}
        - {id: baskets, unit: basket, steps: [cart, pay], within: 1h, cohort: 1h}
        - {id: pattern, engine: cep, steps: [browse, pay], within: 1h, cohort: 1h}
      alerts:
        - {id: left, pattern: [cart, {not: pay}], within: 30m}
        - {id: conversion, funnel: shop}
      """;

  @TempDir private Path folder;

  @Test
  void ofAJobThatRunsOnKafkaAndWritesLiveRows() throws Exception {
    assertSame("kafka-live", uids(kafka(), "postgresql"));
  }

  @Test
  void ofAJobThatRunsOnKafkaAndWritesFinalRowsOnly() throws Exception {
    assertSame("kafka-final", uids(kafka(), "print"));
  }

  @Test
  void ofAJobThatReadsFiles() throws Exception {
    Path events = Files.writeString(folder.resolve("events.jsonl"), "");
    Settings.Source files =
        Settings.Source.of(List.of(events.toString()), Optional.empty(), EventMapping.OWN);
    assertSame("files-live", uids(files, "postgresql"));
  }

  private static void assertSame(String name, List<String> uids) throws Exception {
    Path list = LISTS.resolve(name + ".txt");
    if (Boolean.getBoolean("footfall.write-fixtures")) {
      Files.write(list, uids);
    }
    assertThat(uids).isEqualTo(Files.readAllLines(list));
  }

  private static Settings.Source kafka() {
    return Settings.Source.of(
        new Settings.Kafka(
            "localhost:9092",
            List.of("clicks"),
            Optional.empty(),
            "earliest",
            "none",
            new MessageFormat.Json(),
            Map.of()),
        EventMapping.OWN);
  }

  /** The uid of each operator and its name, sorted. */
  private List<String> uids(Settings.Source source, String tables) throws Exception {
    Path funnels = Files.writeString(folder.resolve("funnels.yaml"), FUNNELS);
    StreamExecutionEnvironment environment = LocalFlink.environment(LocalFlink.strict(), 2);
    ProductionJob.assemble(
        environment,
        new Settings(
            new DefinitionFiles(funnels.toString()),
            source,
            Settings.Time.LIVE,
            Emit.live(1000),
            tables(tables),
            Settings.Board.NONE));
    return environment.getStreamGraph(false).getStreamNodes().stream()
        .map(UidsTest::line)
        .sorted()
        .toList();
  }

  private static String line(StreamNode operator) {
    assertThat(operator.getTransformationUID()).as(operator.getOperatorName()).isNotNull();
    // The planner numbers what it names, as many as there were before in this process.
    String name = operator.getOperatorName().replaceAll("\\[\\d+]", "");
    return operator.getTransformationUID() + ": " + name;
  }

  /** The shipped ones, without what they ask of the environment. */
  private Path tables(String kind) throws Exception {
    Path copy = Files.createDirectories(folder.resolve(kind));
    Path shipped = Path.of("src", "main", "resources", "dev", "footfall", "table", kind);
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String sql = Files.readString(file);
        Files.writeString(
            copy.resolve(file.getFileName()),
            sql.replace("${DATABASE_URL}", "jdbc:postgresql://localhost/footfall")
                .replaceAll("\\$\\{\\w+}", "x"));
      }
    }
    return copy;
  }
}
