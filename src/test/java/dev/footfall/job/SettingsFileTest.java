package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.definitions.DefinitionTable;
import dev.footfall.definitions.DefinitionTopic;
import dev.footfall.event.EventMapping;
import dev.footfall.event.SenderPreset;
import dev.footfall.ingest.MessageFormat;
import dev.footfall.ingest.SchemaRegistry;
import dev.footfall.metric.Emit;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

  private static final Environment NOTHING_SET = new Environment(Map.of());

  private Path file = Path.of("settings.yaml");

  @BeforeEach
  void placeTheFile(@TempDir Path folder) {
    file = folder.resolve("settings.yaml");
  }

  @Test
  void everySettingIsReadAsWritten() throws IOException {
    write(
        """
        definitions: funnels
        source:
          kafka:
            servers: "kafka:9092"
            topics: [clicks, orders]
            start: 2026-11-21T10:00:00Z
            end: latest
            group: reports
            properties: {security.protocol: SASL_SSL, max.poll.records: 500}
          format: json
          preset: segment
        time: {max_disorder: 10s, idle_after: 2m, max_ahead: 5m, dedupe: 0s}
        emit: {mode: live, every: 1s}
        tables: tables/postgresql
        board:
          host: 0.0.0.0
          port: 9090
          database: "jdbc:postgresql://db/footfall"
          user: board
          password: "${BOARD_PASSWORD}"
          token: "${BOARD_TOKEN}"
          proxy_header: X-Forwarded-User
        """);

    assertThat(
            SettingsFile.read(
                file,
                new Environment(
                    Map.of("BOARD_PASSWORD", "hunter2", "BOARD_TOKEN", "0123456789abcdef"))))
        .isEqualTo(
            new Settings(
                new DefinitionFiles(file.resolveSibling("funnels").toString()),
                Settings.Source.of(
                    new Settings.Kafka(
                        "kafka:9092",
                        List.of("clicks", "orders"),
                        Optional.empty(),
                        "2026-11-21T10:00:00Z",
                        "latest",
                        new MessageFormat.Json(),
                        Map.of(
                            "security.protocol",
                            "SASL_SSL",
                            "max.poll.records",
                            "500",
                            "group.id",
                            "reports")),
                    SenderPreset.SEGMENT.mapping()),
                new Settings.Time(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Optional.of(Duration.ofMinutes(5)),
                    Duration.ZERO,
                    Optional.empty()),
                Emit.live(1000),
                file.resolveSibling("tables/postgresql"),
                new Settings.Board(
                    "0.0.0.0",
                    9090,
                    "jdbc:postgresql://db/footfall",
                    "board",
                    new Secret("hunter2"),
                    new Secret("0123456789abcdef"),
                    "X-Forwarded-User")));
  }

  @Test
  void whatIsNotSaidIsTheUsual() throws IOException {
    write(
        """
        definitions: /etc/funnels.yaml
        source: {kafka: {servers: "kafka:9092", topics: [clicks]}}
        tables: ../tables
        """);

    Settings settings = SettingsFile.read(file, NOTHING_SET);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                new DefinitionFiles("/etc/funnels.yaml"),
                Settings.Source.of(
                    new Settings.Kafka(
                        "kafka:9092",
                        List.of("clicks"),
                        Optional.empty(),
                        "earliest",
                        "none",
                        new MessageFormat.Json(),
                        Map.of()),
                    EventMapping.OWN),
                Settings.Time.LIVE,
                Emit.live(5000),
                file.resolveSibling("../tables").normalize(),
                Settings.Board.NONE));
    assertThat(settings.source().kafka().orElseThrow().group()).isEqualTo("footfall");
    assertThat(settings.source().isBounded()).isFalse();
  }

  @Test
  void avroNeedsARegistry() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source:
          kafka: {servers: "kafka:9092", topics: [clicks]}
          format: avro
          registry:
            url: "https://registry:8081/"
            user: footfall
            password: "${REGISTRY_PASSWORD}"
            patience: 1m
        time: {max_drift: 2h}
        tables: tables
        """);

    Settings settings =
        SettingsFile.read(file, new Environment(Map.of("REGISTRY_PASSWORD", "hunter2")));

    assertThat(settings.source().kafka().orElseThrow().format())
        .isEqualTo(
            new MessageFormat.Avro(
                new SchemaRegistry(
                    "https://registry:8081", "footfall", "hunter2", "", Duration.ofMinutes(1))));
    assertThat(settings.describe())
        .contains(
            "source: Kafka kafka:9092, topics [clicks], from earliest, Avro, schemas of"
                + " https://registry:8081, properties {}",
            "time: events may come 30s late or 1h early, a silent partition is waited for 1m, ids"
                + " are remembered for 1h, partitions keep within 2h");
    assertThat(settings.toString() + settings.source()).doesNotContain("hunter2");
  }

  @Test
  void whatIsWrongWithARegistryIsSaidAtOnce() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source:
          files: [a.jsonl]
          format: avro
          registry: {url: "https://ann:hunter2@registry", user: ann, token: hunter2, patince: 5m}
        time: {max_drift: 1h}
        tables: tables
        """);
    assertThat(problems())
        .containsExactly(
            "4:11: Avro is read from Kafka only; write json or csv, or read a topic",
            "5:19: the address of the registry holds a user, and would be printed; write user and"
                + " password beside it",
            "5:69: the registry is asked with \"token\" and with \"user\"; leave one of them out",
            "5:78: unknown key \"patince\" in \"registry\"; write \"patience\"",
            "6:19: parts of an input that ends do not wait for each other; leave \"max_drift\" out");

    write(
        """
        definitions: funnels.yaml
        source:
          kafka: {servers: "kafka:9092", topics: [clicks]}
          registry: {url: "registry:8081"}
        tables: tables
        """);
    assertThat(problems())
        .containsExactly(
            "4:13: only Avro has schemas in a registry; write format: avro, or leave \"registry\""
                + " out",
            "4:19: this is no address of a registry; write url: \"https://registry:8081\"");
  }

  @Test
  void whatKafkasConsumerWouldRefuseIsFoundBeforeItRuns() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source:
          kafka:
            servers: "kafka:9092"
            topics: [clicks]
            properties:
              security.protocol: SASL_SLL
              max.poll.records: many
              securty.protocol: SASL_SSL
              auto.offset.reset: latest
              bootstrap.servers: other:9092
              ssl.keystore.password:
              partition.discovery.interval.ms: 60000
              sasl.login.callback.handler.class: of.a.plug.in.Handler
              plug.in.region: eu
        tables: tables
        """);
    assertThat(problems())
        .containsExactly(
            "7:26: Kafka's consumer does not take \"SASL_SLL\" as security.protocol; write a value"
                + " of the type string: (case insensitive) [SASL_SSL, PLAINTEXT, SSL,"
                + " SASL_PLAINTEXT]",
            "8:25: Kafka's consumer does not take \"many\" as max.poll.records; write a value of"
                + " the type int: [1,...]",
            "9:7: Kafka's consumer knows no \"securty.protocol\"; write \"security.protocol\"",
            "10:7: the job sets \"auto.offset.reset\" itself; write start: beside"
                + " \"properties\"",
            "11:7: the job sets \"bootstrap.servers\" itself; write servers: beside"
                + " \"properties\"",
            "12:29: \"ssl.keystore.password\" is empty where one value is wanted; write"
                + " ssl.keystore.password: and its value");
  }

  @Test
  void filesAreFoundFromTheSettingsFolder() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source:
          files: [events/*.jsonl.gz, /data/clicks.csv, "s3://bucket/clicks"]
          map: {user: context.userId, time: ts}
        time: {max_disorder: 1h}
        emit: {mode: final}
        tables: tables
        """);

    Settings settings = SettingsFile.read(file, NOTHING_SET);

    assertThat(settings.source())
        .isEqualTo(
            Settings.Source.of(
                List.of(
                    file.resolveSibling("events/*.jsonl.gz").toString(),
                    "/data/clicks.csv",
                    "s3://bucket/clicks"),
                Optional.empty(),
                EventMapping.OWN.with("user", "context.userId").with("time", "ts")));
    assertThat(settings.time())
        .isEqualTo(
            new Settings.Time(
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Optional.empty(),
                Duration.ofHours(1),
                Optional.empty()));
    assertThat(settings.emit()).isEqualTo(Emit.FINAL);
    assertThat(settings.source().isBounded()).isTrue();
  }

  @Test
  void secretsAreNeverShown() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source:
          kafka:
            servers: "kafka:9092"
            topics: [clicks]
            properties:
              sasl.jaas.config: "login username=u password=hunter2;"
              ssl.keystore.password: hunter2
              ssl.keystore.key: "-----BEGIN PRIVATE KEY----- hunter2"
              basic.auth.user.info: "ann:hunter2"
              oauth.client.SECRET: hunter2
              sasl.oauthbearer.token: hunter2
              client.id: footfall-1
        tables: tables
        board:
          database: "jdbc:postgresql://db/footfall?sslmode=require&password=hunter2&ssl=true"
          user: board
          password: hunter2
        """);

    Settings settings = SettingsFile.read(file, NOTHING_SET);

    assertThat(settings.describe())
        .containsExactly(
            "definitions: " + file.resolveSibling("funnels.yaml"),
            "source: Kafka kafka:9092, topics [clicks], from earliest, JSON, properties"
                + " {basic.auth.user.info=(hidden), client.id=footfall-1, oauth.client.SECRET=(hidden),"
                + " sasl.jaas.config=(hidden), sasl.oauthbearer.token=(hidden),"
                + " ssl.keystore.key=(hidden), ssl.keystore.password=(hidden)}",
            "time: events may come 30s late or 1h early, a silent partition is waited for 1m, ids"
                + " are remembered for 1h",
            "emit: live, every 5s",
            "tables: " + file.resolveSibling("tables"),
            "board on 127.0.0.1:8080, database"
                + " jdbc:postgresql://db/footfall?sslmode=require&password=(hidden)&ssl=true, user"
                + " board, password (hidden)");
    assertThat(settings.toString()).doesNotContain("hunter2");
    assertThat(settings.source().toString()).doesNotContain("hunter2");
    assertThat(settings.board().toString()).doesNotContain("hunter2");
    assertThat(settings.board().password().value()).isEqualTo("hunter2");
  }

  @Test
  void aWrongValueFromTheEnvironmentIsNotShownEither() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source:
          kafka: {servers: "k:9092", topics: [clicks], start: "${SECRET}"}
          format: "${SECRET}"
          preset: "${SECRET}"
        time: {max_disorder: "${SECRET}"}
        tables: tables
        board: {database: "${SECRET}", port: "${SECRET}"}
        """);

    Problems problems = new Problems();
    SettingsFile.read(file, new Environment(Map.of("SECRET", "hunter2")), problems);

    assertThat(shown(problems))
        .containsExactly(
            "3:55: \"${SECRET}\" is no place to start; write committed, earliest, latest or a"
                + " moment such as 2026-11-21T10:00:00Z",
            "4:11: \"${SECRET}\" is no format; write json, csv or avro",
            "5:11: \"${SECRET}\" is no preset; write one of segment, posthog, ga4, snowplow, or"
                + " map: for another sender",
            "6:22: \"${SECRET}\" is not a duration; write 30m, 12h or 7d",
            "8:19: the board reads PostgreSQL only; write database:"
                + " \"jdbc:postgresql://db/footfall\"",
            "8:38: \"${SECRET}\" is no whole number from 0 to 65535; write port: 8080");
  }

  @Test
  void aNameThatStandsForNothingIsAProblem() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source: {kafka: {servers: "${HOST}:${PORT}", topics: [clicks]}}
        tables: tables
        board: {database: "jdbc:postgresql://db/footfall", password: "${PASSWORD}"}
        """);

    Problems problems = new Problems();
    SettingsFile.read(
        file, new Environment(Map.of("HOST", "kafka", "PASSWORD_FILE", "/nowhere")), problems);

    assertThat(shown(problems))
        .containsExactly(
            "2:27: ${PORT} is not set; set the environment variable PORT, or PORT_FILE to a file"
                + " that holds it",
            "4:62: ${PASSWORD} cannot be read from /nowhere, which PASSWORD_FILE names; name a"
                + " file that this user can read");
  }

  @Test
  void aNameThatIsNotSetIsToldOfOnceAndNotAsABadValueToo() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source: {kafka: {servers: "k:9092", topics: [clicks], start: "${START}"}}
        time: {max_disorder: "${DISORDER}"}
        tables: tables
        board: {database: "${DATABASE_URL}", port: "${PORT}"}
        """);

    assertThat(problems())
        .containsExactly(
            "2:62: ${START} is not set; set the environment variable START, or START_FILE to a file"
                + " that holds it",
            "3:22: ${DISORDER} is not set; set the environment variable DISORDER, or DISORDER_FILE"
                + " to a file that holds it",
            "5:19: ${DATABASE_URL} is not set; set the environment variable DATABASE_URL, or"
                + " DATABASE_URL_FILE to a file that holds it",
            "5:44: ${PORT} is not set; set the environment variable PORT, or PORT_FILE to a file"
                + " that holds it");
  }

  @Test
  void aNameIsFoundInTheFileThatItsFileVariableNames(@TempDir Path secrets) throws IOException {
    Path password = Files.writeString(secrets.resolve("password"), "hun$er\\2\n");
    write(
        """
        definitions: funnels.yaml
        board: {database: "jdbc:postgresql://db/footfall", password: "${PASSWORD}"}
        """);
    Environment environment = new Environment(Map.of("PASSWORD_FILE", password.toString()));

    assertThat(SettingsFile.readBoard(file, environment).board().password())
        .isEqualTo(new Secret("hun$er\\2"));
  }

  @Test
  void theBoardNeedsNeitherTheSourceNorItsSecrets() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source: {kafka: {servers: "${KAFKA}", topics: [clicks]}}
        board: {database: "jdbc:postgresql://db/footfall", user: board}
        """);

    assertThat(SettingsFile.readBoard(file, NOTHING_SET))
        .isEqualTo(
            new SettingsFile.BoardPart(
                new DefinitionFiles(file.resolveSibling("funnels.yaml").toString()),
                new Settings.Board(
                    "127.0.0.1",
                    8080,
                    "jdbc:postgresql://db/footfall",
                    "board",
                    Secret.NONE,
                    Secret.NONE,
                    "")));
  }

  @Test
  void aBoardThatOthersReachMustAskForSomething() throws IOException {
    write(
        """
        definitions: funnels.yaml
        board: {host: 0.0.0.0, database: "jdbc:postgresql://db/footfall"}
        """);
    assertThatThrownBy(() -> SettingsFile.readBoard(file, NOTHING_SET))
        .hasMessageContaining(
            "2:8: the board listens on 0.0.0.0, where others reach it, and asks for nothing; write"
                + " token: \"${BOARD_TOKEN}\", or proxy_header if a proxy in front lets readers in");
    write(
        """
        definitions: funnels.yaml
        board: {host: 0.0.0.0, database: "jdbc:postgresql://db/footfall", token: secret}
        """);
    assertThatThrownBy(() -> SettingsFile.readBoard(file, NOTHING_SET))
        .hasMessageContaining(
            "the board's token is shorter than 16 characters and would be guessed; give it one such"
                + " as openssl rand -hex 16 prints")
        .hasMessageNotContaining("secret");
  }

  @Test
  void definitionsMayBeInATopicOrATable() throws IOException {
    String rest =
        """
        source: {files: [a.jsonl]}
        tables: tables
        """;
    write(
        "definitions: {kafka: {servers: \"k:9092\", properties: {security.protocol: SSL}}}\n"
            + rest);
    assertThat(SettingsFile.read(file, NOTHING_SET).definitions())
        .isEqualTo(
            new DefinitionTopic(
                "k:9092", "footfall-definitions", Map.of("security.protocol", "SSL")));

    write(
        "definitions: {table: {database: \"jdbc:postgresql://db/f\", user: u, password: hunter2}}\n"
            + rest);
    Settings settings = SettingsFile.read(file, NOTHING_SET);
    assertThat(settings.definitions())
        .isEqualTo(
            new DefinitionTable("jdbc:postgresql://db/f", "u", "hunter2", "funnel_definitions"));
    assertThat(settings.toString()).doesNotContain("hunter2");

    write("definitions: {}\n" + rest);
    assertThat(problems())
        .containsExactly(
            "1:14: \"definitions\" has neither \"kafka\" nor \"table\"; write kafka: {servers:"
                + " \"kafka:9092\", topic: footfall-definitions}, or name a file or folder, as in"
                + " definitions: funnels.yaml");
  }

  @Test
  void everyProblemIsSaidAtOnce() throws IOException {
    write(
        """
        definitions: {kafka: {topic: footfall-definitions}}
        sauce: {}
        source:
          kafka: {topics: [a], topic_pattern: "[a", start: yesterday, columns: [a], parallel: 2}
          files: ["/data/*.jsonl.gz"]
          format: avro
          preset: mixpanel
          map: {usr: context.userId, time: [ts]}
        time: {max_disorder: 30, idle_after: 0s, max_ahead: soon}
        emit: {mode: batch, every: 5}
        board: {port: 80800, databse: x}
        """);

    assertThat(problems())
        .containsExactly(
            "1:1: the file has no \"tables\"; write tables: tables/postgresql",
            "1:22: \"kafka\" has no \"servers\"; write servers: \"kafka:9092\"",
            "2:1: unknown key \"sauce\" in the file; write \"source\"",
            "4:3: events come from \"kafka\" and from \"files\"; leave one of them out",
            "4:10: \"kafka\" has no \"servers\"; write servers: \"kafka:9092\"",
            "4:10: topics are given by \"topics\" and by \"topic_pattern\"; leave one of them out",
            "4:39: this is no regular expression: Unclosed character class; write topic_pattern:"
                + " \"clicks-.*\"",
            "4:52: \"yesterday\" is no place to start; write committed, earliest, latest or a"
                + " moment such as 2026-11-21T10:00:00Z",
            "4:72: Avro messages have no columns; write format: csv, or leave \"columns\" out",
            "4:77: unknown key \"parallel\" in \"kafka\"; the keys here are servers, topics,"
                + " topic_pattern, start, end, group, columns, properties",
            "6:11: Avro messages name their schema, and there is no \"registry\" that has it; write"
                + " registry: {url: \"https://registry:8081\"}",
            "7:11: \"mixpanel\" is no preset; write one of segment, posthog, ga4, snowplow, or map:"
                + " for another sender",
            "8:8: \"map\" cannot change a preset; leave \"preset\" or \"map\" out",
            "9:22: \"30\" has no unit; write 30s, 30m, 30h or 30d",
            "9:38: \"idle_after\" must be longer than zero; write 30m, 12h or 7d",
            "9:53: \"soon\" is not a duration; write 30m, 12h or 7d",
            "10:14: \"batch\" is no mode; write live or final",
            "10:28: \"5\" has no unit; write 5s, 5m, 5h or 5d",
            "11:8: \"board\" has no \"database\"; write database:"
                + " \"jdbc:postgresql://db/footfall\"",
            "11:15: \"80800\" is no whole number from 0 to 65535; write port: 8080",
            "11:22: unknown key \"databse\" in \"board\"; write \"database\"");
  }

  @Test
  void aSourceIsKafkaOrFilesAndMapsWhatCanBeMapped() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source: {format: csv, map: {usr: u, time: [ts], id:}}
        tables: tables
        """);
    assertThat(problems())
        .containsExactly(
            "2:9: \"source\" has neither \"kafka\" nor \"files\"; write kafka: {servers:"
                + " \"kafka:9092\", topics: [clicks]}",
            "2:29: unknown key \"usr\" in \"map\"; write \"user\"",
            "2:43: \"time\" is a list where one value is wanted; write time: and its value",
            "2:52: \"id\" is empty where one value is wanted; write id: and its value");
  }

  @Test
  void csvMessagesNeedColumns() throws IOException {
    write(
        """
        definitions: funnels.yaml
        source: {kafka: {servers: "k:9092", topics: []}, format: csv}
        tables: tables
        """);
    assertThat(problems())
        .containsExactly(
            "2:17: CSV messages have no header that names their columns; write columns: [event,"
                + " user, time]",
            "2:45: \"topics\" lists nothing; write topics: [clicks]");
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private List<String> problems() {
    Problems problems = new Problems();
    assertThat(SettingsFile.read(file, NOTHING_SET, problems)).isEmpty();
    return shown(problems);
  }

  /** The problems without the file's name. */
  private List<String> shown(Problems problems) {
    return problems.all().stream()
        .map(Problem::toString)
        .map(text -> text.substring(file.toString().length() + 1))
        .toList();
  }
}
