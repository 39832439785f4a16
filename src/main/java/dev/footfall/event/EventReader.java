package dev.footfall.event;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes an event, or a rejection, of the bytes of one line or message. Whatever the bytes are,
 * nothing is thrown; only a reader of Avro does so, when the {@link Schemas} cannot be asked.
 *
 * <p>Not for more than one thread: each makes its own.
 */
public final class EventReader {

  /** A line or message of more bytes than this is rejected unread. */
  public static final int MAX_BYTES = 1 << 20;

  /** What is said of such a one. */
  public static final String TOO_LONG = "it has more than %,d bytes".formatted(MAX_BYTES);

  /** How a format gathers what the bytes say. */
  private interface Gathering {
    void read(byte[] bytes, int from, int length, EventDraft draft) throws Refusal;
  }

  private final EventDraft draft;
  private final Gathering gathering;
  private final boolean readsText;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private CharBuffer decoded = CharBuffer.allocate(1024);

  private EventReader(EventMapping mapping, Gathering gathering) {
    this(mapping, gathering, true);
  }

  private EventReader(EventMapping mapping, Gathering gathering, boolean readsText) {
    this.draft = new EventDraft(mapping);
    this.gathering = gathering;
    this.readsText = readsText;
  }

  /** A reader of one JSON object a line or message. */
  public static EventReader json(EventMapping mapping) {
    return new EventReader(mapping, new JsonEvents(new MappedPlaces(mapping))::read);
  }

  /**
   * A reader of Avro messages that name their schema by its number in a registry. A field is found
   * by its path as in JSON.
   */
  public static EventReader avro(EventMapping mapping, Schemas schemas) {
    JsonEvents json = new JsonEvents(new MappedPlaces(mapping));
    return new EventReader(mapping, new AvroEvents(json, schemas)::read, false);
  }

  /** A reader of lines of CSV with these columns. An empty cell is an absent property. */
  public static EventReader csv(EventMapping mapping, List<String> columns) {
    MappedPlaces places = new MappedPlaces(mapping);
    return new EventReader(mapping, new CsvEvents(places, new JsonEvents(places), columns)::read);
  }

  /**
   * A reader of the lines that follow this header line of CSV. Of a header that cannot be read, it
   * is a reader that rejects every line and says why.
   */
  public static EventReader csv(EventMapping mapping, byte[] header, int from, int length) {
    try {
      EventReader any = new EventReader(mapping, (bytes, start, count, nothing) -> {});
      any.requireText(header, from, length);
      String line = new String(header, from, length, StandardCharsets.UTF_8);
      return csv(mapping, CsvEvents.columns(line));
    } catch (Refusal refusal) {
      String why = "the header of its file cannot be read: " + refusal.detail();
      return new EventReader(
          mapping,
          (bytes, start, count, nothing) -> {
            throw new Refusal(RejectionReason.MALFORMED, why);
          });
    }
  }

  /**
   * Reads one line or message.
   *
   * @param origin what the place begins with: {@code clicks.jsonl:}, {@code clicks/3@}
   * @param position what the place ends with: the number of the line, or the offset
   * @throws UncheckedIOException if the schema of an Avro message cannot be had at present
   */
  public Arrival read(byte[] bytes, int from, int length, String origin, long position) {
    try {
      return Arrival.of(event(bytes, from, length), origin, position);
    } catch (Refusal refusal) {
      return rejected(refusal, origin + position, bytes, from, length);
    } catch (UncheckedIOException away) {
      throw away;
    } catch (RuntimeException | StackOverflowError bug) {
      // One odd line must not stop everyone's numbers; the rejection carries it to someone's eyes.
      Refusal refusal = new Refusal(RejectionReason.MALFORMED, "it cannot be read: " + bug);
      return rejected(refusal, origin + position, bytes, from, length);
    }
  }

  private static Arrival rejected(
      Refusal refusal, String place, byte[] bytes, int from, int length) {
    return Arrival.of(
        RejectedEvent.of(refusal.reason(), refusal.detail(), place, bytes, from, length, length));
  }

  private Event event(byte[] bytes, int from, int length) throws Refusal {
    if (length > MAX_BYTES) {
      throw new Refusal(RejectionReason.TOO_LONG, TOO_LONG);
    }
    if (isBlank(bytes, from, length)) {
      throw new Refusal(RejectionReason.EMPTY, "there is nothing in it");
    }
    boolean mayHoldUnstorable = !readsText || requireText(bytes, from, length);
    draft.begin(mayHoldUnstorable);
    gathering.read(bytes, from, length, draft);
    return draft.finish();
  }

  /** Whether there is nothing but spaces, tabs and line ends. */
  public static boolean isBlank(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  /**
   * Requires UTF-8 without U+0000.
   *
   * @return whether a backslash is among it
   */
  private boolean requireText(byte[] bytes, int from, int length) throws Refusal {
    boolean ascii = true;
    boolean zero = false;
    boolean backslash = false;
    for (int i = from; i < from + length; i++) {
      byte b = bytes[i];
      ascii &= b >= 0;
      zero |= b == 0;
      backslash |= b == '\\';
    }
    if (!ascii) {
      requireUtf8(bytes, from, length);
    }
    if (zero) {
      throw new Refusal(RejectionReason.MALFORMED, "it holds the character U+0000");
    }
    return backslash;
  }

  private void requireUtf8(byte[] bytes, int from, int length) throws Refusal {
    if (decoded.capacity() < length) {
      decoded = CharBuffer.allocate(length);
    }
    ByteBuffer encoded = ByteBuffer.wrap(bytes, from, length);
    utf8.reset();
    if (utf8.decode(encoded, decoded.clear(), true).isError()) {
      throw new Refusal(
          RejectionReason.NOT_UTF8,
          "byte %,d is not UTF-8".formatted(encoded.position() - from + 1));
    }
  }
}
