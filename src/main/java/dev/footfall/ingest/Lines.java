package dev.footfall.ingest;

import dev.footfall.event.EventReader;
import dev.footfall.event.RejectedEvent;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The lines of a file, plain or compressed, one after the other and never more than one of them in
 * memory. A line ends with LF or CR LF, the last one also with the file. A byte order mark is no
 * part of the first.
 */
final class Lines implements Closeable {

  private static final int FIRST_CAPACITY = 32 * 1024;

  private final InputStream in;
  private final boolean fromStart;
  private byte[] buffer = new byte[FIRST_CAPACITY];

  /** Where the bytes that are not read as lines yet begin and end. */
  private int unread;

  private int end;

  private boolean exhausted;
  private Optional<String> damage = Optional.empty();

  private long number;
  private int from;
  private int length;
  private long size;

  /** The lines of a whole file. */
  Lines(InputStream in) {
    this(in, true);
  }

  /**
   * @param fromStart whether they begin where the file does: only there a byte order mark is none
   *     of the text
   */
  Lines(InputStream in, boolean fromStart) {
    this.in = in;
    this.fromStart = fromStart;
  }

  /** The bytes among which the line is, until the next one is asked for. */
  byte[] bytes() {
    return buffer;
  }

  /** Where in the bytes the line begins. */
  int from() {
    return from;
  }

  /** How many bytes of the line are there. */
  int length() {
    return length;
  }

  /** How many bytes the line has; more than are there if it is too long. */
  long size() {
    return size;
  }

  /** The number of the line among these, from 1. */
  long number() {
    return number;
  }

  /**
   * What is wrong with the file, once there is no further line, if its end was not reached. The
   * bytes are then those that followed the last whole line.
   */
  Optional<String> damage() {
    return damage;
  }

  /** Moves to the next line, if there is one. */
  boolean next() throws IOException {
    int scanned = unread;
    while (true) {
      int lineEnd = indexOfLineEnd(scanned);
      if (lineEnd >= 0) {
        take(lineEnd, lineEnd + 1);
        return true;
      }
      // One more, as the last byte may be the CR before the line's end.
      if (end - unread > EventReader.MAX_BYTES + 1) {
        skipTooLong();
        return true;
      }
      scanned = end - unread;
      if (!fill()) {
        return takeRest();
      }
      scanned += unread;
    }
  }

  private int indexOfLineEnd(int start) {
    for (int i = start; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void take(int lineEnd, int next) {
    from = unread;
    length = lineEnd - unread;
    if (length > 0 && buffer[lineEnd - 1] == '\r') {
      length--;
    }
    unread = next;
    number++;
    if (number == 1 && fromStart && beginsWithByteOrderMark()) {
      from += 3;
      length -= 3;
    }
    size = length;
  }

  private boolean beginsWithByteOrderMark() {
    return length >= 3
        && buffer[from] == (byte) 0xEF
        && buffer[from + 1] == (byte) 0xBB
        && buffer[from + 2] == (byte) 0xBF;
  }

  private boolean takeRest() {
    if (damage.isEmpty() && unread < end) {
      take(end, end);
      return true;
    }
    from = unread;
    length = end - unread;
    size = length;
    return false;
  }

  /** Keeps the beginning of the line and counts the rest, a buffer at a time. */
  private void skipTooLong() throws IOException {
    byte[] head = Arrays.copyOfRange(buffer, unread, unread + RejectedEvent.MAX_RAW_BYTES);
    long skipped = 0;
    int lineEnd = -1;
    while (lineEnd < 0) {
      skipped += end - unread;
      unread = end;
      if (!fill()) {
        break;
      }
      lineEnd = indexOfLineEnd(unread);
    }
    if (lineEnd >= 0) {
      skipped += lineEnd - unread;
      unread = lineEnd + 1;
    }
    // What was read of the line is gone from the buffer, so there is room in front of the rest.
    makeRoomInFront(head.length);
    System.arraycopy(head, 0, buffer, 0, head.length);
    from = 0;
    length = head.length;
    size = skipped;
    number++;
  }

  private void makeRoomInFront(int room) {
    if (unread < room) {
      byte[] wider = new byte[Math.max(buffer.length, room + end - unread)];
      System.arraycopy(buffer, unread, wider, room, end - unread);
      end = room + end - unread;
      unread = room;
      buffer = wider;
    }
  }

  /** Reads more, with room made for it; false at the end of what can be read. */
  private boolean fill() throws IOException {
    if (exhausted) {
      return false;
    }
    if (unread > 0) {
      System.arraycopy(buffer, unread, buffer, 0, end - unread);
      end -= unread;
      unread = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = readOrFindDamage();
    exhausted = read < 0;
    end += Math.max(read, 0);
    return !exhausted;
  }

  private int readOrFindDamage() throws IOException {
    try {
      return in.read(buffer, end, buffer.length - end);
    } catch (EOFException cutOff) {
      damage = Optional.of("the compressed file is cut off");
    } catch (ZipException damaged) {
      damage = Optional.of("the compressed file is damaged: " + damaged.getMessage());
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
