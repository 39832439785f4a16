package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.metric.TimeBuckets;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Visits and paths of real streams, through the job that {@code analyze --report paths} runs. The
 * streams lie beside the checkout and are never part of it; where they are absent, this is skipped.
 *
 * <p>The answers are those of thirty lines of Python: each user's lines sorted by time and name,
 * cut where the next is more than the gap after the last or more than a day after the first;
 * repeats dropped, slices taken, tuples counted.
 */
class RealPathsTest {

  @BeforeAll
  static void requireStreams() {
    FiguresOfStreams.require();
  }

  @Test
  void taobao() throws IOException {
    Map<String, List<FigureRow>> all =
        FiguresOfStreams.rows(
            "taobao",
            "paths: [{id: ways, window: all}, {id: to-buy, to: buy, depth: 3, window: all}]");
    List<FigureRow> ways = all.getOrDefault("ways", List.of());
    assertThat(visits(ways)).isEqualTo(new Amounts(16_757, 5_262, 11_549_508_000L));
    assertThat(sum(ways, "stop", "")).isEqualTo(new Amounts(100_001, 16_757, 11_549_508_000L));
    assertThat(median(ways, "length", "")).isCloseTo(203_000, Percentage.withPercentage(2));
    assertThat(median(ways, "dwell", "pv")).isCloseTo(53_000, Percentage.withPercentage(2));
    assertThat(sum(ways, "dwell", "cart")).isEqualTo(new Amounts(4_360, 0, 720_877_000L));
    assertThat(flow(ways, 0, "(start)", "pv")).isEqualTo(14_708);
    assertThat(flow(ways, 1, "pv", "(end)")).isEqualTo(11_210);
    assertThat(flow(ways, 1, "pv", "cart")).isEqualTo(2_045);
    assertThat(flow(ways, 4, "cart", "pv")).isEqualTo(540);

    List<FigureRow> toBuy = all.getOrDefault("to-buy", List.of());
    assertThat(visits(toBuy)).isEqualTo(visits(ways));
    assertThat(flow(toBuy, -1, "buy", "(end)")).isEqualTo(1_601);
    assertThat(flow(toBuy, -2, "pv", "buy")).isEqualTo(943);
    assertThat(flow(toBuy, -3, "(start)", "pv")).isEqualTo(712);
    assertThat(flow(toBuy, -2, "(start)", "buy")).isEqualTo(611);
    assertThat(flow(toBuy, -4, "(more)", "cart")).isEqualTo(131);
  }

  @Test
  void stackExchange() throws IOException {
    List<FigureRow> ways =
        FiguresOfStreams.rows("stackexchange", "paths: [{id: ways, visit: {gap: 2h}, window: all}]")
            .getOrDefault("ways", List.of());
    assertThat(visits(ways)).isEqualTo(new Amounts(151_142, 111_685, 84_920_128_000L));
    assertThat(sum(ways, "stop", "").count()).isEqualTo(210_760);
    assertThat(median(ways, "dwell", "question")).isCloseTo(603_000, Percentage.withPercentage(2));
    assertThat(flow(ways, 0, "(start)", "badge")).isEqualTo(48_904);
    assertThat(flow(ways, 1, "register", "question")).isEqualTo(7_297);
    assertThat(flow(ways, 3, "badge", "(end)")).isEqualTo(8_346);
  }

  /** Cut by the gap, visits of this shop are the 3,605 sessions that its events tell. */
  @Test
  void aShop() throws IOException {
    Map<String, List<FigureRow>> all =
        FiguresOfStreams.rows(
            "ecom-synthetic",
            "paths: [{id: by-gap, depth: 4, window: all},"
                + " {id: by-session, depth: 4, window: all, visit: {session: session_id}},"
                + " {id: to-purchase, from: add_to_cart, to: purchase, depth: 4, window: all}]");
    for (String cut : List.of("by-gap", "by-session")) {
      List<FigureRow> ways = all.getOrDefault(cut, List.of());
      assertThat(visits(ways)).isEqualTo(new Amounts(3_605, 231, 3_747_594_000L));
      assertThat(median(ways, "length", "")).isCloseTo(869_000, Percentage.withPercentage(2));
      assertThat(flow(ways, 0, "(start)", "home")).isEqualTo(1_146);
      assertThat(flow(ways, 4, "product_view", "(more)")).isEqualTo(584);
      assertThat(flow(ways, 3, "product_view", "catalog")).isEqualTo(190);
    }
    List<FigureRow> toPurchase = all.getOrDefault("to-purchase", List.of());
    assertThat(flow(toPurchase, 0, "(start)", "add_to_cart")).isEqualTo(364);
    assertThat(flow(toPurchase, 1, "add_to_cart", "cart")).isEqualTo(80);
    assertThat(flow(toPurchase, 1, "add_to_cart", "purchase")).isEqualTo(40);
    assertThat(flow(toPurchase, 4, "purchase", "(end)")).isEqualTo(78);
    assertThat(flow(toPurchase, 4, "payment_details", "(more)")).isEqualTo(38);
  }

  private static Amounts visits(List<FigureRow> rows) {
    Amounts visits = sum(rows, "visit", "");
    assertThat(sum(rows, "length", "").count()).isEqualTo(visits.count());
    return visits;
  }

  /** Of one name, or of all. */
  private static Amounts sum(List<FigureRow> rows, String part, String from) {
    return rows.stream()
        .filter(row -> row.cell().part().equals(part))
        .filter(row -> from.isEmpty() || row.cell().from().equals(from))
        .map(FigureRow::amounts)
        .reduce(Amounts.NOTHING, Amounts::plus);
  }

  private static long flow(List<FigureRow> rows, int position, String from, String to) {
    Cell cell = Cell.of("flow", position, from, to);
    return rows.stream()
        .filter(row -> row.cell().equals(cell))
        .mapToLong(row -> row.amounts().count())
        .sum();
  }

  private static double median(List<FigureRow> rows, String part, String from) {
    long rank = (sum(rows, part, from).count() + 1) / 2;
    List<FigureRow> buckets =
        rows.stream()
            .filter(row -> row.cell().part().equals(part) && row.cell().from().equals(from))
            .sorted(Comparator.comparingInt(row -> row.cell().position()))
            .toList();
    for (FigureRow bucket : buckets) {
      rank -= bucket.amounts().count();
      if (rank <= 0) {
        return TimeBuckets.upTo(bucket.cell().position());
      }
    }
    throw new AssertionError("nothing was counted in " + part);
  }
}
