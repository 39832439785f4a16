package dev.footfall.ingest;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A file to be read, or the rest of one.
 *
 * @param number its place among the files given, which no other has
 * @param path where it is
 * @param shown what it is called in the places of rejected events
 * @param bytes its size
 * @param arrivals how many were read of it
 */
record EventFile(int number, String path, String shown, long bytes, long arrivals)
    implements SourceSplit, Serializable {

  @Override
  public String splitId() {
    return Integer.toString(number);
  }

  EventFile after(long read) {
    return new EventFile(number, path, shown, bytes, read);
  }
}
