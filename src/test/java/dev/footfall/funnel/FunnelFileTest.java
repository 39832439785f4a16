package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Filter.Operand;
import dev.footfall.funnel.Filter.Operator;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.yaml.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunnelFileTest {

  @Test
  void aFunnelIsReadAsWritten() {
    String text =
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
                where: {amount: {gt: 0, lte: 1e6}, plan: {in: [pro, team]}, country: NL}
            within: 14d
            cohort: 1d
            breakdowns: [channel, variant]
            max_values: 50
        """;

    assertThat(FunnelFile.parse("funnels.yaml", text, Use.CONTINUOUS))
        .containsExactly(
            new Funnel(
                "trial",
                "Register → trial → purchase",
                List.of(
                    new Step("register", Selector.named("register"), false),
                    new Step("trial", Selector.named("trial_start"), true),
                    new Step(
                        "purchase",
                        new Selector(
                            Set.of("purchase", "renewal"),
                            List.of(
                                filter("amount", Operator.GT, "0"),
                                filter("amount", Operator.LTE, "1e6"),
                                filter("plan", Operator.IN, "pro", "team"),
                                filter("country", Operator.EQ, "NL"))),
                        false)),
                Within.of(Duration.ofDays(14)),
                Cohort.of(Duration.ofDays(1)),
                List.of("channel", "variant"),
                50,
                Funnel.USER,
                List.of(),
                Order.IN_ORDER,
                Set.of(),
                List.of(),
                Engine.AUTO,
                ZoneId.of("Asia/Shanghai")));
  }

  @Test
  void notesAreReadAndChangeNothingThatIsCounted() {
    String text =
        """
        time_zone: Asia/Shanghai
        funnels:
          - id: trial
            steps: [register, purchase]
            within: 14d
        """;
    FunnelFile.Content noted =
        FunnelFile.parseAll(
            List.of(
                new Declaration.Text(
                    "f.yaml",
                    text
                        + "    notes: [{at: 2026-03-01T09:00:00+08:00, text: The new form}, {at:"
                        + " 2026-03-02, text: A campaign}]\n")),
            Use.CONTINUOUS,
            new Problems());
    assertThat(noted.notes())
        .isEqualTo(
            Map.of(
                "trial",
                List.of(
                    new Note(Instant.parse("2026-03-01T01:00:00Z").toEpochMilli(), "The new form"),
                    new Note(Instant.parse("2026-03-01T16:00:00Z").toEpochMilli(), "A campaign"))));
    Funnel plain = FunnelFile.parse("f.yaml", text, Use.CONTINUOUS).get(0);
    assertThat(noted.funnels()).containsExactly(plain);
    assertThat(noted.funnels().get(0).version(1)).isEqualTo(plain.version(1));
  }

  private static Filter filter(String property, Operator operator, String... operands) {
    return new Filter(property, operator, List.of(operands).stream().map(Operand::of).toList());
  }
}
