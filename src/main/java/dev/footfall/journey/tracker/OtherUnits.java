package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Lays the arrows from the events of users to those of units that properties name, each unit's in
 * the order in which they are taken.
 */
public final class OtherUnits {

  private final String uid;
  private final String name;

  /**
   * @param whose begins the uids of its operators: {@code ""}, or a word and a hyphen
   * @param forWhat ends the names of its operators, for people
   */
  public OtherUnits(String whose, String forWhat) {
    this.uid = whose;
    this.name = forWhat;
  }

  /**
   * Where the properties that name units stay as they are.
   *
   * @param events admitted events, of one user in the order of event time
   */
  public DataStream<Intake> of(DataStream<Intake> events, Set<String> properties) {
    SingleOutputStreamOperator<Intake> addressed = addressed(events, new AddressUnits(properties));
    return byUnit(addressed)
        .transform("In order", addressed.getType(), new TakeInOrder(addressed.getType()))
        .uid(uid + "in-order-other")
        .name("Events of each other unit in order" + name);
  }

  /**
   * Where they change while the job runs.
   *
   * @param intake admitted events, likewise, and declarations between them, which are passed on
   * @param initial what is declared in the beginning
   * @param properties those that a declaration has
   */
  public DataStream<Intake> ofChanging(
      DataStream<Intake> intake, Declaration initial, UnitProperties properties) {
    SingleOutputStreamOperator<Intake> addressed =
        addressed(intake, new AddressUnits(initial, properties));
    return byUnit(addressed)
        .connect(addressed.getSideOutput(AddressUnits.DECLARATIONS).broadcast())
        .transform("In order", addressed.getType(), new TakeInOrder(addressed.getType()))
        .uid(uid + "in-order-other")
        .name("Events of each other unit in order" + name);
  }

  private SingleOutputStreamOperator<Intake> addressed(
      DataStream<Intake> intake, AddressUnits address) {
    return intake
        .process(address, intake.getType())
        .uid(uid + "other-units")
        .name("Events of other units" + name);
  }

  private static KeyedStream<Intake, String> byUnit(DataStream<Intake> addressed) {
    return addressed.keyBy(UnitOf.INTAKE, Types.STRING);
  }
}
