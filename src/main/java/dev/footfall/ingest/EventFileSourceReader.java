package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/** Hands on what one thread reads of all its files, and keeps how far each has been handed on. */
final class EventFileSourceReader
    extends SingleThreadMultiplexSourceReaderBase<
        Arrival, Arrival, EventFile, EventFileSourceReader.HandedOn> {

  /** How many arrivals of a file have been handed on. */
  static final class HandedOn {

    private final EventFile file;
    private long arrivals;

    private HandedOn(EventFile file) {
      this.file = file;
      this.arrivals = file.arrivals();
    }
  }

  EventFileSourceReader(
      Supplier<SplitReader<Arrival, EventFile>> reader, SourceReaderContext context) {
    super(reader, EventFileSourceReader::handOn, context.getConfiguration(), context);
  }

  private static void handOn(Arrival arrival, SourceOutput<Arrival> output, HandedOn handedOn) {
    output.collect(arrival);
    handedOn.arrivals++;
  }

  @Override
  protected HandedOn initializedState(EventFile file) {
    return new HandedOn(file);
  }

  @Override
  protected EventFile toSplitType(String id, HandedOn handedOn) {
    return handedOn.file.after(handedOn.arrivals);
  }

  @Override
  protected void onSplitFinished(Map<String, HandedOn> finished) {}
}
