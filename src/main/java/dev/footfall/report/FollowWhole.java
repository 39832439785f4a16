package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Funnel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Does with a bounded input what {@link FollowReports} does with one that goes on, given all events
 * of a user together, in the order of event time: it follows one user to its end, then the next,
 * and keeps no state of Flink's.
 */
final class FollowWhole extends AbstractStreamOperator<FigureDelta>
    implements OneInputStreamOperator<Intake, FigureDelta>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final ArrayList<DeclaredReport> reports;

  private transient FollowedReports followed;
  private transient HeldFigures held;
  private transient InstantOfUnit instant;

  /** Of the user that is followed, by report. */
  private transient Map<FollowedReports.One, UserState> users;

  FollowWhole(List<DeclaredReport> reports) {
    this.reports = new ArrayList<>(reports);
  }

  @Override
  public void open() throws Exception {
    super.open();
    followed = new FollowedReports(reports, Map.of());
    held =
        new HeldFigures(
            delta -> output.collect(new StreamRecord<>(delta)),
            next -> output.collect(FollowReports.NEXT_OF_UNITS, new StreamRecord<>(next)));
    instant = new InstantOfUnit();
    users = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Intake> record) throws Exception {
    Intake intake = record.getValue();
    if (intake instanceof Event event) {
      take(Funnel.USER, event.user(), event);
    } else if (intake instanceof UnitEvent unitEvent) {
      take(unitEvent.property(), unitEvent.unit(), unitEvent.event());
    }
  }

  private void take(String property, String unit, Event event) throws Exception {
    List<FollowedReports.One> its = followed.of(property);
    if (!FollowedReports.want(its, event)) {
      return;
    }
    if (!instant.isEmpty() && !instant.holds(its, unit, event)) {
      live();
      if (!instant.isOf(unit)) {
        end(instant.unit());
      }
    }
    instant.add(its, unit, event);
  }

  private void live() throws Exception {
    instant.forEachWanting(this::live);
    instant.clear();
  }

  private void live(FollowedReports.One one, List<Event> events) throws Exception {
    UserState user = users.computeIfAbsent(one, its -> its.follower().begin());
    held.of(one, instant.unit());
    one.follower().passTime(user, events.get(0).time() - 1, held);
    one.follower().live(user, events, held);
  }

  /** Lets all time pass for the user that was followed, and forgets it. */
  private void end(String user) {
    users.forEach(
        (one, state) -> {
          held.of(one, user);
          one.follower().passTime(state, Long.MAX_VALUE, held);
        });
    users.clear();
    held.sendOnIfMany();
  }

  @Override
  public void endInput() throws Exception {
    if (!instant.isEmpty()) {
      live();
    }
    end(instant.unit());
    held.sendOn();
  }
}
