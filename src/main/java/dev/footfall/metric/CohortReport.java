package dev.footfall.metric;

import dev.footfall.funnel.Funnel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Collects the final rows of a bounded run and puts them in order. Values that no unit counts under
 * any more are left out.
 */
public final class CohortReport {

  private static final Comparator<StepRow> ORDER =
      Comparator.comparing(StepRow::funnel)
          .thenComparingLong(StepRow::cohortStart)
          .thenComparing(StepRow::breakdown)
          .thenComparing(StepRow::value)
          .thenComparingInt(StepRow::step);

  private final Map<String, Funnel> funnels = new LinkedHashMap<>();
  private final List<StepRow> steps = new ArrayList<>();
  private final List<TimesRow> times = new ArrayList<>();

  public CohortReport(List<Funnel> funnels) {
    funnels.forEach(funnel -> this.funnels.put(funnel.id(), funnel));
  }

  public synchronized void add(StepRow row) {
    steps.add(row);
  }

  /** Needed only where values are to be folded. */
  public synchronized void add(TimesRow row) {
    times.add(row);
  }

  /**
   * All rows, sorted by funnel, cohort, breakdown, value and step.
   *
   * @param top how many values of each breakdown keep rows of their own, the largest by entries;
   *     the others are folded into {@link Slice#OTHER}. Empty to keep all
   */
  public synchronized List<StepRow> rows(OptionalInt top) {
    Map<SliceKey, List<StepRow>> bySlice = new LinkedHashMap<>();
    for (StepRow row : steps) {
      bySlice.computeIfAbsent(SliceKey.of(row), key -> new ArrayList<>()).add(row);
    }
    bySlice.values().removeIf(rows -> rows.stream().noneMatch(row -> row.reached() > 0));
    List<StepRow> rows = new ArrayList<>();
    if (top.isPresent()) {
      rows.addAll(folded(bySlice, top.getAsInt()));
    } else {
      bySlice.values().forEach(rows::addAll);
    }
    rows.sort(ORDER);
    return rows;
  }

  private record SliceKey(String funnel, long cohortStart, String breakdown, String value) {

    static SliceKey of(StepRow row) {
      return new SliceKey(row.funnel(), row.cohortStart(), row.breakdown(), row.value());
    }

    SliceKey breakdownOnly() {
      return new SliceKey(funnel, cohortStart, breakdown, "");
    }
  }

  private List<StepRow> folded(Map<SliceKey, List<StepRow>> bySlice, int top) {
    Map<SliceKey, List<SliceKey>> valuesByBreakdown = new LinkedHashMap<>();
    List<StepRow> rows = new ArrayList<>();
    bySlice.forEach(
        (slice, itsRows) -> {
          if (slice.breakdown().isEmpty()) {
            rows.addAll(itsRows);
          } else {
            valuesByBreakdown
                .computeIfAbsent(slice.breakdownOnly(), key -> new ArrayList<>())
                .add(slice);
          }
        });
    for (List<SliceKey> values : valuesByBreakdown.values()) {
      values.sort(
          Comparator.comparing((SliceKey slice) -> slice.value().equals(Slice.OTHER))
              .thenComparing(slice -> entered(bySlice, slice), Comparator.reverseOrder())
              .thenComparing(SliceKey::value));
      boolean fits =
          values.size() <= top
              || (values.size() == top + 1 && values.get(top).value().equals(Slice.OTHER));
      for (SliceKey kept : fits ? values : values.subList(0, top)) {
        rows.addAll(rowsOf(bySlice, kept));
      }
      if (!fits) {
        rows.addAll(foldTogether(bySlice, values.subList(top, values.size())));
      }
    }
    return rows;
  }

  private static long entered(Map<SliceKey, List<StepRow>> bySlice, SliceKey slice) {
    return rowsOf(bySlice, slice).stream().mapToLong(StepRow::reached).max().orElse(0);
  }

  private static List<StepRow> rowsOf(Map<SliceKey, List<StepRow>> bySlice, SliceKey slice) {
    return bySlice.getOrDefault(slice, List.of());
  }

  /**
   * Adds counts up; times are read off the added-up buckets, for a median of medians means nothing.
   */
  private List<StepRow> foldTogether(Map<SliceKey, List<StepRow>> bySlice, List<SliceKey> values) {
    Map<Integer, StepRow> byStep = new TreeMap<>();
    for (SliceKey value : values) {
      for (StepRow row : rowsOf(bySlice, value)) {
        byStep.merge(row.step(), row, CohortReport::added);
      }
    }
    List<StepRow> rows = new ArrayList<>();
    for (StepRow row : byStep.values()) {
      rows.add(withTimes(row, Set.copyOf(values)));
    }
    return rows;
  }

  private static StepRow added(StepRow one, StepRow other) {
    return new StepRow(
        one.funnel(),
        one.version(),
        one.cohortStart(),
        one.cohortEnd(),
        one.breakdown(),
        one.value(),
        one.step(),
        one.stepName(),
        one.reached() + other.reached(),
        one.dropped() + other.dropped(),
        one.inProgress() + other.inProgress(),
        one.excluded() + other.excluded(),
        null,
        null,
        null,
        null,
        one.isFinal() && other.isFinal(),
        true,
        one.since(),
        one.watermark(),
        one.writtenAt());
  }

  private StepRow withTimes(StepRow row, Set<SliceKey> values) {
    Times fromPrevious = times(row, values, Tally.Measure.PREVIOUS);
    Times fromEntry = times(row, values, Tally.Measure.ENTRY);
    return new StepRow(
        row.funnel(),
        row.version(),
        row.cohortStart(),
        row.cohortEnd(),
        row.breakdown(),
        Slice.OTHER,
        row.step(),
        row.stepName(),
        row.reached(),
        row.dropped(),
        row.inProgress(),
        row.excluded(),
        fromPrevious.quantileOrNull(0.5),
        fromPrevious.quantileOrNull(0.9),
        fromEntry.quantileOrNull(0.5),
        fromEntry.quantileOrNull(0.9),
        row.isFinal(),
        true,
        row.since(),
        row.watermark(),
        row.writtenAt());
  }

  private Times times(StepRow row, Set<SliceKey> values, Tally.Measure measure) {
    TreeMap<Integer, TimesRow> byBucket = new TreeMap<>();
    for (TimesRow bucket : times) {
      SliceKey slice =
          new SliceKey(bucket.funnel(), bucket.cohortStart(), bucket.breakdown(), bucket.value());
      if (bucket.step() == row.step()
          && bucket.measure().equals(measure.word())
          && values.contains(slice)) {
        byBucket.merge(TimeBuckets.bucketOf(bucket.upToMs()), bucket, TimesRow::plus);
      }
    }
    return new Times(
        byBucket.keySet().stream().mapToInt(Integer::intValue).toArray(),
        byBucket.values().stream().mapToLong(TimesRow::units).toArray(),
        byBucket.values().stream().mapToLong(TimesRow::sumMs).toArray());
  }
}
