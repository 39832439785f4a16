package dev.footfall.demo;

import java.io.Closeable;
import java.io.IOException;

/** Takes generated lines, in their order. */
public interface LineSink extends Closeable {

  /**
   * Takes a line.
   *
   * @throws IOException if this one, or one before it, could not be written
   */
  void write(TrafficLine line) throws IOException;

  /** Passes on what has been taken, because the next line may be a while. */
  void flush() throws IOException;
}
