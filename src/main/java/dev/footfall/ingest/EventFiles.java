package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.core.fs.Path;

/** Files of events, plain or gzip, JSON lines or CSV, several at a time. */
public final class EventFiles {

  /** Stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  private EventFiles() {}

  /**
   * The source of all arrivals in these files. Each file has its own watermark; they are read in
   * the given order, as many at a time as the source has parallel instances.
   *
   * @param files local paths, URIs of a file system that Flink knows, or {@link #STANDARD_INPUT}
   * @param format empty to tell it from each file's name, or else its first line
   * @throws IOException if standard input cannot be read
   */
  public static FileSource<Arrival> source(
      List<String> files, Optional<EventFormat> format, EventMapping mapping) throws IOException {
    List<Path> paths = new ArrayList<>();
    Map<String, String> shown = new HashMap<>();
    for (String file : files) {
      Path path = file.equals(STANDARD_INPUT) ? spool(System.in) : path(file);
      paths.add(path);
      shown.put(path.getPath(), file);
    }
    return FileSource.forBulkFileFormat(
            new EventFileFormat(mapping, format, shown), paths.toArray(Path[]::new))
        // The default leaves out names that begin with a dot or an underscore. These were asked
        // for.
        .setFileEnumerator(() -> new NonSplittingRecursiveEnumerator(path -> true))
        .setSplitAssigner(InGivenOrder::new)
        .build();
  }

  private static Path path(String file) {
    return file.contains("://")
        ? new Path(file)
        : Path.fromLocalFile(new File(file).getAbsoluteFile());
  }

  /** A restored reader must be able to read again, and standard input can be read but once. */
  private static Path spool(InputStream input) throws IOException {
    File copy = File.createTempFile("footfall-input", null);
    copy.deleteOnExit();
    Files.copy(input, copy.toPath(), StandardCopyOption.REPLACE_EXISTING);
    return Path.fromLocalFile(copy);
  }
}
