package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.RejectedEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesTest {

  /** An arrival and where to go on after it. */
  private record Read(String what, CheckpointedPosition position) {}

  private static String inWords(Arrival arrival) {
    if (arrival.event() != null) {
      return arrival.event().name() + ' ' + arrival.event().properties();
    }
    RejectedEvent rejected = Objects.requireNonNull(arrival.rejected());
    return rejected.place() + ' ' + rejected.reason() + ' ' + rejected.size();
  }

  private static List<Read> read(
      Path file, Optional<EventFormat> format, Optional<CheckpointedPosition> from)
      throws IOException {
    EventFileFormat files =
        new EventFileFormat(EventMapping.OWN, format, Map.of(file.toString(), "input"));
    org.apache.flink.core.fs.Path path = org.apache.flink.core.fs.Path.fromLocalFile(file.toFile());
    FileSourceSplit split =
        new FileSourceSplit(
            "1", path, 0, Files.size(file), 0, Files.size(file), new String[0], from.orElse(null));
    List<Read> read = new ArrayList<>();
    try (BulkFormat.Reader<Arrival> reader =
        from.isPresent()
            ? files.restoreReader(new Configuration(), split)
            : files.createReader(new Configuration(), split)) {
      BulkFormat.RecordIterator<Arrival> batch = reader.readBatch();
      while (batch != null) {
        RecordAndPosition<Arrival> next = batch.next();
        while (next != null) {
          read.add(
              new Read(
                  inWords(next.getRecord()),
                  new CheckpointedPosition(next.getOffset(), next.getRecordSkipCount())));
          next = batch.next();
        }
        batch = reader.readBatch();
      }
    }
    return read;
  }

  private static List<String> whatIsReadOf(Path file, Optional<EventFormat> format)
      throws IOException {
    return read(file, format, Optional.empty()).stream().map(Read::what).toList();
  }

  private static Path file(Path folder, String name, String content) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static final String JSON =
      """
      {"event":"a","user":"u","time":1}

      rubbish
         \t
      {"event":"b","user":"u","time":2}
      """;

  private static final String CSV =
      """

      user,event,time,plan
      u,a,1,pro

      u,b
      u,c,3,
      """;

  @Test
  void blankLinesAreNoArrivalsButCount(@TempDir Path folder) throws IOException {
    assertThat(whatIsReadOf(file(folder, "x.jsonl", JSON), Optional.empty()))
        .containsExactly("a {}", "input:3 MALFORMED 7", "b {}");
  }

  @Test
  void theFirstLineOfCsvIsItsHeader(@TempDir Path folder) throws IOException {
    assertThat(whatIsReadOf(file(folder, "x.csv.gz", CSV), Optional.empty()))
        .containsExactly("a {plan=pro}", "input:5 MALFORMED 3", "c {}");
  }

  @Test
  void whereTheNameSaysNothingTheFirstLineDoes(@TempDir Path folder) throws IOException {
    assertThat(whatIsReadOf(file(folder, "data", "\uFEFF" + CSV.strip()), Optional.empty()))
        .containsExactly("a {plan=pro}", "input:4 MALFORMED 3", "c {}");
    assertThat(whatIsReadOf(file(folder, "other", JSON), Optional.empty()))
        .containsExactly("a {}", "input:3 MALFORMED 7", "b {}");
    assertThat(whatIsReadOf(file(folder, "x.jsonl", CSV), Optional.of(EventFormat.CSV)))
        .containsExactly("a {plan=pro}", "input:5 MALFORMED 3", "c {}");
  }

  @Test
  void anEmptyFileBringsNothing(@TempDir Path folder) throws IOException {
    assertThat(whatIsReadOf(file(folder, "x.jsonl", ""), Optional.empty())).isEmpty();
    assertThat(whatIsReadOf(file(folder, "x.csv", "user,event,time\n"), Optional.empty()))
        .isEmpty();
  }

  @Test
  void whatWasReadOfACutOffFileCountsAndItsEndIsOneRejection(@TempDir Path folder)
      throws IOException {
    Path whole = file(folder, "x.jsonl.gz", JSON.repeat(3));
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, java.util.Arrays.copyOf(bytes, bytes.length - 8));
    List<String> read = whatIsReadOf(whole, Optional.empty());
    assertThat(read).hasSize(10).endsWith("b {}", "input:16 UNREADABLE 0");
  }

  @Test
  void aLongLineIsRejectedWithItsTrueSizeAndTheNextIsRead(@TempDir Path folder) throws IOException {
    String tooLong = "{\"event\":\"" + "x".repeat(3_000_000) + "\"}\n";
    assertThat(whatIsReadOf(file(folder, "x.jsonl", JSON + tooLong + JSON), Optional.empty()))
        .containsExactly(
            "a {}",
            "input:3 MALFORMED 7",
            "b {}",
            "input:6 TOO_LONG 3000012",
            "a {}",
            "input:9 MALFORMED 7",
            "b {}");
  }

  @Test
  void aRestoredReaderGoesOnExactlyWhereTheCheckpointWas(@TempDir Path folder) throws IOException {
    Path cutOff = file(folder, "cut.jsonl.gz", JSON.repeat(900));
    byte[] bytes = Files.readAllBytes(cutOff);
    Files.write(cutOff, java.util.Arrays.copyOf(bytes, bytes.length - 4));
    List<Path> files =
        List.of(
            file(folder, "x.jsonl", JSON.repeat(900)),
            file(folder, "x.csv.gz", CSV.repeat(3)),
            cutOff);
    for (Path file : files) {
      List<Read> all = read(file, Optional.empty(), Optional.empty());
      for (int read = 0; read < all.size(); read += 1 + all.size() / 50) {
        assertThat(read(file, Optional.empty(), Optional.of(all.get(read).position())))
            .as("%s after %d", file.getFileName(), read + 1)
            .isEqualTo(all.subList(read + 1, all.size()));
      }
      assertThat(read(file, Optional.empty(), Optional.of(all.get(all.size() - 1).position())))
          .isEmpty();
    }
  }

  @Test
  void standardInputIsCalledByItsSign(@TempDir Path folder) throws Exception {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("rubbish\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(IngestTest.rejectedOf(List.of(EventFiles.STANDARD_INPUT)))
          .extracting(RejectedEvent::place)
          .containsExactly("-:1");
    } finally {
      System.setIn(before);
    }
  }
}
