package dev.footfall.journey.tracker;

import dev.footfall.journey.Outcome;
import dev.footfall.wire.Compact;
import dev.footfall.wire.MutableSerializer;
import dev.footfall.wire.WrittenAs;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes journeys for checkpoints, small: times as distances from the cohort's start and from each
 * other, numbers in as many bytes as they need.
 */
final class JourneySerializer extends MutableSerializer<UnitJourney> {

  static final JourneySerializer INSTANCE = new JourneySerializer();

  private static final long serialVersionUID = 1L;

  private static final Outcome[] OUTCOMES = Outcome.values();

  private static final int HAS_LANE = 1;
  private static final int HAS_LANES = 1 << 1;
  private static final int EXCLUDED = 1 << 2;
  private static final int COUNTED_IN_LANE = 1 << 3;
  private static final int COUNTED_APART = 1 << 4;
  private static final int ALL_OF_TIME = 1 << 5;

  @Override
  public void serialize(UnitJourney journey, DataOutputView target) throws IOException {
    Compact.writeSigned(journey.timer, target);
    Compact.write(journey.cohorts.size(), target);
    for (CohortJourney cohort : journey.cohorts) {
      writeCohort(cohort, target);
    }
  }

  @Override
  public UnitJourney deserialize(DataInputView source) throws IOException {
    UnitJourney journey = new UnitJourney();
    journey.timer = Compact.readSigned(source);
    long count = Compact.read(source);
    for (long i = 0; i < count; i++) {
      journey.cohorts.add(readCohort(source));
    }
    return journey;
  }

  private static void writeCohort(CohortJourney cohort, DataOutputView target) throws IOException {
    Run counted = cohort.counted;
    boolean inLane = cohort.countedStandsInLane();
    boolean allOfTime = cohort.start == Long.MIN_VALUE;
    int flags =
        (cohort.lane != null ? HAS_LANE : 0)
            | (cohort.lanes != null ? HAS_LANES : 0)
            | (cohort.excludedAt != 0 ? EXCLUDED : 0)
            | (inLane ? COUNTED_IN_LANE : 0)
            | (counted != null && !inLane ? COUNTED_APART : 0)
            | (allOfTime ? ALL_OF_TIME : 0);
    target.writeByte(flags);
    if (!allOfTime) {
      Compact.writeSigned(cohort.start, target);
      Compact.write(cohort.end - cohort.start, target);
    }
    long base = baseOf(cohort);
    target.writeByte(cohort.furthest);
    target.writeByte(cohort.outcome.ordinal());
    writeTimes(cohort.times, base, target);
    writeTexts(cohort.values, target);
    Compact.writeSigned(cohort.aliveUntil, target);
    if (cohort.excludedAt != 0) {
      Compact.writeSigned(cohort.excludedAt - base, target);
    }
    if (cohort.lane != null) {
      writeLane(cohort.lane, base, target);
    }
    if (cohort.lanes != null) {
      Compact.write(cohort.lanesToTidyAt, target);
      Compact.write(cohort.lanes.size(), target);
      for (Map.Entry<String, Lane> held : cohort.lanes.entrySet()) {
        Compact.writeText(held.getKey(), target);
        writeLane(held.getValue(), base, target);
      }
    }
    if (counted != null) {
      Compact.writeText(counted.held, target);
      if (inLane) {
        target.writeByte(counted.current);
      } else {
        writeRun(counted, base, target);
      }
    }
  }

  private static CohortJourney readCohort(DataInputView source) throws IOException {
    int flags = source.readByte();
    long start = Long.MIN_VALUE;
    long end = Long.MAX_VALUE;
    if ((flags & ALL_OF_TIME) == 0) {
      start = Compact.readSigned(source);
      end = start + Compact.read(source);
    }
    CohortJourney cohort = new CohortJourney(start, end);
    long base = baseOf(cohort);
    cohort.furthest = source.readByte();
    cohort.outcome = OUTCOMES[source.readByte()];
    cohort.times = readTimes(base, source);
    cohort.values = readTexts(source);
    cohort.aliveUntil = Compact.readSigned(source);
    if ((flags & EXCLUDED) != 0) {
      cohort.excludedAt = base + Compact.readSigned(source);
    }
    if ((flags & HAS_LANE) != 0) {
      cohort.lane = readLane("", base, source);
    }
    if ((flags & HAS_LANES) != 0) {
      cohort.lanes = readLanes(cohort, base, source);
    }
    if ((flags & (COUNTED_IN_LANE | COUNTED_APART)) != 0) {
      String held = Compact.readText(source);
      cohort.counted =
          (flags & COUNTED_APART) != 0
              ? readRun(held, base, source)
              : laneOf(cohort, held).at(source.readByte());
    }
    return cohort;
  }

  private static Map<String, Lane> readLanes(CohortJourney cohort, long base, DataInputView source)
      throws IOException {
    cohort.lanesToTidyAt = (int) Compact.read(source);
    int count = (int) Compact.read(source);
    Map<String, Lane> lanes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String held = Compact.readText(source);
      lanes.put(held, readLane(held, base, source));
    }
    return lanes;
  }

  private static Lane laneOf(CohortJourney cohort, String held) throws IOException {
    Lane lane = cohort.lane(held);
    if (lane == null) {
      throw new IOException("the counted run holds " + held + ", but there is no such lane");
    }
    return lane;
  }

  /** What times are written as distances from. */
  private static long baseOf(CohortJourney cohort) {
    return cohort.start == Long.MIN_VALUE ? 0 : cohort.start;
  }

  private static void writeLane(Lane lane, long base, DataOutputView target) throws IOException {
    target.writeByte(lane.steps());
    Compact.write(lane.occupied(), target);
    long standing = lane.occupied();
    for (int step = Lane.last(standing); step != 0; step = Lane.last(standing)) {
      standing = Lane.before(step, standing);
      writeRun(lane.at(step), base, target);
    }
  }

  private static Lane readLane(String held, long base, DataInputView source) throws IOException {
    Lane lane = new Lane(source.readByte());
    int count = Long.bitCount(Compact.read(source));
    for (int i = 0; i < count; i++) {
      lane.put(readRun(held, base, source));
    }
    return lane;
  }

  private static void writeRun(Run run, long base, DataOutputView target) throws IOException {
    target.writeByte(run.current);
    Compact.write(run.rank, target);
    Compact.write(run.done, target);
    writeTimes(run.times, base, target);
    writeTexts(run.values, target);
  }

  private static Run readRun(String held, long base, DataInputView source) throws IOException {
    int current = source.readByte();
    int rank = (int) Compact.read(source);
    long done = Compact.read(source);
    Run run = new Run(readTimes(base, source), held, CohortJourney.NO_VALUES);
    run.values = readTexts(source);
    run.current = current;
    run.rank = rank;
    run.done = done;
    return run;
  }

  /** The first as the distance from the base, each other as that from the first, plus 1. */
  private static void writeTimes(long[] times, long base, DataOutputView target)
      throws IOException {
    target.writeByte(times.length);
    for (int i = 0; i < times.length; i++) {
      if (i == 0) {
        Compact.writeSigned(times[0] - base, target);
      } else {
        Compact.write(times[i] == 0 ? 0 : times[i] - times[0] + 1, target);
      }
    }
  }

  private static long[] readTimes(long base, DataInputView source) throws IOException {
    long[] times = new long[source.readByte()];
    for (int i = 0; i < times.length; i++) {
      if (i == 0) {
        times[0] = base + Compact.readSigned(source);
      } else {
        long distance = Compact.read(source);
        times[i] = distance == 0 ? 0 : times[0] + distance - 1;
      }
    }
    return times;
  }

  private static void writeTexts(String[] texts, DataOutputView target) throws IOException {
    Compact.write(texts.length, target);
    for (String text : texts) {
      Compact.writeText(text, target);
    }
  }

  private static String[] readTexts(DataInputView source) throws IOException {
    int count = (int) Compact.read(source);
    if (count == 0) {
      return CohortJourney.NO_VALUES;
    }
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = Compact.readText(source);
    }
    return texts;
  }

  @Override
  public UnitJourney copy(UnitJourney from) {
    UnitJourney copy = new UnitJourney();
    copy.timer = from.timer;
    for (CohortJourney cohort : from.cohorts) {
      copy.cohorts.add(cohort.copy());
    }
    return copy;
  }

  @Override
  public UnitJourney createInstance() {
    return new UnitJourney();
  }

  @Override
  public TypeSerializerSnapshot<UnitJourney> snapshotConfiguration() {
    return new Version1();
  }

  /** How it was written first. */
  public static final class Version1 extends WrittenAs<UnitJourney> {
    public Version1() {
      super(1, () -> INSTANCE);
    }
  }
}
