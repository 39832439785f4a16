package dev.footfall.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads Avro's binary encoding from bytes in memory. Avro's own decoder makes room for as many
 * bytes as a length says before it looks whether they are there: a message of ten bytes could take
 * all memory.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">Binary encoding
 *     </a>
 */
final class AvroInput {

  private static final int MAX_VARINT_BYTES = 10;

  private final byte[] bytes;
  private final int end;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private int at;

  AvroInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int remaining() {
    return end - at;
  }

  boolean readBoolean() throws Refusal {
    return switch (readByte()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw malformed("a boolean is neither 0 nor 1");
    };
  }

  private byte readByte() throws Refusal {
    require(1);
    return bytes[at++];
  }

  /** An {@code int} or {@code long}: zigzag, seven bits a byte, lowest first. */
  long readLong() throws Refusal {
    long zigzag = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      byte b = readByte();
      zigzag |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw malformed("a number has more than ten bytes");
  }

  float readFloat() throws Refusal {
    return ByteBuffer.wrap(take(Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }

  double readDouble() throws Refusal {
    return ByteBuffer.wrap(take(Double.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getDouble();
  }

  byte[] readBytes() throws Refusal {
    return take(readLong());
  }

  /** So many bytes. */
  byte[] take(long length) throws Refusal {
    require(length);
    at += (int) length;
    return Arrays.copyOfRange(bytes, at - (int) length, at);
  }

  String readString() throws Refusal {
    long length = readLong();
    require(length);
    int from = at;
    at += (int) length;
    try {
      CharBuffer text = utf8.decode(ByteBuffer.wrap(bytes, from, (int) length));
      return text.toString();
    } catch (CharacterCodingException notText) {
      throw new Refusal(RejectionReason.NOT_UTF8, "a text in it is not UTF-8");
    }
  }

  /**
   * How many items the next block of an array or map has; 0 at its end. A block may say first how
   * many bytes it takes, for those who want to skip it.
   */
  long readItemCount() throws Refusal {
    long count = readLong();
    if (count >= 0) {
      return count;
    }
    readLong();
    if (count == Long.MIN_VALUE) {
      throw malformed("a block has a number of items that cannot be");
    }
    return -count;
  }

  private void require(long length) throws Refusal {
    if (length < 0 || length > remaining()) {
      throw malformed("it ends before its schema does");
    }
  }

  private static Refusal malformed(String why) {
    return new Refusal(RejectionReason.MALFORMED, "it is not Avro of its schema: " + why);
  }
}
