package dev.footfall.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.journey.DeclaredFunnel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change of definitions means. */
class DeclaredTest {

  private static final String SHOP = "{id: shop, steps: [a, b], within: 1h}";
  private static final String SHOP_RENAMED =
      "{id: shop, title: The shop, steps: [{name: first, event: a}, b], within: 1h}";
  private static final String SHOP_CHANGED = "{id: shop, steps: [a, b], within: 2h}";
  private static final String TOUR = "{id: tour, steps: [c, d], within: 1h}";
  private static final String PATTERN = "{id: pattern, steps: [a, b], within: 1h, engine: cep}";

  @Test
  void aFunnelIsAnotherVersionExactlyWhenItMeansSomethingElse() {
    Declared before = Declared.first(texts(SHOP));

    Declared renamed = before.followedBy(texts(SHOP_RENAMED));
    assertThat(states(before, renamed)).containsExactly("shop active");
    assertThat(numbers(renamed)).isEqualTo(numbers(before));

    Declared changed = renamed.followedBy(texts(SHOP_CHANGED, TOUR));
    assertThat(states(renamed, changed))
        .containsExactly("shop superseded", "shop active", "tour active");
    assertThat(numbers(changed)).doesNotContainAnyElementsOf(numbers(before)).hasSize(2);
    assertThat(changed.declaration().number()).isEqualTo(2);
  }

  @Test
  void aVersionThatWasGivenUpDoesNotComeBackUnderItsName() {
    Declared before = Declared.first(texts(SHOP, TOUR));
    Declared without = before.followedBy(texts(SHOP));
    Declared again = without.followedBy(texts(SHOP, TOUR));
    Declared changed = again.followedBy(texts(SHOP_CHANGED, TOUR));
    Declared asBefore = changed.followedBy(texts(SHOP, TOUR));

    assertThat(states(before, without)).containsExactly("tour removed", "shop active");
    assertThat(numbers(again).get(0)).isEqualTo(numbers(before).get(0));
    assertThat(numbers(again).get(1)).isNotEqualTo(numbers(before).get(1));
    assertThat(numbers(asBefore).get(0)).isNotEqualTo(numbers(before).get(0));
    assertThat(numbers(asBefore).get(1)).isEqualTo(numbers(again).get(1));
    assertThat(asBefore.rows()).extracting(VersionRow::version).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNotValidIsRefusedWithEveryProblem() {
    Declared before = Declared.first(texts(SHOP, PATTERN));

    assertThat(before.problemsOf(texts("{id: shop, steps: [], within: soon}")))
        .hasSize(2)
        .allMatch(problem -> problem.startsWith("funnels.yaml:1:"));
    assertThat(before.problemsOf(texts(SHOP_CHANGED)))
        .containsExactly(
            "funnel pattern: a pattern of Flink CEP cannot change while the job runs; stop the job"
                + " with a savepoint and start it from there, or write engine: auto");
    assertThat(before.problemsOf(texts(PATTERN, TOUR))).isEmpty();
  }

  @Test
  void anAlertCannotChangeButTheFunnelBeneathItCan() {
    String alerts =
        "alerts: [{id: left, pattern: [cart, {not: pay}], within: %s}, {id: low, funnel: shop}]";
    Declared before = Declared.first(withAlerts(SHOP, alerts.formatted("30m")));

    assertThat(before.problemsOf(withAlerts(SHOP, alerts.formatted("30m")))).isEmpty();
    assertThat(before.problemsOf(withAlerts(SHOP, alerts.formatted("1h"))))
        .containsExactly(
            "alert left: an alert cannot change while the job runs; stop the job with a savepoint"
                + " and start it from there, or write it as it was");
    assertThat(before.problemsOf(texts(SHOP)))
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactly("alert left", "alert low");
    String moreSteps = SHOP.replace("steps: [", "steps: [land, ");
    assertThat(before.problemsOf(withAlerts(moreSteps, alerts.formatted("30m")))).isEmpty();
    assertThat(
            ChangeReport.of(
                    withAlerts(SHOP, alerts.formatted("30m")),
                    withAlerts(SHOP, alerts.formatted("30m")))
                .effects())
        .containsExactly(
            "shop: goes on as it is",
            "alert left: goes on as it is",
            "alert low: goes on as it is");
  }

  private static List<Declaration.Text> withAlerts(String funnel, String alerts) {
    return List.of(new Declaration.Text("funnels.yaml", "funnels: [" + funnel + "]\n" + alerts));
  }

  @Test
  void aCheckSaysWhatAChangeWouldDo() {
    ChangeReport report =
        ChangeReport.of(
            texts(SHOP, TOUR, PATTERN),
            texts(SHOP_CHANGED, PATTERN, "{id: new, steps: [x], within: 1h}"));

    assertThat(report.problems()).isEmpty();
    assertThat(report.effects())
        .satisfiesExactly(
            shop ->
                assertThat(shop)
                    .matches(
                        "shop: changes from version [0-9a-f]{8} to [0-9a-f]{8} and is counted afresh;"
                            + " rows of [0-9a-f]{8} stay as they were last written, superseded"),
            pattern -> assertThat(pattern).isEqualTo("pattern: goes on as it is"),
            added -> assertThat(added).startsWith("new: is added, as version "),
            tour ->
                assertThat(tour)
                    .isEqualTo(
                        "tour: is removed; its rows stay as they were last written, and what is open"
                            + " is given up"));
    assertThat(ChangeReport.of(texts(SHOP), texts(SHOP_RENAMED)).effects())
        .containsExactly(
            "shop: goes on with its counts; only titles, names of steps or the number of values"
                + " change");
  }

  private static List<String> states(Declared before, Declared after) {
    List<VersionRow> rows = new java.util.ArrayList<>(before.rowsOfThoseNoMoreIn(after));
    rows.addAll(after.rows());
    return rows.stream()
        .map(row -> row.funnel() + " " + row.state().name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  private static List<Long> numbers(Declared declared) {
    return DeclaredFunnel.allIn(declared.declaration()).stream()
        .map(DeclaredFunnel::number)
        .toList();
  }

  private static List<Declaration.Text> texts(String... funnels) {
    return List.of(
        new Declaration.Text("funnels.yaml", "funnels: [" + String.join(", ", funnels) + "]"));
  }
}
