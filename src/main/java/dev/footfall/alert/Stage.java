package dev.footfall.alert;

import dev.footfall.funnel.PatternAlert;
import dev.footfall.funnel.PatternAlert.Element;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One event of a pattern, as a stage of its Flink CEP pattern.
 *
 * @param name names the stage: the element's position from 1 and which of its times it is
 * @param element the element's position, from 0
 * @param forbidden the position of the absent element before it, or {@link #NOTHING}
 * @param anchor the stage from which the element's time is counted
 * @param limit how many milliseconds after that it may come; {@link Long#MAX_VALUE} for no limit
 */
record Stage(String name, int element, int forbidden, String anchor, long limit)
    implements Serializable {

  static final int NOTHING = -1;

  /** The stages of a pattern in order, without an absence at its end. */
  static List<Stage> of(PatternAlert alert) {
    List<Stage> stages = new ArrayList<>();
    int forbidden = NOTHING;
    for (int position = 0; position < alert.elements().size(); position++) {
      Element element = alert.elements().get(position);
      if (element.absent()) {
        forbidden = position;
        continue;
      }
      String anchor = stages.isEmpty() ? nameOf(position, 1) : stages.get(stages.size() - 1).name();
      for (int time = 1; time <= element.times(); time++) {
        stages.add(
            new Stage(
                nameOf(position, time), position, forbidden, anchor, element.within().millis()));
      }
      forbidden = NOTHING;
    }
    return stages;
  }

  private static String nameOf(int position, int time) {
    return (position + 1) + "." + time;
  }
}
