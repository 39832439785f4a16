package dev.footfall.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Numbers in as many bytes as they need: seven bits a byte, the lowest first. */
public final class Compact {

  private Compact() {}

  /** Writes a number that is seldom negative. */
  public static void write(long number, DataOutputView target) throws IOException {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      target.writeByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    target.writeByte((int) rest);
  }

  public static long read(DataInputView source) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = source.readByte();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IOException("a number of more than 64 bits");
  }

  /** Writes a number that may be negative. */
  public static void writeSigned(long number, DataOutputView target) throws IOException {
    write((number << 1) ^ (number >> 63), target);
  }

  public static long readSigned(DataInputView source) throws IOException {
    long number = read(source);
    return (number >>> 1) ^ -(number & 1);
  }

  /** Writes a text of any length. */
  public static void writeText(String text, DataOutputView target) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    write(bytes.length, target);
    target.write(bytes);
  }

  public static String readText(DataInputView source) throws IOException {
    byte[] bytes = new byte[(int) read(source)];
    source.readFully(bytes);
    return new String(bytes, UTF_8);
  }
}
