package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads files to their ends, each with a watermark of its own.
 *
 * <p>Flink's own file source lets a reader take one file after the other, so that what is late
 * would depend on the order of the files and on the parallelism. Here a reader has all its files
 * from the start, and reads on in the one that is furthest back in event time.
 */
final class EventFileSource
    implements Source<Arrival, EventFile, List<EventFile>>, ResultTypeQueryable<Arrival> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<EventFile> files;
  private final @Nullable EventFormat format;
  private final EventMapping mapping;
  private final @Nullable AheadGuard guard;

  /**
   * @param format empty to tell it from each file's name, or else its first line
   * @param guard what refuses events too far ahead of the clock; empty to let them in
   */
  EventFileSource(
      List<EventFile> files,
      Optional<EventFormat> format,
      EventMapping mapping,
      Optional<AheadGuard> guard) {
    this.files = new ArrayList<>(files);
    this.format = format.orElse(null);
    this.mapping = mapping;
    this.guard = guard.orElse(null);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return EventTypes.ARRIVAL;
  }

  @Override
  public SourceReader<Arrival, EventFile> createReader(SourceReaderContext context) {
    Optional<EventFormat> announced = Optional.ofNullable(format);
    return new EventFileSourceReader(
        () -> new EventFilesReader(file -> EventFileReader.open(file, announced, mapping, guard)),
        context);
  }

  @Override
  public SplitEnumerator<EventFile, List<EventFile>> createEnumerator(
      SplitEnumeratorContext<EventFile> context) {
    return restoreEnumerator(context, files);
  }

  @Override
  public SplitEnumerator<EventFile, List<EventFile>> restoreEnumerator(
      SplitEnumeratorContext<EventFile> context, List<EventFile> withoutReader) {
    return new EventFileEnumerator(context, withoutReader);
  }

  @Override
  public SimpleVersionedSerializer<EventFile> getSplitSerializer() {
    return new EventFileSerializer();
  }

  @Override
  public SimpleVersionedSerializer<List<EventFile>> getEnumeratorCheckpointSerializer() {
    return new EventFileSerializer.OfList();
  }
}
