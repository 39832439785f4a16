package dev.footfall.table;

import dev.footfall.alert.AlertEvent;
import dev.footfall.alert.AlertRow;
import java.time.Instant;
import java.util.StringJoiner;

/** Parts of an alert as text. */
public final class AlertText {

  private AlertText() {}

  /**
   * The events that made it, as a JSON array of {@code event}, {@code time}, and, where there are
   * any, {@code id} and {@code properties}.
   */
  public static String events(AlertRow row) {
    StringJoiner events = new StringJoiner(",", "[", "]");
    row.events().forEach(event -> events.add(event(event)));
    return events.toString();
  }

  private static String event(AlertEvent event) {
    StringJoiner members = new StringJoiner(",", "{", "}");
    members.add("\"event\":" + JsonText.text(event.name()));
    members.add("\"time\":" + JsonText.text(Instant.ofEpochMilli(event.time()).toString()));
    String id = event.id();
    if (id != null) {
      members.add("\"id\":" + JsonText.text(id));
    }
    if (!event.properties().isEmpty()) {
      members.add("\"properties\":" + JsonText.object(event.properties()));
    }
    return members.toString();
  }
}
