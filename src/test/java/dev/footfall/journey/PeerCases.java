package dev.footfall.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.footfall.event.Event;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Filter;
import dev.footfall.funnel.Filter.Operand;
import dev.footfall.funnel.Filter.Operator;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The figures that the tests of other funnel tools assert, held against an engine of ours.
 *
 * <p>The cases lie beside the checkout. What a case asserts is read from our progress: its counts,
 * its users, its times, its values of a breakdown, its days. Where a peer takes excluded users out
 * of all steps, so does the reading. Whether a day is final is not asked here.
 */
public final class PeerCases {

  private static final Path FILE = Path.of("..", "shared", "cases", "peer-funnel-cases.jsonl");

  /** Peer modes that mean what one of our orders means. */
  private static final Map<String, Order> ORDERS =
      Map.of(
          "ordered", Order.IN_ORDER,
          "default", Order.IN_ORDER,
          "strict", Order.STRICT,
          "unordered", Order.ANY);

  /**
   * What came of the cases.
   *
   * @param agreeing how many cases agree
   * @param differing by case, what was expected and what came
   * @param withoutCounterpart by case, what our funnels cannot ask
   * @param unserved the cases that the engine cannot serve
   */
  public record Report(
      int agreeing,
      TreeMap<String, String> differing,
      TreeMap<String, String> withoutCounterpart,
      Set<String> unserved) {}

  private PeerCases() {}

  public static boolean areHere() {
    return Files.exists(FILE);
  }

  /**
   * Runs every case.
   *
   * @param serves which funnels the engine can serve
   */
  public static Report compare(Engine engine, Predicate<Funnel> serves) throws Exception {
    int agreeing = 0;
    Set<String> unserved = new TreeSet<>();
    TreeMap<String, String> differing = new TreeMap<>();
    TreeMap<String, String> withoutCounterpart = new TreeMap<>();
    for (PeerCase peer : readAll()) {
      String missing = peer.missingCounterpart();
      if (!missing.isEmpty()) {
        withoutCounterpart.put(peer.id(), missing);
      } else if (!serves.test(peer.funnel())) {
        unserved.add(peer.id());
      } else {
        List<Progress> progress = engine.journeys(peer.funnel(), peer.events());
        List<String> differences = new Reading(peer.json(), progress).differences();
        if (differences.isEmpty()) {
          agreeing++;
        } else {
          differing.put(peer.id(), String.join("; ", differences));
        }
      }
    }
    return new Report(agreeing, differing, withoutCounterpart, unserved);
  }

  /** By case, the rule by which we answer otherwise on purpose. */
  public static TreeMap<String, String> answeredOtherwise() throws IOException {
    TreeMap<String, String> reasons = new TreeMap<>();
    try (InputStream file =
        PeerCases.class.getResourceAsStream("peer-cases-answered-otherwise.txt")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .forEach(parts -> reasons.put(parts[0], parts[1]));
    }
    return reasons;
  }

  /**
   * Asserts that every case agrees that the engine can serve, but for those that our rules answer
   * otherwise; prints how many there were of each. Skips where the cases are not there.
   *
   * @param serves which funnels the engine can serve
   */
  public static void assertAgreement(String name, Engine engine, Predicate<Funnel> serves)
      throws Exception {
    assumeTrue(areHere(), "no ../shared/cases beside this checkout");
    Report report = compare(engine, serves);
    TreeMap<String, String> otherwise = answeredOtherwise();
    otherwise.keySet().removeAll(report.unserved());
    System.out.printf(
        "%s: %d cases of other tools agree, %d are answered otherwise, %d have no counterpart,"
            + " %d it does not serve%n",
        name,
        report.agreeing(),
        report.differing().size(),
        report.withoutCounterpart().size(),
        report.unserved().size());
    assertThat(report.differing().keySet())
        .as(report.differing().toString())
        .isEqualTo(otherwise.keySet());
    assertThat(report.agreeing() + report.unserved().size()).isGreaterThan(90);
  }

  private static List<PeerCase> readAll() throws IOException {
    JsonMapper mapper = new JsonMapper();
    List<PeerCase> cases = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      cases.add(new PeerCase(mapper.readTree(line)));
    }
    return cases;
  }

  /** One case as a funnel and events of ours. */
  private record PeerCase(JsonNode json) {

    String id() {
      return json.get("id").asText();
    }

    /** What the case asks that our funnels cannot; empty if nothing. */
    String missingCounterpart() {
      if (!ORDERS.containsKey(json.get("mode").asText())) {
        return "mode " + json.get("mode").asText();
      }
      for (JsonNode step : json.get("steps")) {
        if (step.has("first_time_for_user") || step.has("first_time_for_user_with_filters")) {
          return "the first such event ever";
        }
      }
      return "";
    }

    Funnel funnel() {
      List<Step> steps = new ArrayList<>();
      for (JsonNode step : json.get("steps")) {
        steps.add(new Step("s" + steps.size(), selector(step), step.path("optional").asBoolean()));
      }
      List<Exclusion> exclusions = new ArrayList<>();
      for (JsonNode exclusion : json.path("exclusions")) {
        int after = exclusion.get("from").asInt() + 1;
        exclusions.add(new Exclusion(selector(exclusion), after, exclusion.get("to").asInt() + 1));
      }
      List<String> breakdowns = new ArrayList<>();
      json.path("breakdown").path("properties").forEach(p -> breakdowns.add(p.asText()));
      return new Funnel(
          "peer",
          id(),
          steps,
          json.get("within_ms").isNull() ? Within.NONE : new Within(json.get("within_ms").asLong()),
          json.has("trend") ? Cohort.of(Duration.ofDays(1)) : Cohort.ALL,
          breakdowns,
          Funnel.DEFAULT_MAX_VALUES,
          json.path("count_by").asText(Funnel.USER).replace("properties.", ""),
          List.of(),
          ORDERS.getOrDefault(json.get("mode").asText(), Order.IN_ORDER),
          Set.of(),
          exclusions,
          Funnel.Engine.AUTO,
          ZoneId.of(json.path("timezone").asText("UTC")));
    }

    private static Selector selector(JsonNode step) {
      Set<String> names = new HashSet<>();
      boolean any = false;
      for (JsonNode one : step.has("any_of") ? step.get("any_of") : List.of(step)) {
        any |= one.get("event").isNull();
        names.add(one.get("event").asText());
      }
      List<Filter> filters = new ArrayList<>();
      addFilters(step.path("where"), filters);
      return new Selector(any ? Set.of() : names, filters);
    }

    private static void addFilters(JsonNode where, List<Filter> filters) {
      where
          .fields()
          .forEachRemaining(
              entry -> {
                if (entry.getKey().equals("$and")) {
                  entry.getValue().forEach(part -> addFilters(part, filters));
                } else {
                  filters.add(filter(entry.getKey(), entry.getValue()));
                }
              });
    }

    private static Filter filter(String property, JsonNode wanted) {
      String value = wanted.isObject() ? wanted.path("value").asText() : wanted.asText();
      String operator = wanted.isObject() ? wanted.get("op").asText() : "eq";
      return switch (operator) {
        case "eq" -> new Filter(property, Operator.EQ, List.of(Operand.of(value)));
        case "is_not" -> new Filter(property, Operator.NE, List.of(Operand.of(value)));
        case "lte" -> new Filter(property, Operator.LTE, List.of(Operand.of(value)));
        case "gte" -> new Filter(property, Operator.GTE, List.of(Operand.of(value)));
        case "is_set" -> new Filter(property, Operator.EXISTS, List.of(Operand.of("true")));
        case "icontains" -> {
          Operand ignoringCase = Operand.regex("(?i)" + Pattern.quote(value));
          yield new Filter(property, Operator.MATCHES, List.of(ignoringCase));
        }
        default -> throw new IllegalStateException("unknown operator " + operator);
      };
    }

    List<Event> events() {
      List<Event> events = new ArrayList<>();
      for (JsonNode node : json.get("events")) {
        Event event = event(node);
        if (isInRange(event) && passes(json.path("filter"), event)) {
          events.add(event);
        }
      }
      return events;
    }

    private static Event event(JsonNode node) {
      Map<String, String> properties = new HashMap<>();
      node.path("properties")
          .fields()
          .forEachRemaining(
              property -> {
                if (!property.getValue().isNull()) {
                  properties.put(property.getKey(), property.getValue().asText());
                }
              });
      // Numbered times may begin at 0, which is no time here.
      long time =
          node.has("ts")
              ? Instant.parse(node.get("ts").asText()).toEpochMilli()
              : 1_000_000 + node.get("ts_ms").asLong();
      return new Event(
          null, node.get("event").asText(), node.get("user").asText(), time, properties);
    }

    private boolean isInRange(Event event) {
      if (!json.has("range")) {
        return true;
      }
      Instant time = Instant.ofEpochMilli(event.time());
      return !time.isBefore(Instant.parse(json.get("range").get("from").asText()))
          && !time.isAfter(Instant.parse(json.get("range").get("to").asText()));
    }

    private static boolean passes(JsonNode where, Event event) {
      boolean passes = true;
      for (Map.Entry<String, JsonNode> entry : where.properties()) {
        passes &=
            switch (entry.getKey()) {
              case "$or" -> {
                boolean any = false;
                for (JsonNode part : entry.getValue()) {
                  any |= passes(part, event);
                }
                yield any;
              }
              case "$and" -> {
                boolean all = true;
                for (JsonNode part : entry.getValue()) {
                  all &= passes(part, event);
                }
                yield all;
              }
              default ->
                  filter(entry.getKey(), entry.getValue())
                      .accepts(event.properties().get(entry.getKey()));
            };
      }
      return passes;
    }
  }

  /** Reads from progress what a case asserts, and says where it differs. */
  private static final class Reading {
    private final JsonNode peer;
    private final int steps;
    private final List<Progress> counted;
    private final List<String> differences = new ArrayList<>();

    Reading(JsonNode peer, List<Progress> progress) {
      this.peer = peer;
      this.steps = peer.get("steps").size();
      this.counted = progress.stream().filter(p -> p.outcome() != Outcome.EXCLUDED).toList();
    }

    List<String> differences() {
      JsonNode expect = peer.get("expect");
      for (Map.Entry<String, JsonNode> entry : expect.properties()) {
        JsonNode wanted = entry.getValue();
        switch (entry.getKey()) {
          case "step_counts", "mean_ms", "median_ms", "users_at_step" ->
              compareOne(entry.getKey(), wanted, counted);
          case "levels" -> compareLevels(wanted);
          case "breakdown" -> compareValues(wanted);
          case "breakdown_count" -> compare("values", wanted.asText(), "" + byValue().size());
          case "breakdown_values" -> {
            Set<String> values = new TreeSet<>();
            wanted.forEach(value -> values.add(value.toString()));
            compare("values", values.toString(), byValue().keySet().toString());
          }
          case "breakdown_each_step_counts" ->
              byValue().values().forEach(its -> compareOne("step_counts", wanted, its));
          case "trend" -> compareDays(wanted);
          case "bucket_count" -> {
            // How many days the peer draws; days without entries are no rows here.
          }
          case "time_to_convert" -> compareTimesToConvert(wanted);
          case "users_dropped_before_step" -> compareDropped(wanted, true);
          case "dropped_before_step_count" -> compareDropped(wanted, false);
          default -> throw new IllegalStateException("unknown assertion " + entry.getKey());
        }
      }
      return differences;
    }

    private void compare(String what, String wanted, String was) {
      if (!wanted.equals(was)) {
        differences.add(what + " " + wanted + " but " + was);
      }
    }

    private void compareOne(String what, JsonNode wanted, List<Progress> progress) {
      if (what.equals("users_at_step")) {
        wanted
            .properties()
            .forEach(
                step ->
                    compare(
                        "users at " + step.getKey(),
                        sorted(step.getValue()),
                        users(reached(Integer.parseInt(step.getKey()), progress))));
        return;
      }
      for (int step = 1; step <= wanted.size(); step++) {
        if (wanted.get(step - 1).isNull()) {
          continue;
        }
        List<Progress> there = reached(step, progress);
        String was =
            switch (what) {
              case "step_counts" -> "" + there.size();
              case "mean_ms" -> mean(times(step - 1, step, there));
              default -> median(times(step - 1, step, there));
            };
        compare(what + " at " + step, wanted.get(step - 1).asText(), was);
      }
    }

    private List<Progress> reached(int step, List<Progress> progress) {
      boolean optional = peer.get("steps").get(step - 1).path("optional").asBoolean();
      return progress.stream()
          .filter(p -> optional ? p.times()[step - 1] > 0 : p.furthest() >= step)
          .toList();
    }

    private static String users(List<Progress> progress) {
      return new TreeSet<>(progress.stream().map(Progress::unit).toList()).toString();
    }

    private static String sorted(JsonNode texts) {
      TreeSet<String> sorted = new TreeSet<>();
      texts.forEach(text -> sorted.add(text.asText()));
      return sorted.toString();
    }

    private static List<Long> times(int from, int to, List<Progress> progress) {
      return progress.stream().map(p -> p.times()[to - 1] - p.times()[from - 1]).sorted().toList();
    }

    private static String mean(List<Long> times) {
      double mean = times.stream().mapToLong(Long::longValue).average().orElse(Double.NaN);
      return times.isEmpty() ? "none" : "" + Math.round(mean);
    }

    private static String median(List<Long> sorted) {
      if (sorted.isEmpty()) {
        return "none";
      }
      long lower = sorted.get((sorted.size() - 1) / 2);
      long upper = sorted.get(sorted.size() / 2);
      return "" + (lower + upper) / 2;
    }

    private void compareLevels(JsonNode wanted) {
      wanted
          .properties()
          .forEach(
              user -> {
                int level = 0;
                for (Progress progress : counted) {
                  level = progress.unit().equals(user.getKey()) ? progress.furthest() : level;
                }
                compare("level of " + user.getKey(), user.getValue().asText(), "" + level);
              });
    }

    /** By the values of the breakdown, as JSON text; a value that is not there is "". */
    private TreeMap<String, List<Progress>> byValue() {
      TreeMap<String, List<Progress>> byValue = new TreeMap<>();
      for (Progress progress : counted) {
        List<String> quoted = new ArrayList<>();
        for (String value : progress.values()) {
          quoted.add("\"" + (value.equals(Progress.NO_VALUE) ? "" : value) + "\"");
        }
        String values = "[" + String.join(",", quoted) + "]";
        byValue.computeIfAbsent(values, v -> new ArrayList<>()).add(progress);
      }
      return byValue;
    }

    private void compareValues(JsonNode wanted) {
      for (JsonNode value : wanted) {
        List<Progress> its =
            byValue().getOrDefault(value.get("value").toString(), List.<Progress>of());
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          if (!entry.getKey().equals("value") && !its.isEmpty()) {
            compareOne(entry.getKey(), entry.getValue(), its);
          }
        }
        if (its.isEmpty()) {
          differences.add("nobody has " + value.get("value"));
        }
      }
    }

    private void compareDays(JsonNode wanted) {
      JsonNode trend = peer.get("trend");
      Instant start = Instant.parse(peer.get("range").get("from").asText());
      for (JsonNode day : wanted) {
        long cohort = start.plus(Duration.ofDays(day.get("index").asLong())).toEpochMilli();
        List<Progress> its = counted.stream().filter(p -> p.cohortStart() == cohort).toList();
        String was =
            reached(trend.get("from_step").asInt() + 1, its).size()
                + " entered, "
                + reached(trend.get("to_step").asInt() + 1, its).size()
                + " converted";
        String want = day.get("entered") + " entered, " + day.get("converted") + " converted";
        compare("day " + day.get("index"), want, was);
      }
    }

    private void compareTimesToConvert(JsonNode wanted) {
      int from = wanted.get("from_step").asInt() + 1;
      int to = wanted.get("to_step").asInt() + 1;
      List<Long> times = times(from, to, reached(to, counted));
      compare("mean time", wanted.get("mean_ms").asText(), mean(times));
      JsonNode bins = wanted.get("bins");
      for (int i = 0; i < bins.size(); i++) {
        long start = bins.get(i).get(0).asLong() * 1000;
        long end = i + 1 < bins.size() ? bins.get(i + 1).get(0).asLong() * 1000 : Long.MAX_VALUE;
        long inside = times.stream().filter(time -> start <= time && time < end).count();
        compare("bin " + i, bins.get(i).get(1).asText(), "" + inside);
      }
    }

    private void compareDropped(JsonNode wanted, boolean byName) {
      for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
        int before = Integer.parseInt(entry.getKey());
        List<Progress> left = counted.stream().filter(p -> p.furthest() == before - 1).toList();
        if (byName) {
          compare("left before " + before, sorted(entry.getValue()), users(left));
        } else {
          compare("left before " + before, entry.getValue().asText(), "" + left.size());
        }
      }
      if (steps < 2) {
        throw new IllegalStateException("nobody can leave before a second step that is not");
      }
    }
  }
}
