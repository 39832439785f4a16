package dev.footfall.funnel;

import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlScalar;
import dev.footfall.yaml.YamlSequence;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one funnel, key by key, and has {@link FunnelRules} look at the whole. */
final class FunnelReader {

  private static final Key ID = new Key("id", "trial");
  private static final Key TITLE = new Key("title", "Register to purchase");
  private static final Key STEPS = new Key("steps", "[browse, cart, pay]");
  private static final Key WITHIN = new Key("within", "14d");
  private static final Key COHORT = new Key("cohort", "1d");
  private static final Key BREAKDOWNS = new Key("breakdowns", "[channel, variant]");
  private static final Key MAX_VALUES = new Key("max_values", "1000");
  private static final Key UNIT = new Key("unit", "account_id");
  private static final Key HOLD = new Key("hold", "[item_id]");
  private static final Key ORDER = new Key("order", "in_order");
  private static final Key IGNORE = new Key("ignore", "[heartbeat]");
  private static final Key EXCLUDE = new Key("exclude", "[{event: refund}]");
  private static final Key ENGINE = new Key("engine", "auto");
  private static final Key NOTES = new Key("notes", "[{at: 2026-03-01, text: The new checkout}]");

  private static final List<Key> KEYS =
      List.of(
          ID,
          TITLE,
          STEPS,
          WITHIN,
          COHORT,
          BREAKDOWNS,
          MAX_VALUES,
          UNIT,
          HOLD,
          ORDER,
          IGNORE,
          EXCLUDE,
          ENGINE,
          NOTES,
          FunnelFile.TIME_ZONE);

  private static final Pattern VALID_ID = Pattern.compile("[a-z][a-z0-9_-]{0,40}");

  /** Without a cohort of its own a funnel counts per day, as most reports do. */
  private static final Cohort DEFAULT_COHORT = Cohort.of(Duration.ofDays(1));

  private static final int MOST_VALUES = 1_000_000;

  private final MappingReader reader;
  private final ZoneId fileZone;
  private final FunnelFile.Use use;
  private final Problems problems;
  private final int problemsBefore;
  private final List<Note> notes = new ArrayList<>();

  FunnelReader(YamlMapping mapping, ZoneId fileZone, FunnelFile.Use use, Problems problems) {
    this.problemsBefore = problems.count();
    this.reader = new MappingReader(mapping, nameOf(mapping), KEYS, problems);
    this.fileZone = fileZone;
    this.use = use;
    this.problems = problems;
  }

  /** The id as written, if one is. */
  static Optional<YamlScalar> idOf(YamlMapping mapping) {
    return mapping
        .entry(ID.name())
        .map(YamlMapping.Entry::value)
        .filter(value -> value instanceof YamlScalar scalar && !scalar.text().isBlank())
        .map(value -> (YamlScalar) value);
  }

  private static String nameOf(YamlMapping mapping) {
    return idOf(mapping).map(id -> "funnel \"" + id.text() + "\"").orElse("the funnel");
  }

  /** The funnel; empty if anything is wrong with it. */
  Optional<Funnel> read() {
    List.of(ID, STEPS, WITHIN).forEach(reader::require);
    String id = readId(reader, ID, "funnel", problems);
    FunnelDraft draft = readDraft();
    FunnelRules.check(draft, problems);
    ZoneId zone = Zones.read(reader, FunnelFile.TIME_ZONE, problems).orElse(fileZone);
    readNotes(zone);
    Funnel funnel =
        new Funnel(
            id,
            reader.text(TITLE).orElse(id),
            draft.steps().stream().map(StepReader.Placed::step).toList(),
            readWithin(),
            new CohortReader(reader, use, problems).read(COHORT).orElse(DEFAULT_COHORT),
            textsOf(reader.texts(BREAKDOWNS)),
            reader.wholeNumber(MAX_VALUES, 1, MOST_VALUES).orElse(Funnel.DEFAULT_MAX_VALUES),
            draft.unit(),
            textsOf(draft.held()),
            draft.order(),
            Set.copyOf(textsOf(draft.ignored())),
            draft.exclusions().stream().map(ExclusionReader.Placed::exclusion).toList(),
            reader.choice(ENGINE, Engine.class).orElse(Engine.AUTO),
            zone);
    return problems.count() == problemsBefore ? Optional.of(funnel) : Optional.empty();
  }

  /** What is noted on the funnel, once it is read: it is no part of what is counted. */
  List<Note> notes() {
    return List.copyOf(notes);
  }

  private void readNotes(ZoneId zone) {
    NoteReader noteReader = new NoteReader(zone, problems);
    for (YamlNode item : reader.list(NOTES).map(YamlSequence::items).orElse(List.of())) {
      noteReader.read(item).ifPresent(notes::add);
    }
  }

  /**
   * The id that names rows and state; empty if there is none.
   *
   * @param what is named by it
   */
  static String readId(MappingReader reader, Key key, String what, Problems problems) {
    String id = reader.text(key).orElse("");
    if (!id.isEmpty() && !VALID_ID.matcher(id).matches()) {
      problems.add(
          reader.positionOf(key),
          "\"" + id + "\" is no " + what + " id",
          similarId(id)
              .map(similar -> "write " + similar)
              .orElse("write up to 41 small letters, digits, - and _, a letter first"));
    }
    return id;
  }

  private static Optional<String> similarId(String id) {
    String similar =
        id.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]+", "-")
            .replaceAll("^[^a-z]+|[^a-z0-9]+$", "");
    return Optional.of(similar).filter(candidate -> VALID_ID.matcher(candidate).matches());
  }

  private FunnelDraft readDraft() {
    List<StepReader.Placed> steps = readSteps();
    Order order = reader.choice(ORDER, Order.class).orElse(Order.IN_ORDER);
    return new FunnelDraft(
        steps,
        order,
        readExclusions(steps, order),
        reader.positionOf(IGNORE),
        reader.has(IGNORE),
        reader.texts(IGNORE),
        reader.text(UNIT).orElse(Funnel.USER),
        reader.texts(HOLD));
  }

  private List<StepReader.Placed> readSteps() {
    Optional<YamlSequence> list = reader.list(STEPS);
    if (list.isEmpty()) {
      return List.of();
    }
    if (list.get().items().isEmpty()) {
      problems.add(list.get().position(), "\"steps\" lists nothing", STEPS.advice());
    }
    return list.get().items().stream().map(item -> StepReader.read(item, problems)).toList();
  }

  private List<ExclusionReader.Placed> readExclusions(List<StepReader.Placed> steps, Order order) {
    List<ExclusionReader.Placed> exclusions = new ArrayList<>();
    ExclusionReader exclusionReader = new ExclusionReader(steps, order, problems);
    for (YamlNode item : reader.list(EXCLUDE).map(YamlSequence::items).orElse(List.of())) {
      exclusionReader.read(item).ifPresent(exclusions::add);
    }
    return exclusions;
  }

  private Within readWithin() {
    Optional<String> text = reader.text(WITHIN);
    if (text.isEmpty()) {
      return Within.NONE;
    }
    if (text.get().equals("none")) {
      refuseInContinuousJob(WITHIN, "\"within: none\" is for bounded input only", "366d or less");
      return Within.NONE;
    }
    Duration length = reader.duration(WITHIN).orElse(Duration.ZERO);
    if (length.compareTo(FunnelFile.LONGEST_CONTINUOUS_WITHIN) > 0) {
      refuseInContinuousJob(
          WITHIN, "\"" + text.get() + "\" is longer than a job remembers", "366d or less");
    }
    return Within.of(length);
  }

  private void refuseInContinuousJob(Key key, String what, String instead) {
    switch (use) {
      case BOUNDED -> {}
      case CONTINUOUS -> problems.add(reader.positionOf(key), what, "write " + instead);
    }
  }

  private static List<String> textsOf(List<YamlScalar> scalars) {
    return scalars.stream().map(YamlScalar::text).toList();
  }
}
