package dev.footfall.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes files to be read into checkpoints. */
final class EventFileSerializer implements SimpleVersionedSerializer<EventFile> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EventFile file) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(128);
    write(file, target);
    return target.getCopyOfBuffer();
  }

  @Override
  public EventFile deserialize(int version, byte[] bytes) throws IOException {
    requireKnown(version);
    return read(new DataInputDeserializer(bytes));
  }

  private static void write(EventFile file, DataOutputSerializer target) throws IOException {
    target.writeInt(file.number());
    target.writeUTF(file.path());
    target.writeUTF(file.shown());
    target.writeLong(file.bytes());
    target.writeLong(file.from());
    target.writeLong(file.until());
    target.writeLong(file.arrivals());
  }

  private static EventFile read(DataInputDeserializer source) throws IOException {
    return new EventFile(
        source.readInt(),
        source.readUTF(),
        source.readUTF(),
        source.readLong(),
        source.readLong(),
        source.readLong(),
        source.readLong());
  }

  private static void requireKnown(int version) throws IOException {
    if (version != VERSION) {
      throw new IOException("files were written in version %d, unknown here".formatted(version));
    }
  }

  /** Writes those that no reader has yet. */
  static final class OfList implements SimpleVersionedSerializer<List<EventFile>> {

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(List<EventFile> files) throws IOException {
      DataOutputSerializer target = new DataOutputSerializer(128);
      target.writeInt(files.size());
      for (EventFile file : files) {
        write(file, target);
      }
      return target.getCopyOfBuffer();
    }

    @Override
    public List<EventFile> deserialize(int version, byte[] bytes) throws IOException {
      requireKnown(version);
      DataInputDeserializer source = new DataInputDeserializer(bytes);
      List<EventFile> files = new ArrayList<>();
      for (int count = source.readInt(); count > 0; count--) {
        files.add(read(source));
      }
      return files;
    }
  }
}
