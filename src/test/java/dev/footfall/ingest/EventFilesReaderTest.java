package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesReaderTest {

  private static EventFile eventsAt(Path folder, int number, long firstTime, int count)
      throws IOException {
    Path file = folder.resolve(number + ".jsonl");
    Files.write(
        file,
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"event\":\"f%d\",\"user\":\"u\",\"time\":%d}"
                        .formatted(number, firstTime + i))
            .toList());
    return EventFile.whole(number, "file:" + file, file.getFileName().toString(), Files.size(file));
  }

  /** The files in the order in which batches of them were read, and how much of each. */
  private static List<Integer> read(List<EventFile> files, Map<Integer, Integer> counts)
      throws IOException {
    List<Integer> order = new ArrayList<>();
    int finished = 0;
    try (EventFilesReader reader =
        new EventFilesReader(
            file -> EventFileReader.open(file, Optional.empty(), EventMapping.OWN, null))) {
      reader.handleSplitsChanges(new SplitsAddition<>(files));
      while (finished < files.size()) {
        RecordsWithSplitIds<Arrival> batch = reader.fetch();
        finished += batch.finishedSplits().size();
        String split = batch.nextSplit();
        if (split != null) {
          order.add(Integer.valueOf(split));
          Arrival arrival = batch.nextRecordFromSplit();
          while (arrival != null) {
            assertThat(Objects.requireNonNull(arrival.event()).name()).isEqualTo("f" + split);
            counts.merge(Integer.valueOf(split), 1, Integer::sum);
            arrival = batch.nextRecordFromSplit();
          }
        }
      }
    }
    return order;
  }

  @Test
  void theFileFurthestBackInEventTimeIsReadOn(@TempDir Path folder) throws IOException {
    List<EventFile> files =
        List.of(
            // The second half comes first among the files given; the third lies across both.
            eventsAt(folder, 0, 10_001, 2500),
            eventsAt(folder, 1, 1, 2500),
            eventsAt(folder, 2, 1500, 1500));
    Map<Integer, Integer> counts = new HashMap<>();
    assertThat(read(files, counts)).containsExactly(0, 1, 2, 1, 1, 2, 0, 0);
    assertThat(counts).isEqualTo(Map.of(0, 2500, 1, 2500, 2, 1500));
  }

  @Test
  void moreFilesThanMayBeOpenAreReadWhole(@TempDir Path folder) throws IOException {
    int count = EventFilesReader.MAX_OPEN + 50;
    List<EventFile> files = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      files.add(eventsAt(folder, number, 1 + 2000L * (count - number), 1100));
    }
    Map<Integer, Integer> counts = new HashMap<>();
    List<Integer> order = read(files, counts);
    assertThat(counts)
        .isEqualTo(IntStream.range(0, count).boxed().collect(Collectors.toMap(n -> n, n -> 1100)));
    // The last given is the earliest.
    assertThat(order.subList(count, 2 * count))
        .isEqualTo(IntStream.range(0, count).map(n -> count - 1 - n).boxed().toList());
  }

  @Test
  void eachReaderGetsAboutTheSameToRead() {
    List<EventFile> files = new ArrayList<>();
    for (long bytes : new long[] {10, 70, 20, 0, 50, 30, 0}) {
      files.add(EventFile.whole(files.size(), "p", "p", bytes));
    }
    Map<Integer, List<Integer>> plan = new HashMap<>();
    EventFileEnumerator.plan(files, 2)
        .forEach((reader, its) -> plan.put(reader, its.stream().map(EventFile::number).toList()));
    assertThat(plan).isEqualTo(Map.of(0, List.of(1, 2, 3, 6), 1, List.of(4, 5, 0)));
  }

  @Test
  void filesGoThroughCheckpoints() throws IOException {
    List<EventFile> files =
        List.of(
            new EventFile(3, "file:/é", "-", 7, 20, 27, 5), EventFile.whole(4, "s3://a/b", "b", 0));
    EventFileSerializer.OfList all = new EventFileSerializer.OfList();
    assertThat(all.deserialize(all.getVersion(), all.serialize(files))).isEqualTo(files);
    EventFileSerializer one = new EventFileSerializer();
    assertThat(one.deserialize(one.getVersion(), one.serialize(files.get(0))))
        .isEqualTo(files.get(0));
  }
}
