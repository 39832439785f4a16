package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunnelFileRobustnessTest {

  private static final String VALID =
      """
      time_zone: Asia/Shanghai
      funnels:
        - id: trial
          title: Register → trial → purchase
          steps:
            - register
            - {name: trial, event: trial_start, optional: true}
            - name: purchase
              event: [purchase, renewal]
              where: {amount: {gt: 0}, plan: {in: [pro, team]}, page: {matches: "^/a"}}
          within: 14d
          cohort: 1d
          breakdowns: [channel, variant]
        - id: shop
          steps: [browse, cart, pay]
          within: 1h
          cohort: 6h
          unit: account_id
          hold: [item_id]
          order: strict
          ignore: [heartbeat]
          exclude: [{event: refund, after: cart, before: pay}]
          engine: auto
          max_values: 20
      """;

  private static final String PIECES = "{}[]:,-#&*!|>'\"%@`? \n\t\\0az\u0000\uD83D\uDE00\uFEFF";

  @Test
  void whateverIsWrittenIsFunnelsOrProblemsWithAPlaceInTheFile() {
    Random random = new Random(11);
    int lines = (int) VALID.lines().count();
    int valid = 0;
    for (int i = 0; i < 5_000; i++) {
      String text = spoilt(random);
      try {
        FunnelFile.parse("f.yaml", text, Use.CONTINUOUS);
        valid++;
      } catch (InvalidDefinitions invalid) {
        assertThat(invalid.problems()).isNotEmpty().allMatch(problem -> isWithin(problem, lines));
      }
    }
    // A test that spoils everything, or nothing, would prove little.
    assertThat(valid).isBetween(100, 4_900);
  }

  private static boolean isWithin(Problem problem, int lines) {
    return problem.position().line() >= 1
        && problem.position().line() <= lines + 10
        && problem.position().column() >= 1
        && !problem.what().isBlank()
        && !problem.instead().isBlank()
        && !problem.toString().contains("\n");
  }

  /** The valid text with one to three pieces put in, cut out or changed. */
  private static String spoilt(Random random) {
    StringBuilder text = new StringBuilder(VALID);
    for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      char piece = PIECES.charAt(random.nextInt(PIECES.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, piece);
        case 1 -> text.setCharAt(at, piece);
        default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 12)));
      }
    }
    return text.toString();
  }

  @Test
  void aFileThatIsNamedTwiceIsReadOnce(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("funnels.yaml"), VALID);
    Path same = folder.resolve(".").resolve("funnels.yaml");

    assertThat(FunnelFile.read(List.of(file, folder, same), Use.CONTINUOUS))
        .extracting(Funnel::id)
        .containsExactly("trial", "shop");
  }
}
