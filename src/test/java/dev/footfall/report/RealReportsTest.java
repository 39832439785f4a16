package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reports on real streams; skipped where those are absent.
 *
 * <p>The answers are those of sixty lines of Python that hold all events of a user in a list,
 * sorted by time and name, and look back and forth in it; no line of it keeps any state.
 */
class RealReportsTest {

  @BeforeAll
  static void requireStreams() {
    FiguresOfStreams.require();
  }

  @Test
  void whoBuysAgainAfterTheCart() throws IOException {
    List<FigureRow> rows =
        figures(
            "taobao",
            "{time_zone: Asia/Shanghai, retention: [{id: r, entry: cart, return: buy, days: 3}]}");
    assertThat(sum(rows, Cell.of("entered", 0, "", ""))).isEqualTo(new Amounts(2_355, 0, 0));
    assertThat(sum(rows, Cell.of("day", 0, "", ""))).isEqualTo(new Amounts(371, 1_048, 0));
    assertThat(sum(rows, Cell.of("day", 1, "", ""))).isEqualTo(new Amounts(447, 825, 0));
    assertThat(sum(rows, Cell.of("day", 2, "", ""))).isEqualTo(new Amounts(350, 529, 0));
    assertThat(sum(rows, Cell.of("day", 3, "", ""))).isEqualTo(new Amounts(264, 264, 0));
  }

  @Test
  void whenPeopleShop() throws IOException {
    List<FigureRow> rows =
        figures(
            "taobao", "{time_zone: Asia/Shanghai, rhythm: [{id: r, event: \"*\", window: all}]}");
    assertThat(rows).hasSize(168);
    assertThat(sum(rows, Cell.of("hour", 141, "", ""))).isEqualTo(new Amounts(2_305, 310, 0));
    assertThat(rows.stream().mapToLong(row -> row.amounts().count()).sum()).isEqualTo(100_001);
    assertThat(rows.stream().mapToLong(row -> row.amounts().ofThem()).sum()).isEqualTo(18_592);
  }

  @Test
  void whichChannelsBringShoppers() throws IOException {
    List<FigureRow> rows =
        figures(
            "ecom-synthetic",
            """
            channels:
              - id: c
                touch: [home, catalog, search]
                channel: acquisition_channel
                conversion: purchase
                look_back: 1d
            """);
    Map.of(
            "email", new Amounts(498, 55, 0),
            "organic", new Amounts(1_230, 146, 0),
            "paid_search", new Amounts(976, 144, 0),
            "social", new Amounts(529, 49, 0),
            "direct", new Amounts(151, 17, 0))
        .forEach(
            (channel, amounts) -> {
              assertThat(sum(rows, Cell.of("acquired", 0, channel, ""))).isEqualTo(amounts);
              assertThat(sum(rows, Cell.of("first", 0, channel, "")).count())
                  .isEqualTo(amounts.ofThem());
            });
    assertThat(sum(rows, Cell.of("conversion", 0, "", ""))).isEqualTo(new Amounts(470, 59, 0));
    assertThat(sum(rows, Cell.of("last", 0, "(none)", "")).count()).isEqualTo(59);
  }

  @Test
  void whatComesAfterTheCart() throws IOException {
    List<FigureRow> rows =
        figures(
            "ecom-synthetic",
            """
            funnels: [{id: f, steps: [add_to_cart, purchase], within: 1h, cohort: all}]
            next: [{id: n, funnel: f}]
            """);
    assertThat(sum(rows, Cell.of("unit", 2, "", "converted")).count()).isEqualTo(273);
    assertThat(sum(rows, Cell.of("unit", 1, "", "dropped")).count()).isEqualTo(249);
    assertThat(sum(rows, Cell.of("next", 2, "(nothing)", "converted")).count()).isEqualTo(137);
    assertThat(sum(rows, Cell.of("next", 1, "product_view", "dropped")).count()).isEqualTo(47);
    assertThat(sum(rows, Cell.of("next", 1, "cart", "dropped")).count()).isEqualTo(35);
    assertThat(sum(rows, Cell.of("next", 1, "(nothing)", "dropped")).count()).isEqualTo(29);
    assertThat(sum(rows, Cell.of("next", 2, "payment_details", "converted")).count()).isEqualTo(44);
  }

  private static List<FigureRow> figures(String stream, String definitions) throws IOException {
    return FiguresOfStreams.rows(stream, definitions).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Over all windows. */
  private static Amounts sum(List<FigureRow> rows, Cell cell) {
    return rows.stream()
        .filter(row -> row.cell().equals(cell))
        .map(FigureRow::amounts)
        .reduce(Amounts.NOTHING, Amounts::plus);
  }
}
