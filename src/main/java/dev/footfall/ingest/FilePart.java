package dev.footfall.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.core.fs.FSDataInputStream;

/**
 * A part of a file that is cut at its lines: it has those that begin in it, and so the last one
 * whole, wherever it ends.
 */
final class FilePart extends InputStream {

  private static final int BUFFER = 64 * 1024;

  private final FSDataInputStream file;
  private final BufferedInputStream in;
  private final long until;

  /** The place in the file of what is read next. */
  private long position;

  private boolean begun;
  private boolean ended;

  /**
   * @param from lines that begin at this byte or after it
   * @param until and before this one
   */
  FilePart(FSDataInputStream file, long from, long until) {
    this.file = file;
    this.in = new BufferedInputStream(file, BUFFER);
    this.position = from;
    this.until = until;
  }

  /** How many lines begin before the part that begins at this byte. */
  static long linesBefore(long from, InputStream file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long lines = 0;
    long position = 0;
    boolean lineBegins = true;
    while (position < from) {
      int read = file.read(buffer, 0, (int) Math.min(buffer.length, from - position));
      if (read < 0) {
        break;
      }
      for (int i = 0; i < read; i++) {
        lines += lineBegins ? 1 : 0;
        lineBegins = buffer[i] == '\n';
      }
      position += read;
    }
    return lines;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!begun) {
      begun = true;
      passOverFirstLine();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(bytes, offset, length);
    if (read < 0) {
      return read;
    }
    // A line that begins in the part ends with the first line end behind the part.
    long last = Math.max(0, until - 1 - position);
    while (last < read && bytes[offset + (int) last] != '\n') {
      last++;
    }
    if (last < read) {
      ended = true;
      return (int) last + 1;
    }
    position += read;
    return read;
  }

  /** The line that stands across the part's beginning is the last of the part before. */
  private void passOverFirstLine() throws IOException {
    if (position == 0) {
      return;
    }
    position--;
    file.seek(position);
    int next = in.read();
    position++;
    while (next >= 0 && next != '\n') {
      next = in.read();
      position++;
    }
    ended = position >= until;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
