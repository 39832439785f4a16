package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.EventReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LinesTest {

  /** What a line is: its number, its text as far as it is kept, and its size. */
  private record Line(long number, String text, long size) {}

  private static Line line(long number, String text) {
    return new Line(number, text, text.getBytes(StandardCharsets.UTF_8).length);
  }

  private static List<Line> all(Lines lines) throws IOException {
    List<Line> all = new ArrayList<>();
    while (lines.next()) {
      all.add(new Line(lines.number(), current(lines), lines.size()));
    }
    return all;
  }

  private static String current(Lines lines) {
    return new String(lines.bytes(), lines.from(), lines.length(), StandardCharsets.UTF_8);
  }

  private static Lines lines(byte[] file) {
    return new Lines(new PlainOrGzip(new ByteArrayInputStream(file)));
  }

  private static Lines lines(String file) {
    return lines(file.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(String content) throws IOException {
    return gzip(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void linesEndWithLfOrCrLfAndTheLastWithTheFile() throws IOException {
    assertThat(all(lines("one\ntwo\r\n\n\rthr\ree\r\nfour")))
        .containsExactly(
            line(1, "one"), line(2, "two"), line(3, ""), line(4, "\rthr\ree"), line(5, "four"));
    assertThat(all(lines("one\n"))).containsExactly(line(1, "one"));
    assertThat(all(lines(""))).isEmpty();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
    assertThat(all(lines("\uFEFFone\n\uFEFFtwo")))
        .containsExactly(line(1, "one"), line(2, "\uFEFFtwo"));
    assertThat(all(lines("\uFEFF"))).containsExactly(line(1, ""));
  }

  @Test
  void gzipIsKnownByItsContentAndMayHaveSeveralMembers() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip("one\ntw"));
    members.write(gzip("o\nthree"));
    // This one says that nothing is available, as streams of some file systems do.
    InputStream reticent =
        new ByteArrayInputStream(members.toByteArray()) {
          @Override
          public synchronized int available() {
            return 0;
          }

          @Override
          public synchronized int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, Math.min(length, 7));
          }
        };
    Lines lines = new Lines(new PlainOrGzip(reticent));
    assertThat(all(lines)).containsExactly(line(1, "one"), line(2, "two"), line(3, "three"));
    assertThat(lines.damage()).isEmpty();
  }

  @Test
  void ofACutOffFileTheWholeLinesCountAndTheRestIsKeptWithTheReason() throws IOException {
    Random random = new Random(1);
    StringBuilder content = new StringBuilder();
    List<Line> expected = new ArrayList<>();
    for (int i = 1; i <= 5000; i++) {
      String text = Long.toHexString(random.nextLong());
      content.append(text).append('\n');
      expected.add(line(i, text));
    }
    byte[] whole = gzip(content.toString());
    Lines cutOff = lines(Arrays.copyOf(whole, whole.length / 2));
    List<Line> read = all(cutOff);
    assertThat(read).hasSizeGreaterThan(1000).isEqualTo(expected.subList(0, read.size()));
    assertThat(cutOff.damage()).contains("the compressed file is cut off");
    assertThat(expected.get(read.size()).text()).startsWith(current(cutOff));
  }

  @Test
  void aFileCutOffInItsVeryFirstBytesIsDamagedToo() throws IOException {
    byte[] whole = gzip("one\n");
    for (int kept = 3; kept < whole.length; kept++) {
      Lines lines = lines(Arrays.copyOf(whole, kept));
      assertThat(all(lines).size()).isLessThan(2);
      assertThat(lines.damage()).as("%d bytes", kept).contains("the compressed file is cut off");
    }
  }

  @Test
  void aDamagedFileSaysSo() throws IOException {
    byte[] bytes = gzip("one\n".repeat(1000));
    bytes[bytes.length - 5] ^= 1;
    Lines lines = lines(bytes);
    assertThat(all(lines)).hasSize(1000);
    assertThat(lines.damage()).contains("the compressed file is damaged: Corrupt GZIP trailer");
  }

  @Test
  void aFileThatCannotBeReadForAnotherReasonFailsSoThatItIsTriedAgain() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertThatThrownBy(() -> all(new Lines(new PlainOrGzip(broken))))
        .hasMessage("the disk is gone");
  }

  @Test
  void aLineOverOneMegabyteIsCountedAndKeptInItsBeginningOnly() throws IOException {
    int limit = EventReader.MAX_BYTES;
    for (long size : new long[] {limit + 1, limit + 2, limit + 3, 2L * limit, 20L * limit}) {
      String file = "one\n" + "x".repeat((int) size) + "\r\nthree\nfour";
      Lines lines = lines(gzip(file));
      assertThat(lines.next()).isTrue();
      assertThat(lines.next()).isTrue();
      assertThat(lines.number()).isEqualTo(2);
      assertThat(lines.size()).isBetween(size, size + 1);
      assertThat(lines.bytes().length).isLessThanOrEqualTo(4 * limit);
      assertThat(current(lines)).startsWith("x".repeat(8192));
      assertThat(all(lines)).containsExactly(line(3, "three"), line(4, "four"));
    }
  }

  @Test
  void aLineOfExactlyOneMegabyteIsWhole() throws IOException {
    String longest = "x".repeat(EventReader.MAX_BYTES);
    assertThat(all(lines(longest + "\r\n" + longest + "\n" + longest)))
        .containsExactly(line(1, longest), line(2, longest), line(3, longest));
  }

  @Test
  void anEndlessLineEndsWithTheFile() throws IOException {
    Lines lines = lines("x".repeat(3 * EventReader.MAX_BYTES));
    assertThat(lines.next()).isTrue();
    assertThat(lines.size()).isEqualTo(3L * EventReader.MAX_BYTES);
    assertThat(lines.next()).isFalse();
    assertThat(lines.damage()).isEmpty();
  }

  @Test
  void howMuchAReadBringsChangesNoLine() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      StringBuilder file = new StringBuilder();
      int count = random.nextInt(30);
      for (int i = 0; i < count; i++) {
        file.append("é".repeat(random.nextInt(5)));
        file.append(random.nextInt(20) == 0 ? "y".repeat(random.nextInt(200_000)) : "");
        file.append(random.nextBoolean() ? "\n" : "\r\n");
      }
      byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
      InputStream inPieces =
          new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
              return super.read(target, from, Math.min(length, 1 + random.nextInt(10_000)));
            }
          };
      String[] split = file.toString().split("\r?\n", -1);
      List<Line> expected = new ArrayList<>();
      for (int i = 0; i < split.length - 1; i++) {
        expected.add(line(i + 1, split[i]));
      }
      assertThat(all(new Lines(inPieces))).isEqualTo(expected);
    }
  }
}
