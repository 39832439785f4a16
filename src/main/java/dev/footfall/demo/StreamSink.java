package dev.footfall.demo;

import java.io.IOException;
import java.io.OutputStream;

/** Writes lines as bytes, each with a line end. */
final class StreamSink implements LineSink {

  private final OutputStream bytes;

  StreamSink(OutputStream bytes) {
    this.bytes = bytes;
  }

  @Override
  public void write(TrafficLine line) throws IOException {
    bytes.write(line.bytes());
    bytes.write('\n');
  }

  @Override
  public void flush() throws IOException {
    bytes.flush();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
