package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesTest {

  private static String inWords(Arrival arrival) {
    if (arrival.event() != null) {
      return arrival.event().name() + ' ' + arrival.event().properties();
    }
    RejectedEvent rejected = Objects.requireNonNull(arrival.rejected());
    String line = rejected.place().substring(rejected.place().lastIndexOf(':') + 1);
    return "line " + line + ' ' + rejected.reason() + ' ' + rejected.size();
  }

  private static List<String> readAfter(long arrivals, Path file, Optional<EventFormat> format)
      throws IOException {
    String path = org.apache.flink.core.fs.Path.fromLocalFile(file.toFile()).toString();
    // Read by its own name, so that the name can tell the format, and shown by a shorter one.
    EventFile whole = EventFile.whole(0, path, file.getFileName().toString(), Files.size(file));
    return read(whole.after(arrivals), format);
  }

  private static List<String> read(EventFile file, Optional<EventFormat> format)
      throws IOException {
    List<String> read = new ArrayList<>();
    try (EventFileReader reader = EventFileReader.open(file, format, EventMapping.OWN, null)) {
      List<Arrival> batch = reader.readBatch();
      while (!batch.isEmpty()) {
        batch.forEach(arrival -> read.add(inWords(arrival)));
        batch = reader.readBatch();
      }
    }
    return read;
  }

  private static List<String> whatIsReadOf(Path file, Optional<EventFormat> format)
      throws IOException {
    return readAfter(0, file, format);
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
        .containsExactly("a {}", "line 3 MALFORMED 7", "b {}");
  }

  @Test
  void theLinesOfAFileAreTheLinesOfItsPartsWhereverItIsCut(@TempDir Path folder)
      throws IOException {
    String long1 = "{\"event\":\"long\",\"user\":\"u\",\"time\":3," + " ".repeat(90_000) + "}";
    Path json = file(folder, "x.jsonl", JSON + long1 + "\r\n" + JSON + "no line end");
    Path csv = file(folder, "x.csv", "\uFEFF" + CSV.strip() + "\n" + CSV.lines().skip(3).toList());
    for (Path file : List.of(json, csv)) {
      List<String> whole = whatIsReadOf(file, Optional.empty());
      EventFile found = EventFiles.find(List.of(file.toString())).get(0);
      for (int parts = 2; parts < 60; parts++) {
        List<EventFile> cut = EventFiles.inParts(List.of(found), parts, 1);
        assertThat(cut).hasSize(parts);
        List<String> read = new ArrayList<>();
        for (EventFile part : cut) {
          read.addAll(read(part, Optional.empty()));
        }
        assertThat(read).as("%s in %d parts", file, parts).isEqualTo(whole);
      }
    }
  }

  @Test
  void onlyLargePlainFilesAreCut(@TempDir Path folder) throws IOException {
    EventFile plain = EventFiles.find(List.of(file(folder, "x.jsonl", JSON).toString())).get(0);
    EventFile gzip = EventFiles.find(List.of(file(folder, "y.gz", JSON).toString())).get(0);
    long half = plain.bytes() / 2;
    assertThat(EventFiles.inParts(List.of(plain), 8, half)).hasSize(2);
    assertThat(EventFiles.inParts(List.of(plain), 8, half + 1)).containsExactly(plain);
    assertThat(EventFiles.inParts(List.of(gzip), 8, 1)).containsExactly(gzip);
  }

  @Test
  void aPartGoesOnWhereItWasLeft(@TempDir Path folder) throws IOException {
    EventFile found =
        EventFiles.find(List.of(file(folder, "x.jsonl", JSON.repeat(20)).toString())).get(0);
    EventFile second = EventFiles.inParts(List.of(found), 2, 1).get(1);
    List<String> all = read(second, Optional.empty());
    assertThat(read(second.after(7), Optional.empty())).isEqualTo(all.subList(7, all.size()));
  }

  @Test
  void theFirstLineOfCsvIsItsHeader(@TempDir Path folder) throws IOException {
    assertThat(whatIsReadOf(file(folder, "x.csv.gz", CSV), Optional.empty()))
        .containsExactly("a {plan=pro}", "line 5 MALFORMED 3", "c {}");
  }

  @Test
  void whereTheNameSaysNothingTheFirstLineDoes(@TempDir Path folder) throws IOException {
    assertThat(whatIsReadOf(file(folder, "data", "\uFEFF" + CSV.strip()), Optional.empty()))
        .containsExactly("a {plan=pro}", "line 4 MALFORMED 3", "c {}");
    assertThat(whatIsReadOf(file(folder, "other", JSON), Optional.empty()))
        .containsExactly("a {}", "line 3 MALFORMED 7", "b {}");
    assertThat(whatIsReadOf(file(folder, "x.jsonl", CSV), Optional.of(EventFormat.CSV)))
        .containsExactly("a {plan=pro}", "line 5 MALFORMED 3", "c {}");
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
    Files.write(whole, Arrays.copyOf(bytes, bytes.length - 8));
    List<String> read = whatIsReadOf(whole, Optional.empty());
    assertThat(read).hasSize(10).endsWith("b {}", "line 16 UNREADABLE 0");
  }

  @Test
  void aLongLineIsRejectedWithItsTrueSizeAndTheNextIsRead(@TempDir Path folder) throws IOException {
    String tooLong = "{\"event\":\"" + "x".repeat(3_000_000) + "\"}\n";
    assertThat(whatIsReadOf(file(folder, "x.jsonl", JSON + tooLong + JSON), Optional.empty()))
        .containsExactly(
            "a {}",
            "line 3 MALFORMED 7",
            "b {}",
            "line 6 TOO_LONG 3000012",
            "a {}",
            "line 9 MALFORMED 7",
            "b {}");
  }

  @Test
  void aRestoredReaderGoesOnExactlyWhereTheCheckpointWas(@TempDir Path folder) throws IOException {
    Path cutOff = file(folder, "cut.jsonl.gz", JSON.repeat(900));
    byte[] bytes = Files.readAllBytes(cutOff);
    Files.write(cutOff, Arrays.copyOf(bytes, bytes.length - 4));
    List<Path> files =
        List.of(
            file(folder, "x.jsonl", JSON.repeat(900)),
            file(folder, "x.csv.gz", CSV.repeat(3)),
            cutOff);
    for (Path file : files) {
      List<String> all = whatIsReadOf(file, Optional.empty());
      for (int read = 0; read < all.size(); read += 1 + all.size() / 50) {
        assertThat(readAfter(read, file, Optional.empty()))
            .as("%s after %d", file.getFileName(), read)
            .isEqualTo(all.subList(read, all.size()));
      }
      assertThat(readAfter(all.size(), file, Optional.empty())).isEmpty();
    }
  }

  private static List<String> found(String... given) throws IOException {
    return EventFiles.find(List.of(given)).stream().map(EventFile::shown).toList();
  }

  @Test
  void filesAreFoundByNameByPatternAndByFolder(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("2026-11/.hidden"));
    String one = file(folder, "2026-11/_1.jsonl", JSON).toString();
    String two = file(folder, "2026-11/2.csv.gz", CSV).toString();
    file(folder, "2026-11/.hidden/3.jsonl", JSON);
    file(folder, "2026-11/.4.jsonl", JSON);
    assertThat(found(one, folder + "/2026-*/?.csv*", one)).containsExactly(one, two, one);
    assertThat(found(folder + "/2026-11")).containsExactly(two, one);
    assertThat(found("file://" + folder + "/2026-*/*"))
        .containsExactly("file://" + two, "file://" + one);
  }

  @Test
  void aNameMayHaveAnySigns(@TempDir Path folder) throws IOException {
    String odd = file(folder, "odd #1 100% [a]{b}T10:00:00.jsonl", JSON).toString();
    for (String given : List.of(odd, folder + "/odd*")) {
      List<EventFile> found = EventFiles.find(List.of(given));
      assertThat(found).extracting(EventFile::shown).containsExactly(odd);
      try (EventFileReader reader =
          EventFileReader.open(found.get(0), Optional.empty(), EventMapping.OWN, null)) {
        assertThat(reader.readBatch()).hasSize(3);
      }
    }
  }

  @Test
  void anEventFromTheFutureIsRejectedWhereThatIsAskedFor(@TempDir Path folder) throws IOException {
    Path file =
        file(
            folder,
            "future.jsonl",
            """
            {"event":"browse","user":"ann","time":"2020-01-01T00:00:00Z"}
            {"event":"browse","user":"ann","time":"2099-01-01T00:00:00Z"}
            """);
    EventFile found = EventFiles.find(List.of(file.toString())).get(0);
    AheadGuard anHour = new AheadGuard(Duration.ofHours(1));
    try (EventFileReader reader =
        EventFileReader.open(found, Optional.empty(), EventMapping.OWN, anHour)) {
      List<Arrival> arrivals = reader.readBatch();
      assertThat(arrivals.get(0).event()).isNotNull();
      RejectedEvent rejected = Objects.requireNonNull(arrivals.get(1).rejected());
      assertThat(rejected.reason()).isEqualTo(RejectionReason.TOO_EARLY);
      assertThat(rejected.place()).isEqualTo(file + ":2");
    }
  }

  @Test
  void whatStandsForNoFileIsAnError(@TempDir Path folder) {
    for (String given : List.of("/none.jsonl", "/*.csv", "/none/*.csv", "/none/")) {
      assertThatThrownBy(
              () -> EventFiles.source(List.of(folder + given), Optional.empty(), EventMapping.OWN))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessage(folder + given + ": there is no such file");
    }
    assertThatThrownBy(
            () -> EventFiles.source(List.of(folder + "/[a"), Optional.empty(), EventMapping.OWN))
        .hasMessageStartingWith("[a: there is no such file, nor is it a pattern: ");
  }

  @Test
  void standardInputIsCalledByItsSign() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("rubbish\n".getBytes(StandardCharsets.UTF_8)));
      EventFile input = EventFiles.find(List.of(EventFiles.STANDARD_INPUT)).get(0);
      try (EventFileReader reader =
          EventFileReader.open(input, Optional.empty(), EventMapping.OWN, null)) {
        RejectedEvent rejected = Objects.requireNonNull(reader.readBatch().get(0).rejected());
        assertThat(rejected.place()).isEqualTo("-:1");
      }
    } finally {
      System.setIn(before);
    }
  }
}
