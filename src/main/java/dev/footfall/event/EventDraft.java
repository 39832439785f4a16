package dev.footfall.event;

import dev.footfall.event.MappedPlaces.Role;
import dev.footfall.event.MappedPlaces.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Gathers what a line says, in whatever order it says it, and makes the event of it. */
final class EventDraft {

  /**
   * A line of 1 MB whose names repeat a long prefix could fill a memory of any size; its properties
   * may not have more characters than this, names included.
   */
  private static final int MAX_CHARACTERS = 4 * EventReader.MAX_BYTES;

  private record Found(String property, boolean stated, String text) {}

  private final EventMapping mapping;
  private final @Nullable Found[][] found;

  private Map<String, String> properties = new HashMap<>();
  private long characters;
  private boolean mayHoldUnstorable;

  EventDraft(EventMapping mapping) {
    this.mapping = mapping;
    this.found =
        new @Nullable Found[][] {
          new @Nullable Found[mapping.event().size()],
          new @Nullable Found[mapping.user().size()],
          new @Nullable Found[mapping.time().size()],
          new @Nullable Found[mapping.id().size()]
        };
  }

  /**
   * Begins another event.
   *
   * @param mayHoldUnstorable whether its text was written with escapes, which can say what no
   *     database stores
   */
  void begin(boolean mayHoldUnstorable) {
    this.mayHoldUnstorable = mayHoldUnstorable;
    properties = new HashMap<>();
    characters = 0;
    for (@Nullable Found[] ranks : found) {
      for (int rank = 0; rank < ranks.length; rank++) {
        ranks[rank] = null;
      }
    }
  }

  /**
   * A text at a mapped path.
   *
   * @param property what it is called should it not be taken
   * @param stated whether it then is one of the sender's own properties
   */
  void take(Target target, String property, boolean stated, String text) throws Refusal {
    storable(text);
    found[target.role().ordinal()][target.rank()] = new Found(property, stated, text);
  }

  /**
   * A property.
   *
   * @param stated whether the sender wrote it among its properties; such a one stands, whatever
   *     else bears the name
   */
  void property(String name, boolean stated, String value) throws Refusal {
    count(name.length() + value.length());
    storable(name);
    storable(value);
    if (stated) {
      properties.put(name, value);
    } else {
      properties.putIfAbsent(name, value);
    }
  }

  /** A longer name, counted before it is made. */
  String join(String prefix, String name) throws Refusal {
    if (prefix.isEmpty()) {
      return name;
    }
    count(prefix.length() + name.length());
    return prefix + name;
  }

  private void count(int more) throws Refusal {
    characters += more;
    if (characters > MAX_CHARACTERS) {
      throw new Refusal(
          RejectionReason.TOO_LONG,
          "its properties, flattened, have more than %,d characters".formatted(MAX_CHARACTERS));
    }
  }

  /** The event, if what was gathered makes one. */
  Event finish() throws Refusal {
    String name = required(Role.EVENT, RejectionReason.NO_EVENT, mapping.event());
    String user = required(Role.USER, RejectionReason.NO_USER, mapping.user());
    String time = required(Role.TIME, RejectionReason.NO_TIME, mapping.time());
    String id = chosen(Role.ID);
    requireShort("event", name);
    requireShort("user", user);
    if (id != null) {
      requireShort("id", id);
    }
    long millis = EventTime.millis(time, mapping.epochUnit());
    return new Event(id, name, user, millis, properties);
  }

  private String required(Role role, RejectionReason otherwise, List<String> paths) throws Refusal {
    String text = chosen(role);
    if (text != null) {
      return text;
    }
    StringJoiner places = new StringJoiner("\", \"", "\"", "\"");
    paths.forEach(places::add);
    throw new Refusal(
        otherwise,
        paths.size() == 1 ? places + " is missing or empty" : "none of " + places + " is there");
  }

  /** The first text found for the role, or null; those behind it become properties. */
  private @Nullable String chosen(Role role) throws Refusal {
    String chosen = null;
    for (Found candidate : found[role.ordinal()]) {
      if (candidate == null || candidate.text().isBlank()) {
        continue;
      }
      if (chosen == null) {
        chosen = candidate.text();
      } else {
        property(candidate.property(), candidate.stated(), candidate.text());
      }
    }
    return chosen;
  }

  private static void requireShort(String what, String text) throws Refusal {
    // No character takes more than three bytes for each of its units.
    if (text.length() > Event.MAX_KEY_BYTES / 3 && utf8Bytes(text) > Event.MAX_KEY_BYTES) {
      throw new Refusal(
          RejectionReason.KEY_TOO_LONG,
          "%s is longer than %,d bytes".formatted(what, Event.MAX_KEY_BYTES));
    }
  }

  private static int utf8Bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /**
   * The same text. No database stores U+0000 in a text, and half of a surrogate pair is no
   * character.
   */
  String storable(String text) throws Refusal {
    if (!mayHoldUnstorable) {
      return text;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new Refusal(RejectionReason.MALFORMED, "it holds the character U+0000");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new Refusal(
              RejectionReason.MALFORMED,
              "it holds half of a surrogate pair, \\u%04x".formatted((int) c));
        }
        i++;
      }
    }
    return text;
  }
}
