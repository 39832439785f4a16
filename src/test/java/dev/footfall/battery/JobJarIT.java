package dev.footfall.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the packaged job, and what is not: Flink brings itself, and a cluster its logging. */
class JobJarIT {

  private JarFile jar;
  private List<String> entries;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(FlinkDistribution.JOB_JAR.toFile());
    entries = jar.stream().map(ZipEntry::getName).toList();
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void itRunsTheProductionJob() throws IOException {
    assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
        .isEqualTo("dev.footfall.job.ProductionJob");
    assertThat(entries)
        .contains(
            "dev/footfall/job/ProductionJob.class",
            "dev/footfall/table/postgresql/PostgresqlSink.class",
            "org/apache/flink/connector/kafka/source/KafkaSource.class",
            "org/apache/kafka/clients/consumer/KafkaConsumer.class",
            "org/postgresql/Driver.class",
            "META-INF/services/java.sql.Driver");
    assertThat(text("META-INF/services/org.apache.flink.table.factories.Factory"))
        .contains("dev.footfall.table.postgresql.PostgresqlTableFactory")
        .contains("org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicTableFactory");
  }

  /** A library that the job has begun to use and that nobody packed would fail on the cluster. */
  @Test
  void whatItsClassesUseIsInItOrInFlink() throws IOException {
    Path jars = Files.createDirectories(Path.of("target", "tmp"));
    FlinkDistribution flink = FlinkDistribution.in(Files.createTempDirectory(jars, "flink"));
    String libraries;
    try (Stream<Path> files = Files.list(flink.lib())) {
      libraries =
          files
              .map(Path::toString)
              .collect(Collectors.joining(System.getProperty("path.separator")));
    }
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            out,
            out,
            "--multi-release",
            "17",
            "-verbose:class",
            "-include",
            "(dev\\.footfall|org\\.apache\\.commons\\.(statistics|numbers))\\..*",
            "-cp",
            libraries,
            FlinkDistribution.JOB_JAR.toString());

    List<String> uses =
        said.toString().lines().filter(line -> line.contains(" -> ")).map(String::strip).toList();
    assertThat(uses).hasSizeGreaterThan(1_000);
    // Annotations that the compiler looks at need not be there.
    assertThat(uses)
        .filteredOn(use -> use.endsWith("not found"))
        .filteredOn(use -> !use.contains("-> org.jspecify."))
        .filteredOn(use -> !use.startsWith("footfall-job.jar "))
        .isEmpty();
  }

  @Test
  void nothingOfFlinksIsInItButTheConnector() {
    assertThat(entries)
        .filteredOn(entry -> entry.startsWith("org/apache/flink/") && entry.endsWith(".class"))
        .allMatch(entry -> entry.contains("/kafka/") || entry.contains("JSONKeyValue"));
  }

  @Test
  void neitherBoardNorDemoNorCommandsNorLoggingAreInIt() {
    assertThat(entries)
        .noneMatch(
            entry ->
                entry.startsWith("dev/footfall/board/")
                    || entry.startsWith("dev/footfall/demo/")
                    || entry.startsWith("dev/footfall/cli/")
                    || entry.startsWith("org/slf4j/")
                    || entry.startsWith("org/apache/logging/")
                    || entry.startsWith("org/apache/log4j/")
                    || entry.startsWith("log4j")
                    || entry.startsWith("picocli/")
                    || entry.startsWith("io/javalin/"));
  }

  @Test
  void whoWroteItAndUnderWhichLicenceIsInIt() throws IOException {
    assertThat(text("META-INF/LICENSE")).contains("Apache License");
    assertThat(text("META-INF/NOTICE"))
        .contains("The Footfall authors")
        .contains("Apache Commons")
        .contains("Jackson");
    assertThat(text("NOTICE")).contains("Apache Kafka");
    assertThat(text("META-INF/licenses/postgresql.txt")).contains("PostgreSQL Global Development");
    assertThat(text("META-INF/licenses/zstd-jni.txt")).contains("Luben Karavelov");
  }

  private String text(String entry) throws IOException {
    try (var bytes = jar.getInputStream(jar.getEntry(entry))) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
