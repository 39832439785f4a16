package dev.footfall.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that keeps all it is given in this process, under a name.
 *
 * @param name several jobs, one after the other, may share it
 */
public record Collected<T>(String name) implements Sink<T> {

  private static final Map<String, List<Object>> ALL = new ConcurrentHashMap<>();

  /** Everything written under this name so far, in the order of writing. */
  @SuppressWarnings("unchecked")
  public List<T> soFar() {
    List<Object> all = at(name);
    synchronized (all) {
      return (List<T>) List.copyOf(all);
    }
  }

  private static List<Object> at(String name) {
    return ALL.computeIfAbsent(name, key -> Collections.synchronizedList(new ArrayList<>()));
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(at(name));
  }

  private record Writer<T>(List<Object> all) implements SinkWriter<T> {
    @Override
    public void write(T element, Context context) {
      all.add(element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
