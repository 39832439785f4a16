package dev.footfall.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a sender puts what makes an event. Each place is a path of names joined by dots in the
 * sender's JSON ({@code context.userId}), or a CSV column. Where several are given, the first that
 * holds something is taken. What is not taken becomes a property.
 *
 * @param event where the event's name stands
 * @param user where the user stands
 * @param time where the time stands: ISO-8601 with a zone, or a number since the epoch
 * @param id where the sender's id of the event stands
 * @param properties objects whose members are the properties; an object written as text counts too
 * @param pairs arrays of {@code {"key": …, "value": {"string_value": …}}}, each pair a property
 * @param epochUnit what a time that is a number counts
 */
public record EventMapping(
    List<String> event,
    List<String> user,
    List<String> time,
    List<String> id,
    List<String> properties,
    List<String> pairs,
    EpochUnit epochUnit)
    implements Serializable {

  /** Footfall's own shape. */
  public static final EventMapping OWN =
      new EventMapping(
          List.of("event"),
          List.of("user"),
          List.of("time"),
          List.of("id"),
          List.of("properties"),
          List.of(),
          EpochUnit.MILLISECONDS);

  /** What can be mapped, as the settings name it. */
  public static final List<String> FIELDS = List.of("event", "user", "time", "id", "properties");

  public EventMapping {
    event = List.copyOf(event);
    user = List.copyOf(user);
    time = List.copyOf(time);
    id = List.copyOf(id);
    properties = List.copyOf(properties);
    pairs = List.copyOf(pairs);
  }

  /**
   * The same, but for one field, which stands at this path only.
   *
   * @throws IllegalArgumentException if the field is none of {@link #FIELDS}
   */
  public EventMapping with(String field, String path) {
    List<String> there = List.of(path);
    return switch (field) {
      case "event" -> new EventMapping(there, user, time, id, properties, pairs, epochUnit);
      case "user" -> new EventMapping(event, there, time, id, properties, pairs, epochUnit);
      case "time" -> new EventMapping(event, user, there, id, properties, pairs, epochUnit);
      case "id" -> new EventMapping(event, user, time, there, properties, pairs, epochUnit);
      case "properties" -> new EventMapping(event, user, time, id, there, pairs, epochUnit);
      default ->
          throw new IllegalArgumentException(
              "\"%s\" cannot be mapped; write one of %s"
                  .formatted(field, String.join(", ", FIELDS)));
    };
  }

  /** The same, but for what a time that is a number counts. */
  public EventMapping countingTimeIn(EpochUnit unit) {
    return new EventMapping(event, user, time, id, properties, pairs, unit);
  }

  /** Where everything stands, for people: {@code event at name, user at context.userId or …}. */
  public String describe() {
    return Stream.of(
            described("event", event),
            described("user", user),
            described("time", time),
            described("id", id),
            described("properties", properties),
            described("pairs", pairs))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String described(String field, List<String> paths) {
    return paths.isEmpty() ? "" : field + " at " + String.join(" or ", paths);
  }

  /** Every path in it. */
  Set<String> paths() {
    List<String> all = new ArrayList<>(event);
    all.addAll(user);
    all.addAll(time);
    all.addAll(id);
    all.addAll(properties);
    all.addAll(pairs);
    return Set.copyOf(all);
  }
}
