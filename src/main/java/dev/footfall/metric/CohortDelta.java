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
 */
@TypeInfo(CohortDelta.OwnType.class)
public record CohortDelta(CohortKey cohort, CohortShape shape, List<Part> parts) {

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
