package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.journey.VersionNote;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint says of the funnels that were followed.
 *
 * @param declaration what had been declared; null if funnels stay as they are
 * @param versionByNumber the funnels that were followed, by the number under which their journeys
 *     are kept, and the event time after which each has seen every event
 * @param watermark how far event time had come
 */
public record Adopted(
    @Nullable Declaration declaration, Map<Long, VersionNote> versionByNumber, long watermark) {

  /** Where each instance of an operator keeps what it says; after a restart each reads all. */
  static ListState<Adopted> in(OperatorStateStore states) throws Exception {
    return states.getUnionListState(
        new ListStateDescriptor<>("adopted", TypeInformation.of(Adopted.class)));
  }

  /** What all instances say together; null if nothing was followed before. */
  static @Nullable Adopted before(ListState<Adopted> ofAllInstances) throws Exception {
    Adopted before = null;
    for (Adopted one : ofAllInstances.get()) {
      before = before == null ? one : before.and(one);
    }
    return before;
  }

  /** What two instances say together. */
  private Adopted and(Adopted other) {
    Map<Long, VersionNote> all = new HashMap<>(versionByNumber);
    other.versionByNumber.forEach((number, note) -> all.merge(number, note, VersionNote::and));
    return new Adopted(
        later(declaration, other.declaration), all, Math.max(watermark, other.watermark));
  }

  private static @Nullable Declaration later(
      @Nullable Declaration one, @Nullable Declaration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.number() >= other.number() ? one : other;
  }
}
