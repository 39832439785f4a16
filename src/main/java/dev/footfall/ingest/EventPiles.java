package dev.footfall.ingest;

import dev.footfall.event.Event;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Events of many users, thrown on many piles by user and written as bytes, in memory as long as
 * there is room and then in a file. A pile at a time is read back, so one of {@value #PILES} parts
 * of all must fit in memory, and all events of a user.
 *
 * <p>That puts the events of each user together without ever comparing two of them.
 */
final class EventPiles implements Closeable {

  private static final int PILES = 256;
  private static final int FIRST_BYTES = 4 * 1024;

  /** Where in the file a part of a pile stands. */
  private record Part(long position, int length) {}

  private static final class Pile {
    private DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);
    private final List<Part> parts = new ArrayList<>();

    private int capacity() {
      return bytes.getSharedBuffer().length;
    }
  }

  private final EventSerializer serializer = new EventSerializer();
  private final Pile[] piles = new Pile[PILES];
  private final long maxBytes;
  private final Path folder;
  private long bytesInMemory;
  private @Nullable FileChannel file;

  /**
   * @param maxBytes so much is kept in memory
   * @param folder where the rest is written
   */
  EventPiles(long maxBytes, Path folder) {
    this.maxBytes = maxBytes;
    this.folder = folder;
    for (int i = 0; i < PILES; i++) {
      piles[i] = new Pile();
      bytesInMemory += piles[i].capacity();
    }
  }

  void add(Event event) throws IOException {
    Pile pile = piles[pileOf(event.user())];
    int before = pile.capacity();
    serializer.serialize(event, pile.bytes);
    bytesInMemory += pile.capacity() - before;
    if (bytesInMemory > maxBytes) {
      writeToFile();
    }
  }

  /** By Fibonacci's hashing: the lower bits have chosen the task already. */
  private static int pileOf(String user) {
    return (user.hashCode() * 0x9E3779B9) >>> 24;
  }

  private void writeToFile() throws IOException {
    FileChannel target = openedFile();
    bytesInMemory = 0;
    for (Pile pile : piles) {
      if (pile.bytes.length() > 0) {
        pile.parts.add(new Part(target.position(), pile.bytes.length()));
        ByteBuffer bytes = pile.bytes.wrapAsByteBuffer();
        while (bytes.hasRemaining()) {
          target.write(bytes);
        }
        pile.bytes = new DataOutputSerializer(FIRST_BYTES);
      }
      bytesInMemory += pile.capacity();
    }
  }

  private FileChannel openedFile() throws IOException {
    if (file == null) {
      Path path = Files.createTempFile(folder, "footfall-events", null);
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return file;
  }

  /** Somebody who takes all events of one user, in no order. */
  interface Taker {
    void take(List<Event> events) throws Exception;
  }

  /** Lets somebody have the events of each user. What has been taken is kept no more. */
  void takeAll(Taker taker) throws Exception {
    for (Pile pile : piles) {
      Map<String, List<Event>> byUser = new LinkedHashMap<>();
      for (Part part : pile.parts) {
        byte[] bytes = read(part);
        readBack(bytes, bytes.length, byUser);
      }
      readBack(pile.bytes.getSharedBuffer(), pile.bytes.length(), byUser);
      pile.bytes = new DataOutputSerializer(1);
      for (List<Event> events : byUser.values()) {
        taker.take(events);
      }
    }
  }

  private byte[] read(Part part) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(part.length());
    FileChannel source = openedFile();
    long position = part.position();
    while (bytes.hasRemaining()) {
      position += source.read(bytes, position);
    }
    return bytes.array();
  }

  private void readBack(byte[] bytes, int length, Map<String, List<Event>> byUser)
      throws IOException {
    DataInputDeserializer source = new DataInputDeserializer(bytes, 0, length);
    while (source.available() > 0) {
      Event event = serializer.deserialize(source);
      byUser.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
