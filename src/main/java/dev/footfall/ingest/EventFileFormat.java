package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole files, a line at a time. A restored reader reads the file again from its start and
 * passes over what was read before: a place in compressed data cannot be jumped to, and line
 * numbers stay right.
 */
final class EventFileFormat implements BulkFormat<Arrival, FileSourceSplit> {

  private static final long serialVersionUID = 1L;

  private final EventMapping mapping;
  private final @Nullable EventFormat format;
  private final Map<String, String> shownPaths;

  /**
   * @param format null to tell it from each file's name, or else its first line
   * @param shownPaths what a path is called in the places of rejected events, if not by itself
   */
  EventFileFormat(
      EventMapping mapping, Optional<EventFormat> format, Map<String, String> shownPaths) {
    this.mapping = mapping;
    this.format = format.orElse(null);
    this.shownPaths = Map.copyOf(shownPaths);
  }

  @Override
  public Reader<Arrival> createReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    return open(split.path());
  }

  @Override
  public Reader<Arrival> restoreReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    EventFileReader reader = open(split.path());
    reader.passOver(
        split.getReaderPosition().map(CheckpointedPosition::getRecordsAfterOffset).orElse(0L));
    return reader;
  }

  private EventFileReader open(Path path) throws IOException {
    String shown = shownPaths.getOrDefault(path.getPath(), path.getPath());
    Optional<EventFormat> announced =
        format != null ? Optional.of(format) : EventFormat.ofFileName(shown);
    Lines lines = new Lines(new PlainOrGzip(path.getFileSystem().open(path)));
    return new EventFileReader(lines, shown + ':', mapping, announced);
  }

  @Override
  public boolean isSplittable() {
    return false;
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return EventTypes.ARRIVAL;
  }
}
