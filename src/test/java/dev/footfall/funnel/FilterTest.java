package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Filter.Operand;
import dev.footfall.funnel.Filter.Operator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterTest {

  @Test
  void textThatIsANumberEqualsTheNumber() {
    Filter isFive = filter(Operator.EQ, "5");
    assertThat(List.of("5", "5.0", "05", "+5", "5e0", "0.5e1")).allMatch(isFive::accepts);
    assertThat(List.of("", "five", "5 ", "55", "5.0.0", "0x5", "５")).noneMatch(isFive::accepts);
    assertThat(filter(Operator.EQ, "007").accepts("7")).isTrue();
    assertThat(filter(Operator.EQ, "0").accepts("-0.00")).isTrue();
  }

  @Test
  void textThatIsNoNumberEqualsOnlyItself() {
    assertThat(filter(Operator.EQ, "Pro").accepts("Pro")).isTrue();
    assertThat(filter(Operator.EQ, "Pro").accepts("pro")).isFalse();
    assertThat(filter(Operator.EQ, "1.2.3").accepts("1.2.30")).isFalse();
    assertThat(filter(Operator.EQ, "true").accepts("true")).isTrue();
    assertThat(filter(Operator.EQ, "true").accepts("1")).isFalse();
  }

  @Test
  void oneOfSeveralComparesLikeEquality() {
    Filter in = filter(Operator.IN, "pro", "5");
    assertThat(List.of("pro", "5", "5.0")).allMatch(in::accepts);
    assertThat(List.of("Pro", "6", "")).noneMatch(in::accepts);
    assertThat(filter(Operator.NOT_IN, "pro", "5").accepts("5.0")).isFalse();
    assertThat(filter(Operator.NOT_IN, "pro", "5").accepts("team")).isTrue();
  }

  @Test
  void numbersCompareByValueHoweverLong() {
    assertThat(filter(Operator.GT, "9").accepts("10")).isTrue();
    assertThat(filter(Operator.GT, "0.1").accepts("0.10000000000000000000001")).isTrue();
    assertThat(filter(Operator.GTE, "1e3").accepts("1000")).isTrue();
    assertThat(filter(Operator.LT, "-1").accepts("-1.5")).isTrue();
    assertThat(filter(Operator.LTE, "9007199254740993").accepts("9007199254740993")).isTrue();
    assertThat(filter(Operator.LT, "9007199254740993").accepts("9007199254740992")).isTrue();
    assertThat(filter(Operator.LT, "1").accepts("-1e999999999")).isTrue();
  }

  @Test
  void anOrderOnTextThatIsNoNumberIsFalse() {
    for (Operator operator : List.of(Operator.GT, Operator.GTE, Operator.LT, Operator.LTE)) {
      assertThat(List.of("", "ten", "NaN", "Infinity", "1,000", "9".repeat(65)))
          .noneMatch(filter(operator, "0")::accepts);
    }
  }

  @Test
  void partsOfTextAreFoundAsWritten() {
    assertThat(filter(Operator.CONTAINS, "sho").accepts("/shop")).isTrue();
    assertThat(filter(Operator.CONTAINS, "SHO").accepts("/shop")).isFalse();
    assertThat(filter(Operator.NOT_CONTAINS, "sho").accepts("/shop")).isFalse();
    assertThat(regex("^/shop/[0-9]+$").accepts("/shop/12")).isTrue();
    assertThat(regex("[0-9]{2}").accepts("/shop/12")).isTrue();
    assertThat(regex("^shop").accepts("/shop/12")).isFalse();
  }

  @Test
  void anAbsentPropertyPassesOnlyWhatDenies() {
    assertThat(Arrays.stream(Operator.values()).filter(FilterTest::passesAbsent))
        .containsExactly(Operator.NE, Operator.NOT_IN, Operator.NOT_CONTAINS);
    assertThat(filter(Operator.EXISTS, "false").accepts(null)).isTrue();
    assertThat(filter(Operator.EXISTS, "false").accepts("")).isFalse();
    assertThat(filter(Operator.EXISTS, "true").accepts("")).isTrue();
  }

  private static boolean passesAbsent(Operator operator) {
    Filter filter = operator == Operator.MATCHES ? regex("") : filter(operator, "true");
    return filter.accepts(null);
  }

  @Test
  void aSelectorTakesOneOfItsNamesThatPassesEveryFilter() {
    Selector paid =
        new Selector(
            Set.of("purchase", "renewal"),
            List.of(
                new Filter("amount", Operator.GT, List.of(Operand.of("0"))),
                new Filter("plan", Operator.EQ, List.of(Operand.of("pro")))));
    assertThat(paid.accepts(event("renewal", Map.of("amount", "9", "plan", "pro")))).isTrue();
    assertThat(paid.accepts(event("refund", Map.of("amount", "9", "plan", "pro")))).isFalse();
    assertThat(paid.accepts(event("purchase", Map.of("amount", "0", "plan", "pro")))).isFalse();
    assertThat(paid.accepts(event("purchase", Map.of("plan", "pro")))).isFalse();
    assertThat(new Selector(Set.of(), List.of()).accepts(event("anything", Map.of()))).isTrue();
  }

  @Test
  void filtersContradictWhenNoValuePassesBoth() {
    assertContradicting(filter(Operator.EQ, "a"), filter(Operator.EQ, "b"));
    assertContradicting(filter(Operator.IN, "a", "b"), filter(Operator.NOT_IN, "b", "a", "c"));
    assertContradicting(filter(Operator.EQ, "5"), filter(Operator.GT, "5"));
    assertContradicting(filter(Operator.EQ, "5"), filter(Operator.NE, "5.0"));
    assertContradicting(filter(Operator.EQ, "text"), filter(Operator.LT, "5"));
    assertContradicting(filter(Operator.GT, "5"), filter(Operator.LTE, "5"));
    assertContradicting(filter(Operator.GTE, "5"), filter(Operator.LT, "5"));
    assertContradicting(filter(Operator.GTE, "5"), filter(Operator.LTE, "4.9"));
    assertContradicting(filter(Operator.CONTAINS, "abc"), filter(Operator.NOT_CONTAINS, "b"));
    assertContradicting(regex("^b"), filter(Operator.EQ, "abc"));
    assertContradicting(filter(Operator.EXISTS, "false"), filter(Operator.EXISTS, "true"));
    assertContradicting(filter(Operator.EXISTS, "false"), filter(Operator.LT, "5"));
  }

  @Test
  void filtersThatAValuePassesDoNotContradict() {
    assertCompatible(filter(Operator.EQ, "5"), filter(Operator.EQ, "5.0"));
    assertCompatible(filter(Operator.IN, "a", "b"), filter(Operator.NOT_IN, "b"));
    assertCompatible(filter(Operator.GTE, "5"), filter(Operator.LTE, "5"));
    assertCompatible(filter(Operator.GT, "5"), filter(Operator.GT, "50"));
    assertCompatible(filter(Operator.NE, "a"), filter(Operator.NE, "b"));
    assertCompatible(filter(Operator.CONTAINS, "b"), filter(Operator.NOT_CONTAINS, "abc"));
    assertCompatible(filter(Operator.EXISTS, "false"), filter(Operator.NE, "b"));
    assertCompatible(regex("a"), regex("b"));
    assertCompatible(
        filter(Operator.EQ, "a"), new Filter("other", Operator.EQ, List.of(Operand.of("b"))));
  }

  /** Whatever passes both of two filters proves that they do not contradict. */
  @Test
  void noValueEverPassesTwoFiltersThatContradict() {
    List<String> values = List.of("", "a", "b", "ab", "0", "0.0", "1", "-1", "2", "1e0", "true");
    List<Filter> filters = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      for (String value : List.of("a", "b", "ab", "0", "1", "-1", "2", "true", "false")) {
        filters.add(operator == Operator.MATCHES ? regex(value) : filter(operator, value));
      }
    }
    for (Filter one : filters) {
      for (Filter other : filters) {
        if (one.contradicts(other)) {
          assertThat(values).noneMatch(value -> one.accepts(value) && other.accepts(value));
          assertThat(one.accepts(null) && other.accepts(null)).as(one + " " + other).isFalse();
        }
      }
    }
  }

  @Test
  void aFunnelTravelsAndStaysEqualWhateverItsFilters() throws Exception {
    String text =
        """
        funnels:
          - id: shop
            steps: [browse, {event: pay, where: {page: {matches: "^/a"}, amount: {gt: 5}}}]
            within: 1h
            exclude: [{event: refund}]
        """;
    Funnel funnel = FunnelFile.parse("f.yaml", text, FunnelFile.Use.CONTINUOUS).get(0);
    assertThat(FunnelFile.parse("f.yaml", text, FunnelFile.Use.CONTINUOUS)).containsExactly(funnel);
    assertThat(readBack(funnel)).isEqualTo(funnel);
  }

  private static Object readBack(Object written) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(written);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return input.readObject();
    }
  }

  private static void assertContradicting(Filter one, Filter other) {
    assertThat(one.contradicts(other)).isTrue();
    assertThat(other.contradicts(one)).isTrue();
  }

  private static void assertCompatible(Filter one, Filter other) {
    assertThat(one.contradicts(other)).isFalse();
    assertThat(other.contradicts(one)).isFalse();
  }

  private static Filter filter(Operator operator, String... operands) {
    return new Filter("p", operator, Arrays.stream(operands).map(Operand::of).toList());
  }

  private static Filter regex(String regex) {
    return new Filter("p", Operator.MATCHES, List.of(Operand.regex(regex)));
  }

  private static Event event(String name, Map<String, String> properties) {
    return new Event(null, name, "ann", 1, properties);
  }
}
