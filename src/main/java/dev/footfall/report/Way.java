package dev.footfall.report;

import dev.footfall.funnel.Paths;
import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The path of a visit as far as its positions are counted: never more than so many stops, however
 * long the visit. Changes.
 */
final class Way {

  private static final Stage[] STAGES = Stage.values();

  private final List<String> stops;
  private Stage stage;
  private boolean goesBeyond;

  private enum Stage {
    BEFORE_ITS_START,
    ON_IT,
    AT_ITS_END
  }

  private Way(List<String> stops, Stage stage, boolean goesBeyond) {
    this.stops = stops;
    this.stage = stage;
    this.goesBeyond = goesBeyond;
  }

  /** Of a visit without a stop. */
  static Way begin() {
    return new Way(new ArrayList<>(4), Stage.BEFORE_ITS_START, false);
  }

  /**
   * Goes on to a stop.
   *
   * @param again whether it is the stop before once more
   */
  void goOn(String stop, boolean again, Paths paths) {
    switch (stage) {
      case BEFORE_ITS_START -> start(stop, paths);
      case ON_IT -> {
        if (!again || paths.repeats() == Paths.Repeats.KEEP) {
          add(stop, paths);
          endAt(stop, paths);
        }
      }
      case AT_ITS_END -> {}
    }
  }

  private void start(String stop, Paths paths) {
    if (paths.from().isEmpty() || paths.from().equals(stop)) {
      stage = Stage.ON_IT;
      add(stop, paths);
    }
    if (paths.from().isEmpty()) {
      // Between two stops, the one at which a path starts is never that at which it ends.
      endAt(stop, paths);
    }
  }

  private void endAt(String stop, Paths paths) {
    if (paths.to().equals(stop)) {
      stage = Stage.AT_ITS_END;
    }
  }

  private void add(String stop, Paths paths) {
    if (stops.size() < paths.depth()) {
      stops.add(stop);
      return;
    }
    goesBeyond = true;
    if (paths.countsBackwards()) {
      stops.remove(0);
      stops.add(stop);
    }
  }

  /** Whether the visit, as it is, has a path. */
  boolean isPath(Paths paths) {
    return stage == Stage.AT_ITS_END || (stage == Stage.ON_IT && paths.to().isEmpty());
  }

  /** The stops at the positions that are counted, in the order in which they were made. */
  List<String> stops() {
    return stops;
  }

  /** Whether there are more, behind these or, where positions are counted backwards, before. */
  boolean goesBeyond() {
    return goesBeyond;
  }

  void write(DataOutputView target) throws IOException {
    target.writeByte(stage.ordinal() * 2 + (goesBeyond ? 1 : 0));
    Compact.write(stops.size(), target);
    for (String stop : stops) {
      Compact.writeText(stop, target);
    }
  }

  static Way read(DataInputView source) throws IOException {
    int stageAndBeyond = source.readByte();
    int count = (int) Compact.read(source);
    List<String> stops = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      stops.add(Compact.readText(source));
    }
    return new Way(stops, STAGES[stageAndBeyond / 2], stageAndBeyond % 2 == 1);
  }
}
