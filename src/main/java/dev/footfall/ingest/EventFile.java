package dev.footfall.ingest;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A file to be read, a part of one, or the rest of either.
 *
 * @param number its place among the files and parts given, which no other has
 * @param path where it is
 * @param shown what it is called in the places of rejected events
 * @param bytes its size; of a part, the part's
 * @param from a part has the lines that begin at this byte of the file or after it
 * @param until and before this one; {@link Long#MAX_VALUE} for the end of the file, wherever it is
 * @param arrivals how many were read of it
 */
record EventFile(
    int number, String path, String shown, long bytes, long from, long until, long arrivals)
    implements SourceSplit, Serializable {

  /** A whole file, of which nothing was read yet. */
  static EventFile whole(int number, String path, String shown, long bytes) {
    return new EventFile(number, path, shown, bytes, 0, Long.MAX_VALUE, 0);
  }

  /** The lines that begin from the one byte on and before the other. */
  EventFile part(int itsNumber, long first, long end) {
    return new EventFile(itsNumber, path, shown, Math.min(end, bytes) - first, first, end, 0);
  }

  boolean isWhole() {
    return from == 0 && until == Long.MAX_VALUE;
  }

  @Override
  public String splitId() {
    return Integer.toString(number);
  }

  EventFile after(long read) {
    return new EventFile(number, path, shown, bytes, from, until, read);
  }
}
