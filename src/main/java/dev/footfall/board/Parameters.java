package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import dev.footfall.yaml.DurationText;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a request asks for, read with words for whoever wrote it. */
final class Parameters {

  private static final List<String> OUTCOMES =
      List.of("converted", "in_progress", "excluded", "dropped");

  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private final Context request;

  /**
   * @throws Refusal if a parameter is none of these
   */
  Parameters(Context request, List<String> known) {
    this.request = request;
    for (String name : request.queryParamMap().keySet()) {
      if (!name.isEmpty() && !known.contains(name)) {
        throw Refusal.badRequest(
            "\"" + name + "\" is no parameter here; there are " + String.join(", ", known));
      }
    }
  }

  Funnel funnel(List<Funnel> funnels) {
    return funnel(request.pathParam("id"), funnels);
  }

  /** The unit that is asked about, as it is stored. */
  String unit() {
    return text("unit")
        .orElseThrow(
            () ->
                Refusal.badRequest("unit= is missing; give a unit as the lists of units name it"));
  }

  /** The funnel in which that unit was found. */
  Funnel funnelOfUnit(List<Funnel> funnels) {
    return funnel(
        text("funnel")
            .orElseThrow(
                () -> Refusal.badRequest("funnel= is missing; give the one the unit was found in")),
        funnels);
  }

  private static Funnel funnel(String id, List<Funnel> funnels) {
    for (Funnel funnel : funnels) {
      if (funnel.id().equals(id)) {
        return funnel;
      }
    }
    TreeSet<String> ids = new TreeSet<>();
    funnels.forEach(funnel -> ids.add(funnel.id()));
    throw Refusal.notFound(
        "There is no funnel \""
            + id
            + "\"; there "
            + (ids.isEmpty() ? "are none at all" : "is " + String.join(", ", ids)));
  }

  CohortRange range(ZoneId zone) {
    Optional<Instant> from = moment("from", zone);
    Optional<Instant> to = moment("to", zone);
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw Refusal.badRequest(
          "from= must be before to=, and they are " + from.get() + " and " + to.get());
    }
    return new CohortRange(from, to);
  }

  /** A moment with its zone, or a date, which begins at midnight in the funnel's zone. */
  private Optional<Instant> moment(String name, ZoneId zone) {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    // In a query a plus sign stands for a space, and an offset is easily written with a plain one.
    String text = given.get().replace(' ', '+');
    try {
      return Optional.of(
          text.length() <= "2026-11-21".length()
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notATime) {
      throw Refusal.badRequest(
          name
              + "= \""
              + given.get()
              + "\" is no time; write 2026-11-21T10:00:00Z, or 2026-11-21 for midnight in the"
              + " funnel's time zone");
    }
  }

  Optional<String> breakdown(Funnel funnel) {
    Optional<String> breakdown = text("breakdown");
    if (breakdown.isPresent() && !funnel.breakdowns().contains(breakdown.get())) {
      throw Refusal.badRequest(
          "Funnel "
              + funnel.id()
              + " has no breakdown \""
              + breakdown.get()
              + "\"; it has "
              + (funnel.breakdowns().isEmpty() ? "none" : String.join(", ", funnel.breakdowns())));
    }
    return breakdown;
  }

  /** The values that are to be in no total. */
  Set<String> without(Optional<String> breakdown) {
    List<String> without = request.queryParams("without");
    if (!without.isEmpty() && breakdown.isEmpty()) {
      throw Refusal.badRequest("without= takes values of a breakdown; say which with breakdown=");
    }
    return new TreeSet<>(without);
  }

  Optional<JourneysReader.Values> values(Funnel funnel) {
    Optional<String> breakdown = breakdown(funnel);
    List<String> any = request.queryParams("value");
    List<String> none = request.queryParams("without");
    if (breakdown.isPresent() == (any.isEmpty() && none.isEmpty())) {
      throw Refusal.badRequest(
          "breakdown= goes together with value= or without=; give both or neither");
    }
    return breakdown.map(name -> new JourneysReader.Values(name, any, none));
  }

  /** The id of a report; empty for the first there is. */
  Optional<String> report() {
    return text("report");
  }

  /** One value of a report's breakdown; empty for the total. */
  String value() {
    return text("value").orElse("");
  }

  /** A range, or the latest cohorts. */
  Period period(ZoneId zone) {
    CohortRange range = range(zone);
    Optional<Duration> last = text("last").map(Parameters::length);
    if (last.isPresent() && (range.from().isPresent() || range.to().isPresent())) {
      throw Refusal.badRequest("last= says how far to go back; give it, or from= and to=");
    }
    return new Period(range, last, isYes("closed", true));
  }

  /** How far the overview goes back, for funnels of many zones. */
  Duration last(Duration otherwise) {
    return text("last").map(Parameters::length).orElse(otherwise);
  }

  private static Duration length(String text) {
    return DurationText.parse(text)
        .filter(length -> length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0)
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "last= \"" + text + "\" is no length of time; write 24h, 7d or 30d"));
  }

  boolean isYes(String name, boolean otherwise) {
    return switch (text(name).orElse(otherwise ? "yes" : "no")) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw Refusal.badRequest(name + "= should be yes or no");
    };
  }

  /**
   * Whose times to lay out: those to step {@code histogram=3}, or to the {@code last} required one,
   * from the entry, or by {@code measure=previous} from the step before.
   */
  Optional<StepsReader.TimesOf> histogram(Funnel funnel) {
    String measure = text("measure").orElse("entry");
    if (!measure.equals("entry") && !measure.equals("previous")) {
      throw Refusal.badRequest("measure= \"" + measure + "\" should be entry or previous");
    }
    return text("histogram")
        .map(
            text ->
                text.equals("last")
                    ? Integer.valueOf(funnel.lastRequiredStep())
                    : number("histogram", text, 1, funnel.steps().size()))
        .map(step -> new StepsReader.TimesOf(step, measure));
  }

  Optional<Integer> reached(Funnel funnel) {
    return text("reached").map(text -> number("reached", text, 1, funnel.steps().size()));
  }

  Optional<Integer> step(Funnel funnel) {
    return text("step").map(text -> number("step", text, 1, funnel.steps().size()));
  }

  Optional<String> outcome() {
    Optional<String> outcome = text("outcome");
    if (outcome.isPresent() && !OUTCOMES.contains(outcome.get())) {
      throw Refusal.badRequest(
          "outcome= \"" + outcome.get() + "\" is none; there are " + String.join(", ", OUTCOMES));
    }
    return outcome;
  }

  Optional<JourneysReader.Place> after() {
    return text("after").map(JourneysReader.Place::read);
  }

  Optional<AlertsReader.Place> afterAlert() {
    return text("after").map(AlertsReader.Place::read);
  }

  /** Whether the rows of the breakdown are to be listed, or only the totals'. */
  boolean wantsBreakdownRows() {
    String rows = text("rows").orElse("all");
    return switch (rows) {
      case "all" -> true;
      case "totals" -> false;
      default -> throw Refusal.badRequest("rows= \"" + rows + "\" should be all or totals");
    };
  }

  /** A whole number within bounds, or what holds without it. */
  int number(String name, int otherwise, int least, int most) {
    return text(name).map(text -> number(name, text, least, most)).orElse(otherwise);
  }

  private static int number(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (least <= number && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw Refusal.badRequest(
        name + "= \"" + text + "\" should be a whole number from " + least + " to " + most);
  }

  /** Of which alert; it need not be declared any more. */
  Optional<String> alert() {
    return text("alert");
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(request.queryParam(name)).filter(text -> !text.isEmpty());
  }
}
