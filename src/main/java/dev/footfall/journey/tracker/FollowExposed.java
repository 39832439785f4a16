package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.DeclaredExperiment;
import dev.footfall.journey.ExposureNews;
import dev.footfall.journey.ExposureNews.Change;
import dev.footfall.journey.ExposureNews.Standing;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.internal.InternalValueState;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Follows all users that are exposed to experiments, each from its first exposure through the
 * funnel until it has had its time.
 *
 * <p>Events must come as for {@link TrackJourneys}. One user in one experiment is one value of
 * keyed state, under the number of the experiment's definition as the namespace. Its journey goes
 * when it has had its time, and the rest when nobody can be exposed any more and all have had
 * theirs: until then a user that comes back must be known again, and one that is seen in a second
 * variant counts in none.
 */
public final class FollowExposed extends AbstractStreamOperator<ExposureNews>
    implements OneInputStreamOperator<Intake, ExposureNews>, Triggerable<String, Long> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<DeclaredExperiment> experiments;
  private final @Nullable Declaration initial;

  private transient FollowedExperiments followed = FollowedExperiments.NOTHING;
  private transient @Nullable Declaration declaration;
  private transient ListState<Adopted> adopted;
  private transient long restoredWatermark;

  /** What there is to say of experiments before anything is said of units. */
  private transient List<ExposureNews> unsaid;

  private transient Instant instant;
  private transient InternalValueState<String, Long, ExposedUnit> units;
  private transient InternalTimerService<Long> timers;

  /** Where the unit that is followed has come to in this instant. */
  private transient @Nullable Progress progress;

  private FollowExposed(List<DeclaredExperiment> experiments, @Nullable Declaration initial) {
    this.experiments = new ArrayList<>(experiments);
    this.initial = initial;
  }

  /**
   * Follows experiments that stay as they are.
   *
   * @param events admitted events, as for {@link TrackerEngine#follow}
   */
  public static DataStream<ExposureNews> of(
      DataStream<Intake> events, List<DeclaredExperiment> experiments) {
    return follow(events, new FollowExposed(experiments, null));
  }

  /**
   * Follows experiments that change while the job runs.
   *
   * @param intake admitted events, and declarations between them
   * @param initial what is declared in the beginning. After a restart the last that was heard
   *     counts, until another comes.
   */
  public static DataStream<ExposureNews> ofChanging(
      DataStream<Intake> intake, Declaration initial) {
    return follow(intake, new FollowExposed(List.of(), initial));
  }

  private static SingleOutputStreamOperator<ExposureNews> follow(
      DataStream<Intake> intake, FollowExposed operator) {
    return DataStreamUtils.reinterpretAsKeyedStream(intake, UnitOf.INTAKE, Types.STRING)
        .transform("Follow exposed", TypeInformation.of(ExposureNews.class), operator)
        .uid("exposed-users")
        .name("Follow users exposed to experiments");
  }

  @Override
  public void open() throws Exception {
    super.open();
    instant = new Instant();
    ValueState<ExposedUnit> state =
        getOrCreateKeyedState(
            LongSerializer.INSTANCE,
            new ValueStateDescriptor<>("exposed", ExposedUnitSerializer.INSTANCE));
    units = byExperiment(state);
    timers = getInternalTimerService("exposed", LongSerializer.INSTANCE, this);
    adopted = Adopted.in(getOperatorStateBackend());
    unsaid = new ArrayList<>();
    restoredWatermark = Long.MIN_VALUE;
    adoptAtStart();
  }

  @SuppressWarnings("unchecked") // every backend's value state is one, and the types are ours
  private static InternalValueState<String, Long, ExposedUnit> byExperiment(
      ValueState<ExposedUnit> state) {
    return (InternalValueState<String, Long, ExposedUnit>) state;
  }

  private void adoptAtStart() throws Exception {
    Adopted before = Adopted.before(adopted);
    declaration = initial;
    if (before == null) {
      follow(declared(), Map.of(), FunnelVersion.FROM_THE_BEGINNING);
      return;
    }
    restoredWatermark = before.watermark();
    if (initial != null && before.declaration() != null) {
      declaration = before.declaration();
    }
    follow(declared(), before.versionByNumber(), restoredWatermark);
  }

  private List<DeclaredExperiment> declared() {
    return declaration == null ? experiments : DeclaredExperiment.allIn(declaration);
  }

  /**
   * Follows these from now on. Those that were followed before go on as if nothing had been.
   *
   * @param since the event time after which the new ones see every event
   */
  private void follow(
      List<DeclaredExperiment> declared, Map<Long, VersionNote> before, long since) {
    Map<Long, Long> sinceByNumber = new HashMap<>();
    for (DeclaredExperiment one : declared) {
      VersionNote known = before.get(one.number());
      sinceByNumber.put(one.number(), known == null ? since : known.since());
    }
    followed = new FollowedExperiments(declared, sinceByNumber);
    before
        .keySet()
        .forEach(
            number -> {
              if (followed.numbered(number) == null) {
                unsaid.add(ExposureNews.ofNoMore(number));
              }
            });
    // Whoever counts may have been restored without having heard of one.
    followed.all().forEach(one -> unsaid.add(ExposureNews.of(one.number(), one.version())));
  }

  private Map<Long, VersionNote> notes() {
    Map<Long, VersionNote> notes = new HashMap<>();
    for (FollowedExperiments.One one : followed.all()) {
      notes.put(
          one.number(),
          new VersionNote(
              one.version().id(), one.version().version(), one.version().since(), false));
    }
    return notes;
  }

  private long watermark() {
    return Math.max(restoredWatermark, timers.currentWatermark());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    adopted.update(List.of(new Adopted(declaration, notes(), watermark())));
  }

  /** The key is set when an instant is whole, not when its events come. */
  @Override
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  public void processElement(StreamRecord<Intake> record) throws Exception {
    Intake intake = record.getValue();
    if (intake instanceof Event event) {
      take(event);
    } else if (intake instanceof Declaration declared) {
      adopt(declared);
    }
  }

  private void take(Event event) throws Exception {
    if (followed.isEmpty() || !followed.areConcernedBy(event.name())) {
      return;
    }
    if (!instant.isEmpty() && !instant.holds(followed.funnels(), event.user(), event)) {
      live();
    }
    instant.add(followed.funnels(), event.user(), event);
  }

  /** From here on the experiments are as declared; of others, what is kept goes with its timers. */
  private void adopt(Declaration declared) throws Exception {
    live();
    if (declaration == null || declared.number() != declaration.number()) {
      declaration = declared;
      follow(declared(), notes(), Math.max(watermark(), declared.since()));
      sayUnsaid();
    }
  }

  private void sayUnsaid() {
    unsaid.forEach(news -> output.collect(new StreamRecord<>(news)));
    unsaid.clear();
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    live();
    sayUnsaid();
    super.processWatermark(watermark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    live();
  }

  private void live() throws Exception {
    if (instant.isEmpty()) {
      return;
    }
    sayUnsaid();
    setCurrentKey(instant.unit());
    for (FollowedExperiments.One one : followed.all()) {
      for (Event event : instant.events()) {
        int variant = one.exposes(event);
        if (variant >= 0) {
          expose(one, variant);
        }
      }
    }
    instant.explain(this::live);
    instant.clear();
  }

  private void expose(FollowedExperiments.One one, int variant) throws Exception {
    units.setCurrentNamespace(one.number());
    ExposedUnit unit = units.value();
    if (unit == null) {
      unit = new ExposedUnit();
      unit.variant = variant;
      unit.exposedAt = instant.time();
      timers.registerEventTimeTimer(one.number(), one.endOf(unit));
      say(one, instant.time(), null, unit);
    } else if (unit.variant != variant && unit.variant != Standing.IN_SEVERAL) {
      Standing before = unit.standing();
      unit.variant = Standing.IN_SEVERAL;
      unit.journey = new UnitJourney();
      say(one, instant.time(), before, unit);
    } else {
      return;
    }
    units.update(unit);
  }

  private void live(Instant.Meaning meaning) throws Exception {
    FollowedExperiments.One one = followed.all().get(meaning.funnel());
    units.setCurrentNamespace(one.number());
    ExposedUnit unit = units.value();
    if (unit == null
        || unit.variant == Standing.IN_SEVERAL
        || unit.matured
        || one.endOf(unit) < instant.time()) {
      return;
    }
    FunnelTracker tracker = followed.funnels().tracker(meaning.funnel());
    if (unit.journey.isEmpty() && !meaning.mayStart(tracker)) {
      return;
    }
    progress = null;
    boolean changed =
        tracker.live(
            instant.unit(), unit.journey, meaning.signals(), change -> progress = change.after());
    if (progress != null) {
      advance(one, unit, progress);
    }
    if (changed) {
      units.update(unit);
    }
  }

  private void advance(FollowedExperiments.One one, ExposedUnit unit, Progress reached) {
    Standing before = unit.standing();
    unit.steps = 0;
    for (int step = 1; step <= reached.times().length; step++) {
      if (reached.times()[step - 1] != Progress.NOT_TAKEN) {
        unit.steps |= 1L << step;
      }
    }
    boolean converted = (unit.steps & 1L << one.experiment().metric()) != 0;
    if (converted && unit.convertedAfter == Standing.NOT_YET) {
      unit.convertedAfter = instant.time() - unit.exposedAt;
    }
    if (!unit.standing().equals(before)) {
      say(one, instant.time(), before, unit);
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, Long> timer) throws Exception {
    Long number = timer.getNamespace();
    units.setCurrentNamespace(number);
    ExposedUnit unit = units.value();
    FollowedExperiments.One one = followed.numbered(number);
    if (unit == null || one == null || one.forgottenAt() <= timer.getTimestamp()) {
      units.clear();
      return;
    }
    if (unit.variant != Standing.IN_SEVERAL) {
      Standing before = unit.standing();
      unit.matured = true;
      unit.journey = new UnitJourney();
      say(one, timer.getTimestamp(), before, unit);
      units.update(unit);
    }
    timers.registerEventTimeTimer(number, one.forgottenAt());
  }

  private void say(
      FollowedExperiments.One one, long time, @Nullable Standing before, ExposedUnit unit) {
    output.collect(
        new StreamRecord<>(
            ExposureNews.of(one.number(), new Change(time, before, unit.standing())), time));
  }

  @Override
  public void onProcessingTime(InternalTimer<String, Long> timer) {
    throw new IllegalStateException("no timer of the clock is ever set: " + timer);
  }
}
