package dev.footfall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.job.Environment;
import dev.footfall.job.ProductionJob;
import dev.footfall.job.Settings;
import dev.footfall.job.SettingsFile;
import dev.footfall.table.postgresql.Schema;
import dev.footfall.testing.RealKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From the table of rejected events, through an editor, into the topic again. */
class ReplayCommandTest {

  @TempDir private static Path shared;
  private static EmbeddedDatabase database;
  private static RealKafka kafka;

  @TempDir private Path folder;

  private String settings = "";
  private String topic = "";

  /** What a command left behind on standard error, and its exit status. */
  private record Outcome(int status, String err) {}

  @BeforeAll
  static void start() throws Exception {
    kafka = RealKafka.shared();
    database = EmbeddedDatabases.startIn(shared);
    EmbeddedDatabase.Access owner = database.owner();
    Schema.bringUpToDate(owner.url(), owner.user(), owner.password());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void fillTheTable() throws Exception {
    ask("delete from rejected_events");
    ask(
        """
        insert into rejected_events (place, reason, detail, raw, size, seen_at) values
          ('clicks/0@1', 'no_user', 'no user', '{"event":"pay","time":1000}', 27, '2026-11-20T10:00'),
          ('clicks/0@2', 'no_user', 'no user', '{"event":"pay","time":2000}', 27, '2026-11-21T10:00'),
          ('clicks/0@3', 'not_utf8', 'byte 1', '\\xff00', 2, '2026-11-21T10:00'),
          ('clicks/0@4', 'too_long', 'long', '{"event"', 2000000, '2026-11-21T10:00'),
          ('clicks/0@5', 'empty', 'nothing', '', 0, '2026-11-21T10:00')
        """);
  }

  @BeforeEach
  void writeSettings(TestInfo test) throws Exception {
    topic = kafka.topic("replay-" + test.getTestMethod().orElseThrow().getName(), 1);
    settings =
        write(
            "settings.yaml",
            """
            definitions: funnels.yaml
            source:
              kafka:
                servers: "%s"
                topics: [clicks, %s]
                properties:
                  security.protocol: SASL_PLAINTEXT
                  sasl.mechanism: PLAIN
                  sasl.jaas.config: "${LOGIN}"
                  max.poll.records: 10
            tables: %s
            """
                .formatted(
                    kafka.guardedServers(),
                    topic,
                    Path.of("src/main/resources/dev/footfall/table/postgresql").toAbsolutePath()));
  }

  @Test
  void whatWasRejectedIsTakenOutAsLinesToBeRepaired() throws Exception {
    Path file = folder.resolve("rejected.jsonl");
    Outcome all = replay(settings, "--take", file.toString());
    assertThat(all.err())
        .isEqualTo(
            """
            3 rejected events taken to %s
            1 left out: there is nothing in them
            1 left out: only their beginning was kept; take them from where they were read: clicks/0@4
            """
                .formatted(file));
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"place\":\"clicks/0@1\",\"reason\":\"no_user\",\"detail\":\"no user\",\"size\":27,"
                + "\"raw\":\"{\\\"event\\\":\\\"pay\\\",\\\"time\\\":1000}\"}",
            "{\"place\":\"clicks/0@2\",\"reason\":\"no_user\",\"detail\":\"no user\",\"size\":27,"
                + "\"raw\":\"{\\\"event\\\":\\\"pay\\\",\\\"time\\\":2000}\"}",
            "{\"place\":\"clicks/0@3\",\"reason\":\"not_utf8\",\"detail\":\"byte 1\",\"size\":2,"
                + "\"raw_base64\":\"/wA=\"}");

    assertThat(replay(settings, "--take", file.toString()))
        .isEqualTo(new Outcome(2, "--take: " + file + " is there already; name another file\n"));

    Path other = folder.resolve("other.jsonl");
    Outcome some =
        replay(
            settings,
            "--take",
            other.toString(),
            "--reason",
            "no_user",
            "--reason",
            "no_time",
            "--since",
            "2026-11-21T10:00:00Z");
    assertThat(some.err()).isEqualTo("1 rejected events taken to " + other + "\n");
    assertThat(Files.readAllLines(other)).singleElement().asString().contains("clicks/0@2");
  }

  @Test
  void whatIsRepairedIsSentByTheConsumersLoginWithThePlaceItHad() throws Exception {
    long began = System.currentTimeMillis();
    String event = "{\"event\":\"pay\",\"user\":\"ann\",\"time\":1000}";
    String file =
        write(
            "repaired.jsonl",
            "{\"place\":\""
                + topic
                + "/0@1\",\"size\":27,\"raw\":"
                + quoted(event)
                + "}\n\n"
                + "{\"raw_base64\":\"eyJldmVudCI6ImEiLCJ1c2VyIjoiYiIsInRpbWUiOjF9\"}\n");

    Outcome sent = replay(settings, "--send", file, "--topic", topic);

    assertThat(sent)
        .isEqualTo(
            new Outcome(
                0,
                "2 events sent to "
                    + topic
                    + "\nThose behind the watermark go to late_events; 'run --backfill' counts them"
                    + " in.\n"));
    List<ConsumerRecord<byte[], byte[]>> there = kafka.read(topic);
    assertThat(there)
        .extracting(
            record -> new String(record.key(), UTF_8) + " " + new String(record.value(), UTF_8))
        .containsExactly("ann " + event, "b {\"event\":\"a\",\"user\":\"b\",\"time\":1}");
    assertThat(new String(there.get(0).headers().lastHeader("footfall-replay").value(), UTF_8))
        .isEqualTo(topic + "/0@1");
    assertThat(there)
        .allSatisfy(
            record -> assertThat(record.timestamp()).isBetween(began, System.currentTimeMillis()));
  }

  @Test
  void anEventGoesBackToItsTopicUnlessToldOtherwise() throws Exception {
    String event = quoted("{\"event\":\"pay\",\"user\":\"ann\",\"time\":1000}");
    String file =
        write("repaired.jsonl", "{\"place\":\"" + topic + "/0@1\",\"raw\":" + event + "}\n");
    assertThat(replay(settings, "--send", file).status()).isZero();
    assertThat(kafka.read(topic)).hasSize(1);
  }

  @Test
  void ifOneLineWouldBeRejectedAgainNoneIsSent() throws Exception {
    String right = quoted("{\"event\":\"pay\",\"user\":\"ann\",\"time\":1000}");
    String nobody = quoted("{\"event\":\"pay\",\"time\":1000}");
    String tomorrow =
        quoted("{\"event\":\"pay\",\"user\":\"ann\",\"time\":\"2099-01-01T00:00:00Z\"}");
    String file =
        write(
            "repaired.jsonl",
            String.join(
                "\n",
                "{\"place\":\"" + topic + "/0@1\",\"raw\":" + right + "}",
                "{\"place\":\"" + topic + "/0@2\",\"raw\":" + nobody + "}",
                "{\"place\":\"" + topic + "/0@3\",\"raw\":" + tomorrow + "}",
                "{\"place\":\"" + topic + "/0@4\",\"size\":9000,\"raw\":" + right + "}",
                "{\"place\":\"" + topic + "/0@1\",\"raw\":" + right + "}",
                "{\"place\":\"a.jsonl:5\",\"raw\":" + right + "}",
                "{\"place\":\"" + topic + "/0@5\"}",
                "{\"place\":"));
    assertThat(replay(settings, "--send", file))
        .isEqualTo(
            new Outcome(
                2,
                """
                %1$s:2:1: this would be rejected again, as no_user: "user" is missing or empty; repair it, or leave it out
                %1$s:3:1: this would be rejected again, as too_early: its time is 2099-01-01T00:00:00Z; repair it, or send it when that time has come
                %1$s:4:1: of this event only the first 8,192 bytes were kept; take all of it from %2$s/0@4, and take "size" out of the line
                %1$s:5:1: %2$s/0@1 stands in this file twice; leave one of them out
                %1$s:6:1: the settings read no topic in which "a.jsonl:5" could be; say with --topic where it is to go
                %1$s:7:1: the line has no event to send; write it as text in "raw", or in "raw_base64", and not in both
                %1$s:8:1: this is not JSON: Unexpected end-of-input within/between Object entries; mend the line
                """
                    .formatted(file, topic)));
    assertThat(kafka.read(topic)).isEmpty();
  }

  @Test
  void whatWasRejectedIsCountedByABackfillOnceItIsRepaired() throws Exception {
    write("funnels.yaml", "funnels: [{id: shop, steps: [browse, pay], within: 1h, cohort: 1h}]");
    writeTables();
    String job =
        write(
            "job.yaml",
            """
            definitions: funnels.yaml
            source: {kafka: {servers: "%s", topics: [%s], end: latest}}
            tables: tables
            """
                .formatted(kafka.servers(), topic));
    kafka.send(
        List.of(
            RealKafka.record(
                topic,
                0,
                "{\"event\":\"browse\",\"user\":\"ann\",\"time\":\"2026-11-20T10:00:00Z\"}"
                    .getBytes(UTF_8)),
            RealKafka.record(
                topic,
                0,
                "{\"event\":\"pay\",\"usr\":\"ann\",\"time\":\"2026-11-20T10:30:00Z\"}"
                    .getBytes(UTF_8))));
    Settings read = SettingsFile.read(Path.of(job), new Environment(Map.of()));
    ProductionJob.runHere(read, new Configuration(), counts -> {});
    assertThat(asked("select unit || ' ' || furthest || ' ' || outcome from journeys"))
        .isEqualTo("ann 1 dropped");

    String rejected = folder.resolve("rejected.jsonl").toString();
    assertThat(replay(job, "--take", rejected, "--since", "2026-11-22T00:00:00Z").err())
        .startsWith("1 rejected events taken");
    String repaired =
        write("repaired.jsonl", Files.readString(Path.of(rejected)).replace("usr", "user"));
    assertThat(replay(job, "--send", repaired).status()).isZero();

    ProductionJob.backfillHere(
        read,
        new Configuration(),
        Optional.of(Instant.parse("2026-11-21T00:00:00Z")),
        counts -> {});
    assertThat(asked("select unit || ' ' || furthest || ' ' || outcome from journeys"))
        .isEqualTo("ann 2 converted");
  }

  /** The shipped tables, with the database written into them. */
  private void writeTables() throws Exception {
    EmbeddedDatabase.Access owner = database.owner();
    Files.createDirectory(folder.resolve("tables"));
    for (String table : List.of("journeys", "rejected_events")) {
      String shipped =
          Files.readString(
              Path.of("src/main/resources/dev/footfall/table/postgresql/" + table + ".sql"));
      write(
          "tables/" + table + ".sql",
          shipped
              .replace("${DATABASE_URL}", owner.url())
              .replace("${DATABASE_USER}", owner.user())
              .replace("${DATABASE_PASSWORD}", owner.password()));
    }
  }

  private static String asked(String sql) throws Exception {
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void repairedEventsMayBecomeLinesOfAFile() throws Exception {
    String event = "{\"event\":\"pay\",\"user\":\"ann\",\"time\":1000}";
    String file = write("repaired.jsonl", "{\"raw\":" + quoted(event) + "}\n");
    Path lines = folder.resolve("events.jsonl");
    Outcome written = replay(settings, "--send", file, "--out", lines.toString());
    assertThat(written).isEqualTo(new Outcome(0, "1 events written to " + lines + "\n"));
    assertThat(lines).hasContent(event);
  }

  @Test
  void whatDoesNotGoTogetherIsBadUsage() throws Exception {
    Outcome wrong = replay(settings, "--take", "a", "--topic", "b");
    assertThat(wrong)
        .isEqualTo(new Outcome(2, "--topic, --out, --producer: go with --send; leave them out\n"));
    assertThat(replay(settings, "--send", "a", "--reason", "b").err())
        .isEqualTo("--reason, --since: go with --take; leave them out\n");
    assertThat(replay(settings, "--take", "a", "--since", "b").err())
        .isEqualTo("--since: \"b\" is not a time; write 2026-11-21T10:00:00Z\n");
    assertThat(replay(settings, "--take", "a", "--reason", "nouser").err())
        .isEqualTo("--reason: nothing is rejected as \"nouser\"; write no_user\n");
    Files.createDirectory(folder.resolve("files"));
    write(
        "files/rejected_events.sql",
        "CREATE TABLE rejected_events (place STRING) WITH ('connector' = 'print')");
    String other =
        write(
            "other.yaml",
            """
            definitions: funnels.yaml
            source: {files: [a.jsonl]}
            tables: files
            """);
    assertThat(replay(other, "--take", "a").err())
        .startsWith("rejected_events is written by 'print', and only PostgreSQL is read; ");
  }

  private static String quoted(String json) {
    return '"' + json.replace("\"", "\\\"") + '"';
  }

  private String write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Outcome replay(String... arguments) {
    EmbeddedDatabase.Access owner = database.owner();
    Map<String, String> variables = new HashMap<>();
    variables.put("DATABASE_URL", owner.url());
    variables.put("DATABASE_USER", owner.user());
    variables.put("DATABASE_PASSWORD", owner.password());
    variables.put(
        "LOGIN",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(RealKafka.USER, RealKafka.PASSWORD));
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new ReplayCommand(new Environment(variables)));
    command.setErr(new PrintWriter(err, true));
    command.setExecutionExceptionHandler(Footfall::explain);
    int status = command.execute(arguments);
    return new Outcome(status, err.toString());
  }

  private static void ask(String sql) throws Exception {
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
