package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckFilesTest {

  private static final Environment NOTHING_SET = new Environment(Map.of());

  private Path folder = Path.of("");

  @BeforeEach
  void use(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void validFunnelsAreToldInPlainWords() throws IOException {
    Path shop = write("shop.yaml", "funnels: [{id: shop, steps: [browse, pay], within: 1h}]");
    Path signups =
        write("signups.yml", "funnels: [{id: signups, steps: [a, b], within: none, cohort: 7d}]");

    assertThat(CheckFiles.check(List.of(signups, shop), NOTHING_SET))
        .isEqualTo(
            new CheckFiles.Report(
                List.of(),
                List.of(),
                List.of(
                    "signups: Users who did \"a\", then \"b\", counted once per week (UTC) of entry. For"
                        + " bounded input only: a continuous job cannot remember that long.",
                    "shop: Users who did \"browse\", then \"pay\" within 1 hour of \"browse\", counted once per day"
                        + " (UTC) of entry.")));
  }

  @Test
  void everyProblemOfEveryFileIsFoundAtOnce() throws IOException {
    Path one = write("one.yaml", "funnels: [{id: shop, steps: [], within: 1h}]");
    Path two = write("two.yaml", "funnels: [{id: shop, steps: [a, b], within: 1x}]");
    Path three = write("three.yaml", "tables: tables\nfunels: []\n");
    Path broken = write("broken.yaml", "funnels: [");
    Path missing = folder.resolve("missing.yaml");

    CheckFiles.Report report =
        CheckFiles.check(List.of(one, two, three, broken, missing), NOTHING_SET);

    assertThat(report.isValid()).isFalse();
    assertThat(shown(report))
        .containsExactly(
            "broken.yaml:1:11: the file ends before this is complete; close it with ] or }",
            "missing.yaml:1:1: there is no such file; name a file that is there",
            "one.yaml:1:29: \"steps\" lists nothing; write steps: [browse, cart, pay]",
            "three.yaml:1:1: the file has no \"definitions\"; write definitions: funnels.yaml",
            "three.yaml:1:1: the file has no \"source\"; write source: {kafka: {servers:"
                + " \"kafka:9092\", topics: [clicks]}}",
            "three.yaml:2:1: unknown key \"funels\" in the file; the keys here are definitions,"
                + " source, time, emit, tables, board",
            "two.yaml:1:16: funnel \"shop\" is already declared at one.yaml:1:16; give one of them"
                + " another id",
            "two.yaml:1:45: \"1x\" is not a duration; write 30m, 12h or 7d");
  }

  @Test
  void aFolderOfDefinitionsIsReadByName() throws IOException {
    write("b.yaml", "funnels: [{id: b, steps: [x, y], within: 1h}]");
    write("a.yml", "funnels: [{id: a, steps: [x, y], within: 1h}]");
    write(".hidden.yaml", "nonsense");
    write("notes.txt", "nonsense");

    assertThat(CheckFiles.check(List.of(folder), NOTHING_SET).summary())
        .containsExactly(
            "a: Users who did \"x\", then \"y\" within 1 hour of \"x\", counted once per day (UTC) of entry.",
            "b: Users who did \"x\", then \"y\" within 1 hour of \"x\", counted once per day (UTC) of entry.");
  }

  @Test
  void settingsAreCheckedWithTheFunnelsAndTheTablesTheyName() throws IOException {
    Files.createDirectory(folder.resolve("tables"));
    Path late = write("tables/late.sql", "CREATE TABLE late_events (event STRING) WITH ()");
    write("funnels.yaml", "funnels: [{id: shop, steps: [a, b], within: none}]");
    Path live =
        write(
            "live.yaml",
            """
            definitions: funnels.yaml
            source: {kafka: {servers: "k:9092", topics: [clicks]}}
            tables: tables
            """);
    Path files =
        write(
            "files.yaml",
            """
            definitions: funnels.yaml
            source: {files: [clicks.jsonl]}
            tables: tables
            """);

    assertThat(shown(CheckFiles.check(List.of(live), NOTHING_SET)))
        .containsExactly(
            "funnels.yaml:1:45: \"within: none\" is for bounded input only; write 366d or less",
            "tables/late.sql:1:41: Table options do not contain an option key 'connector' for"
                + " discovering a connector; write it like those that come with Footfall, in"
                + " target/dist/tables");

    Files.writeString(late, "CREATE TABLE late_events (event STRING) WITH ('connector' = 'print')");
    assertThat(CheckFiles.check(List.of(files), NOTHING_SET))
        .isEqualTo(
            new CheckFiles.Report(
                List.of(),
                List.of(),
                List.of(
                    "definitions: " + folder.resolve("funnels.yaml"),
                    "source: files [" + folder.resolve("clicks.jsonl") + "]",
                    "time: events may come 30s late, ids are remembered for 1h",
                    "emit: live, every 5s",
                    "tables: " + folder.resolve("tables"),
                    "rows: not written: funnel_steps, funnel_times, journeys, rejected_events,"
                        + " funnel_versions, job_progress, experiment_verdicts, experiment_steps,"
                        + " experiment_times, report_figures, unit_next, alerts; written once: late_events",
                    "shop: Users who did \"a\", then \"b\", counted once per day (UTC) of entry. For bounded"
                        + " input only: a continuous job cannot remember that long.")));
  }

  @Test
  void settingsOfTheBoardAloneNeedNoSource() throws IOException {
    write("funnels.yaml", "funnels: [{id: shop, steps: [a, b], within: 1h}]");
    Path board =
        write(
            "board.yaml",
            """
            definitions: funnels.yaml
            board: {database: "jdbc:postgresql://db/footfall"}
            """);

    assertThat(CheckFiles.check(List.of(board), NOTHING_SET))
        .isEqualTo(
            new CheckFiles.Report(
                List.of(),
                List.of(),
                List.of(
                    "board on 127.0.0.1:8080, database jdbc:postgresql://db/footfall, user (none),"
                        + " password (none)",
                    "shop: Users who did \"a\", then \"b\" within 1 hour of \"a\", counted once per day (UTC) of"
                        + " entry.")));
  }

  @Test
  void anEmptyFolderHasNoDefinitions() {
    assertThat(CheckFiles.check(List.of(folder), NOTHING_SET).problems())
        .extracting(Problem::toString)
        .containsExactly(
            folder + ":1:1: the folder has no .yaml and no .yml file; put the definitions there");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The problems, with files by their names alone. */
  private List<String> shown(CheckFiles.Report report) {
    return report.problems().stream()
        .map(problem -> problem.toString().replace(folder + "/", ""))
        .toList();
  }
}
