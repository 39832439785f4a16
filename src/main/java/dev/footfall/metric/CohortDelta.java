package dev.footfall.metric;

import dev.footfall.wire.OwnTypeFactory;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * How the counts of one cohort have changed: its total and every value of every breakdown together,
 * so that they add up at every moment.
 *
 * @param cohort which
 * @param shape what its rows look like
 * @param parts what changed in each slice
 * @param firstStep the event time of the earliest step among the changes, for those who measure how
 *     long it takes until it is told; {@link #NO_STEP} if nobody took one
 */
@TypeInfo(CohortDelta.OwnType.class)
public record CohortDelta(CohortKey cohort, CohortShape shape, List<Part> parts, long firstStep) {

  /** Units that only dropped out, or were excluded: no event did that. */
  public static final long NO_STEP = Long.MAX_VALUE;

  /**
   * How the counts of one slice have changed.
   *
   * @param slice which
   * @param since the earliest event time at which a unit counted here is known to have counted
   * @param change by how much
   */
  public record Part(Slice slice, long since, Tally change) {}

  /** Tells Flink how it is written. */
  public static final class OwnType extends OwnTypeFactory<CohortDelta> {
    public OwnType() {
      super(CohortDelta.class, new CohortDeltaSerializer());
    }
  }
}
