package dev.footfall.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.footfall.event.MappedPlaces.Role;
import dev.footfall.event.MappedPlaces.Target;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object as a stream of tokens: nothing is built that the event does not keep. */
final class JsonEvents {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Senders make names up; interned ones would never go.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final MappedPlaces places;

  JsonEvents(MappedPlaces places) {
    this.places = places;
  }

  /** Gathers what the bytes say. They must be UTF-8. */
  void read(byte[] bytes, int from, int length, EventDraft draft) throws Refusal {
    try (JsonParser parser = JSON.createParser(bytes, from, length)) {
      readWhole(parser, true, false, draft);
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed);
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", impossible);
    }
  }

  /**
   * Gathers the properties that a text holds.
   *
   * @return whether it holds an object; if not, nothing is gathered
   */
  boolean readProperties(String text, EventDraft draft) throws Refusal {
    if (!text.startsWith("{")) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      readWhole(parser, false, true, draft);
      return true;
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed);
    } catch (IOException impossible) {
      throw new IllegalStateException("a text in memory cannot fail to be read", impossible);
    }
  }

  /** Gathers what tokens say that stand for the bytes of one object. */
  void readTokens(JsonParser tokens, EventDraft draft) throws IOException, Refusal {
    readWhole(tokens, true, false, draft);
  }

  private static Refusal malformed(JsonProcessingException malformed) {
    return new Refusal(
        RejectionReason.MALFORMED, "it is not JSON: " + malformed.getOriginalMessage());
  }

  private void readWhole(JsonParser parser, boolean mapped, boolean stated, EventDraft draft)
      throws IOException, Refusal {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new Refusal(RejectionReason.MALFORMED, "it is not a JSON object");
    }
    readMembers(parser, "", mapped, "", stated, draft);
    if (parser.nextToken() != null) {
      throw new Refusal(RejectionReason.MALFORMED, "something follows the JSON object");
    }
  }

  /**
   * Reads up to the end of an object.
   *
   * @param path where the object stands, with a dot at the end unless it is the outermost
   * @param mapped whether a mapped path may lead through the object
   * @param prefix what the names of its members begin with once they are properties
   * @param stated whether its members are the sender's own properties
   */
  private void readMembers(
      JsonParser parser,
      String path,
      boolean mapped,
      String prefix,
      boolean stated,
      EventDraft draft)
      throws IOException, Refusal {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      String property = draft.join(prefix, name);
      if (mapped) {
        String place = path.equals(prefix) ? property : draft.join(path, name);
        readMapped(parser, value, place, property, stated, draft);
      } else {
        readProperty(parser, value, property, stated, draft);
      }
    }
  }

  private void readMapped(
      JsonParser parser,
      JsonToken value,
      String place,
      String property,
      boolean stated,
      EventDraft draft)
      throws IOException, Refusal {
    List<Target> targets = places.at(place);
    boolean leadsOn = places.leadThrough(place);
    if (targets.isEmpty() && !leadsOn) {
      readProperty(parser, value, property, stated, draft);
      return;
    }
    if (value == JsonToken.START_OBJECT) {
      boolean holdsProperties = find(Role.PROPERTIES, targets) != null;
      readMembers(
          parser,
          place + '.',
          leadsOn,
          holdsProperties ? "" : property + '.',
          stated || holdsProperties,
          draft);
    } else if (value == JsonToken.START_ARRAY) {
      Target pairs = find(Role.PAIRS, targets);
      if (pairs != null) {
        readPairs(parser, pairs.rank() == 0 ? "" : property + '.', draft);
      } else {
        draft.property(property, stated, arrayText(parser, draft));
      }
    } else if (value != JsonToken.VALUE_NULL) {
      readText(parser.getText(), targets, property, stated, draft);
    }
  }

  /** A text, number or boolean at a mapped path. */
  void readText(
      String text, List<Target> targets, String property, boolean stated, EventDraft draft)
      throws Refusal {
    boolean taken = false;
    for (Target target : targets) {
      if (target.role().isText()) {
        draft.take(target, property, stated, text);
        taken = true;
      } else if (target.role() == Role.PROPERTIES) {
        taken |= readProperties(text, draft);
      }
    }
    if (!taken) {
      draft.property(property, stated, text);
    }
  }

  private void readProperty(
      JsonParser parser, JsonToken value, String property, boolean stated, EventDraft draft)
      throws IOException, Refusal {
    switch (value) {
      case START_OBJECT -> readMembers(parser, "", false, property + '.', stated, draft);
      case START_ARRAY -> draft.property(property, stated, arrayText(parser, draft));
      case VALUE_NULL -> {}
      default -> draft.property(property, stated, parser.getText());
    }
  }

  /**
   * Reads an array of {@code {"key": "plan", "value": {"string_value": "pro"}}}, as Google's
   * exports write maps.
   *
   * @param prefix what the names of the pairs begin with once they are properties; empty if they
   *     are the sender's own
   */
  private static void readPairs(JsonParser parser, String prefix, EventDraft draft)
      throws IOException, Refusal {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      Pair pair = readPair(parser);
      if (pair.key() != null && pair.value() != null) {
        draft.property(draft.join(prefix, pair.key()), prefix.isEmpty(), pair.value());
      }
    }
  }

  private record Pair(@Nullable String key, @Nullable String value) {}

  private static Pair readPair(JsonParser parser) throws IOException {
    String key = null;
    String value = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("key") && token.isScalarValue()) {
        key = parser.getText();
      } else if (name.equals("value")) {
        value = token == JsonToken.START_OBJECT ? typedValue(parser) : scalar(parser);
      } else {
        parser.skipChildren();
      }
    }
    return new Pair(key, value);
  }

  /** The value of {@code {"int_value": "5", "string_value": null, "set_timestamp_micros": "1"}}. */
  private static @Nullable String typedValue(JsonParser parser) throws IOException {
    String value = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean typed = parser.currentName().endsWith("_value");
      parser.nextToken();
      String scalar = scalar(parser);
      value = typed && scalar != null ? scalar : value;
    }
    return value;
  }

  private static @Nullable String scalar(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }

  private static @Nullable Target find(Role role, List<Target> targets) {
    for (Target target : targets) {
      if (target.role() == role) {
        return target;
      }
    }
    return null;
  }

  /** The array at which the parser stands, as JSON without spaces, numbers as they were written. */
  private static String arrayText(JsonParser parser, EventDraft draft) throws IOException, Refusal {
    StringBuilder text = new StringBuilder("[");
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      boolean closes = token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT;
      char last = text.charAt(text.length() - 1);
      if (!closes && last != '[' && last != '{' && last != ':') {
        text.append(',');
      }
      switch (token) {
        case START_ARRAY, START_OBJECT -> depth++;
        case END_ARRAY, END_OBJECT -> depth--;
        default -> {}
      }
      switch (token) {
        case FIELD_NAME -> quote(draft.storable(parser.currentName()), text).append(':');
        case VALUE_STRING -> quote(draft.storable(parser.getText()), text);
        default -> text.append(parser.getText());
      }
    }
    return text.toString();
  }

  private static StringBuilder quote(String string, StringBuilder text) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(string, text);
    return text.append('"');
  }
}
