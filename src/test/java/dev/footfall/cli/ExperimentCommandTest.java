package dev.footfall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An experiment judged on the command line. */
class ExperimentCommandTest {

  private static final Path COOKIE_CATS = Path.of("..", "shared", "data", "cookie_cats.csv.gz");

  @TempDir private Path folder;

  @Test
  void countsAreJudged() {
    assertThat(judge("a=300/3000", "b=450/3000"))
        .isEqualTo(
            """
            a: 300 of 3,000, 10.00 % (8.98 to 11.13; at every look 8.41 to 11.74), the control
            b: 450 of 3,000, 15.00 % (13.77 to 16.32; at every look 13.08 to 17.04)
            split: as it should be (p 1.0000 at every look, 1.0000 at this one alone)

            b: winner. More convert than with the control.
              difference          +5.00 points; at every look +2.41 to +7.59, p < 0.0001
              this look alone     +3.33 to +6.67 points, p < 0.0001: only if nobody looked before
              lift                +50.00 %; at every look +21.31 to +85.48
              if you must choose  better with a chance of 100.00 %; on average lost by this one 0.00 points, by the control 5.00
            """);
  }

  @Test
  void oneLookMayNotSayWhatIsNotSaidToWhoWatches() {
    assertThat(judge("a=120/1000", "b=150/1000", "--planned", "2000"))
        .contains("b: undecided. Nothing can be said yet.\n")
        .contains("p 0.0496: only if nobody looked before");
    assertThat(judge("a=120/1000", "b=150/1000"))
        .contains("b: undecided. Nothing can be said yet; it needs about 3,000 more units.\n");
  }

  @Test
  void aBrokenSplitIsSaidInsteadOfAWinner() {
    assertThat(judge("a=300/3000", "b=600/4000"))
        .contains("split: NOT as it should be")
        .contains("b: sample ratio mismatch. The units are not split as they should be");
    assertThat(judge("a=300/3000", "b=600/4000", "--shares", "a=3,b=4")).contains("b: winner.");
  }

  @Test
  void aFileMayHoldOneLookOrSeveral() throws IOException {
    Path one = write("one.csv", "variant,conversions,units\nb,450,3000\na,300,3000\n");
    assertThat(judge("--counts", one.toString(), "--control", "a"))
        .contains("b: winner.")
        .contains("at every look +2.41 to +7.59");
    // The winner of the first look stays one, though the difference melted.
    Path several =
        write(
            "several.csv",
            """
            look,variant,conversions,units
            mon,a,300,3000
            mon,b,450,3000
            tue,a,900,6000
            tue,b,900,6000
            """);
    assertThat(judge("--counts", several.toString()))
        .contains("b: 900 of 6,000")
        .contains("b: winner.");
  }

  @Test
  void aFileMayHoldALineAUnit() throws IOException {
    StringBuilder lines = new StringBuilder("user,variant,converted\n");
    for (int user = 0; user < 400; user++) {
      lines.append(user).append(user % 2 == 0 ? ",a," : ",b,").append(user % 5 == 0).append('\n');
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("units.csv.gz"), bytes.toByteArray());
    assertThat(judge("--units", file.toString()))
        .startsWith("a: 40 of 200, 20.00 %")
        .contains("b: 40 of 200, 20.00 %");
  }

  @Test
  void everyFigureIsThereForPrograms() throws IOException {
    List<JsonNode> variants =
        judge("a=0/10", "b=3/10", "--format", "json")
            .lines()
            .map(ExperimentCommandTest::json)
            .toList();
    assertThat(variants).hasSize(2);
    assertThat(variants.get(0).get("verdict").asText()).isEqualTo("control");
    JsonNode b = variants.get(1);
    assertThat(b.get("verdict").asText()).isEqualTo("collecting");
    assertThat(b.get("rate").asDouble()).isEqualTo(0.3);
    assertThat(b.get("lift").isNull()).isTrue();
    assertThat(b.get("difference_lower").isNull()).isTrue();
    assertThat(b.get("method").asInt()).isEqualTo(1);
  }

  @Test
  void anExperimentIsPlanned() {
    assertThat(judge("plan", "--baseline", "0.1", "--effect", "0.02", "--per-day", "500"))
        .isEqualTo(
            """
            From 10.00 % to 12.00 %, found with a chance of 80.00 %, alpha 0.05:
              one look at the end  3,841 units a variant, 7,682 in all: 16 days, and the time that the last have
              watched              7,356 units a variant, 14,712 in all: 30 days, and the time that the last have
            """);
    assertThat(judge("plan", "--baseline", "0.1", "--units", "14712"))
        .contains("watched              12.00 % and more: 2.00 points, a lift of 20.00 %");
  }

  /** 200 units an arm; b's bring 3 more, and what they brought before tells most of the rest. */
  private Path revenues() throws IOException {
    StringBuilder lines = new StringBuilder("user,variant,revenue,before,visits\n");
    for (int user = 0; user < 400; user++) {
      boolean isB = user % 2 == 1;
      int before = user * 37 % 101;
      double revenue = before + user % 7 + (isB ? 3 : 0);
      lines.append(
          "%d,%s,%s,%d,%d\n".formatted(user, isB ? "b" : "a", revenue, before, 1 + user % 3));
    }
    return write("revenue.csv", lines.toString());
  }

  @Test
  void whatUnitsBroughtIsJudgedByItsMean() throws IOException {
    String file = revenues().toString();
    assertThat(judge("--units", file, "--value", "revenue"))
        .startsWith("a: 200 units, mean 53.095 (median 53, 90 % up to 93.1), the control\n")
        .contains("b: undecided. Nothing can be said yet.\n");
    assertThat(judge("--units", file, "--value", "revenue", "--before", "before"))
        .contains("b: winner. The mean is higher than with the control.\n");
    List<JsonNode> ratios =
        judge("--units", file, "--value", "revenue", "--per", "visits", "--format", "json")
            .lines()
            .map(ExperimentCommandTest::json)
            .toList();
    assertThat(ratios.get(0).get("mean").asDouble()).isEqualTo(26.5475, Offset.offset(1e-9));
    assertThat(ratios.get(1).get("verdict").asText()).isEqualTo("undecided");
    assertThat(ratios.get(1).get("difference_lower").asDouble()).isNegative();
  }

  @Test
  void anExperimentOfValuesIsPlanned() {
    assertThat(judge("plan", "--deviation", "30", "--effect", "1.5"))
        .isEqualTo(
            """
            1.5 more or less, with a deviation of 30, found with a chance of 80.00 %, alpha 0.05:
              one look at the end  6,280 units a variant, 12,560 in all
              watched              12,024 units a variant, 24,048 in all
            """);
    assertThat(judge("plan", "--deviation", "30", "--units", "12560"))
        .contains("one look at the end  1.49989 and more");
  }

  @Test
  void whatCannotBeIsSaidWithWhatToWrite() throws IOException {
    assertThat(problem()).startsWith("give counts in one way");
    assertThat(problem("a=1/10"))
        .isEqualTo("an experiment has two variants at least, as in a=120/1000 b=150/1000");
    assertThat(problem("a=1/10", "b"))
        .isEqualTo("b: write a variant's conversions and units as in a=120/1000");
    assertThat(problem("a=10/1", "b=1/10"))
        .isEqualTo("a=10/1: more conversions than units; write the conversions first");
    assertThat(problem("a=1/10", "a=1/10"))
        .isEqualTo("a=1/10: the variant comes twice; leave one of them out");
    assertThat(problem("a=1/10", "b=1/10", "--control", "c"))
        .isEqualTo("--control: there is no variant c; write one of a, b");
    assertThat(problem("a=1/10", "b=1/10", "--shares", "a=1"))
        .isEqualTo("--shares: write a number above 0 for each of a, b");
    assertThat(problem("a=1/10", "b=1/10", "--alpha", "5"))
        .isEqualTo("--alpha: write a number above 0 and below 0.5");
    Path file = write("bad.csv", "variant,conversions,units\na,1,x\n");
    assertThat(problem("--counts", file.toString()))
        .isEqualTo(file + ":2: conversions and units are whole numbers; write 120 and 1000");
    assertThat(problem("--units", file.toString()))
        .isEqualTo(
            file + ":1: there is no column \"converted\"; name one of variant, conversions, units");
    assertThat(problem("--counts", "nowhere.csv")).startsWith("nowhere.csv: cannot be read as CSV");
    assertThat(problem("plan", "--baseline", "0.1")).isEqualTo("write either --effect, or --units");
    assertThat(problem("plan", "--effect", "0.1"))
        .isEqualTo("write either --baseline, or --deviation");
    assertThat(problem("a=1/10", "b=1/10", "--value", "revenue")).startsWith("--value: a number");
    String units = write("units.csv", "variant,revenue\na,1\na,2\nb,much\n").toString();
    assertThat(problem("--units", units, "--per", "x"))
        .isEqualTo("--per and --before go with --value; write --value COLUMN, too");
    assertThat(problem("--units", units, "--value", "revenue"))
        .isEqualTo(
            units
                + ":4: \"much\" is no number; write one like 12.5, and 0 for a unit that brought"
                + " nothing");
    assertThat(problem("plan", "--baseline", "0.1", "--effect", "0.95"))
        .isEqualTo("--effect: from 0.1 by 0.95 is no other rate; write points above 0, as in 0.02");
  }

  /** The figures are those that R gives: prop.test and chisq.test, without correction. */
  @Test
  void aGameOfCatsIsJudgedAsItShouldHaveBeen() {
    assumeTrue(Files.exists(COOKIE_CATS), "data beside the checkout");
    String[] arguments = {
      "--units", COOKIE_CATS.toString(),
      "--by", "test_version",
      "--converted", "retention_7",
      "--planned", "90000"
    };
    assertThat(judge(arguments))
        .contains("gate_30: 8,502 of 44,700, 19.02 %")
        .contains("gate_40: 8,279 of 45,489, 18.20 %")
        .contains(
            "split: doubtful; chance alone is seldom so uneven (p 0.3145 at every look, 0.0086")
        .contains("gate_40: loser.");
    String[] asJson = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    asJson[arguments.length] = "--format";
    asJson[arguments.length + 1] = "json";
    assertThat(
            judge(
                "--units",
                COOKIE_CATS.toString(),
                "--by",
                "test_version",
                "--value",
                "sum_gamerounds"))
        .contains("gate_30: 44,700 units, mean 52.4563 (median 17, 90 % up to 135), the control")
        .contains("gate_40: undecided.");
    JsonNode gate = json(judge(asJson).lines().toList().get(1));
    assertThat(gate.get("z_this_look").asDouble()).isEqualTo(-3.1644, Offset.offset(5e-5));
    assertThat(gate.get("p_this_look").asDouble()).isEqualTo(0.0015542, Offset.offset(5e-8));
    assertThat(gate.get("split_p_this_look").asDouble()).isEqualTo(0.008608, Offset.offset(5e-7));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static JsonNode json(String line) {
    try {
      return JsonMapper.builder().build().readTree(line);
    } catch (IOException noJson) {
      throw new IllegalStateException(line, noJson);
    }
  }

  private static String judge(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = run(out, err, arguments);
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    return out.toString();
  }

  private static String problem(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(run(out, err, arguments)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    return err.toString().strip();
  }

  private static int run(StringWriter out, StringWriter err, String... arguments) {
    CommandLine command = new CommandLine(new ExperimentCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (failure, its, parsed) -> {
          its.getErr().println(failure.getMessage());
          return failure instanceof BadUsage ? 2 : 1;
        });
    return command.execute(arguments);
  }
}
