package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.fs.Path;

/** Files of events, plain or gzip, JSON lines or CSV. */
public final class EventFiles {

  /** Stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  /** Opening a file costs more than reading less than this of it. */
  private static final long MIN_BYTES_OF_PART = 8 << 20;

  private EventFiles() {}

  /**
   * The source of all arrivals in these files, which are looked up now. Each file has its own
   * watermark, so that neither their order nor the parallelism makes anything late.
   *
   * @param files local paths or URIs of a file system that Flink knows, in which a name may be a
   *     pattern ({@code /data/2026-*}{@code /*.jsonl.gz}) or a folder, which stands for all files
   *     in it but hidden ones; or {@link #STANDARD_INPUT}
   * @param format empty to tell it from each file's name, or else its first line
   * @param maxAhead how far ahead of this machine's clock an event may lie; empty to let all in
   * @throws FileNotFoundException if one of them stands for no file
   * @throws IOException if one of them cannot be looked up, or standard input not be read
   */
  public static Source<Arrival, ?, ?> source(
      List<String> files,
      Optional<EventFormat> format,
      EventMapping mapping,
      Optional<Duration> maxAhead)
      throws IOException {
    return new EventFileSource(find(files), format, mapping, maxAhead.map(AheadGuard::new));
  }

  /** As {@link #source(List, Optional, EventMapping, Optional)}, letting all events in. */
  public static Source<Arrival, ?, ?> source(
      List<String> files, Optional<EventFormat> format, EventMapping mapping) throws IOException {
    return source(files, format, mapping, Optional.empty());
  }

  /**
   * As {@link #source(List, Optional, EventMapping)}, with large files read in several parts at
   * once: for where the order of a file's events does not matter, as in batch mode.
   *
   * @param parts into how many a file is cut at most
   */
  public static Source<Arrival, ?, ?> sourceInParts(
      List<String> files, Optional<EventFormat> format, EventMapping mapping, int parts)
      throws IOException {
    return new EventFileSource(
        inParts(find(files), parts, MIN_BYTES_OF_PART), format, mapping, Optional.empty());
  }

  /** The same, numbered afresh, with plain files cut into parts of at least so many bytes. */
  static List<EventFile> inParts(List<EventFile> files, int parts, long minBytes)
      throws IOException {
    List<EventFile> all = new ArrayList<>();
    for (EventFile file : files) {
      long count = Math.max(1, Math.min(parts, file.bytes() / minBytes));
      if (count > 1 && isGzip(file)) {
        count = 1;
      }
      for (int part = 0; part < count; part++) {
        long end = part + 1 == count ? Long.MAX_VALUE : file.bytes() * (part + 1) / count;
        all.add(file.part(all.size(), file.bytes() * part / count, end));
      }
    }
    return all;
  }

  private static boolean isGzip(EventFile file) throws IOException {
    Path path = new Path(file.path());
    try (PlainOrGzip content = new PlainOrGzip(path.getFileSystem().open(path))) {
      return content.isGzip();
    }
  }

  /** The files that these stand for, numbered. */
  static List<EventFile> find(List<String> files) throws IOException {
    List<EventFile> found = new ArrayList<>();
    for (String file : files) {
      if (file.equals(STANDARD_INPUT)) {
        File copy = spool(System.in);
        found.add(file(found.size(), Path.fromLocalFile(copy), file, copy.length()));
      } else {
        addAll(file, found);
      }
    }
    return found;
  }

  private static EventFile file(int number, Path path, String shown, long bytes) {
    return EventFile.whole(number, path.toString(), shown, bytes);
  }

  /** A restored reader must be able to read again, and standard input can be read but once. */
  private static File spool(InputStream input) throws IOException {
    File copy = File.createTempFile("footfall-input", null);
    copy.deleteOnExit();
    Files.copy(input, copy.toPath(), StandardCopyOption.REPLACE_EXISTING);
    return copy;
  }

  private static void addAll(String given, List<EventFile> found) throws IOException {
    FileTree tree = FileTree.of(given);
    List<FileTree.Entry> named = named(given, tree);
    if (named.isEmpty()) {
      throw new FileNotFoundException(given + ": there is no such file");
    }
    for (FileTree.Entry entry : named) {
      for (FileTree.Entry file : filesIn(entry, tree)) {
        found.add(file(found.size(), path(file.path()), file.path(), file.bytes()));
      }
    }
  }

  private static Path path(String found) {
    return found.contains("://")
        ? new Path(found)
        : Path.fromLocalFile(new File(found).getAbsoluteFile());
  }

  /** What a path stands for whose names may be patterns. */
  private static List<FileTree.Entry> named(String path, FileTree tree) throws IOException {
    Optional<FileTree.Entry> itself = tree.at(path);
    int slash = path.lastIndexOf('/');
    if (itself.isPresent() || !isPattern(path)) {
      return itself.map(List::of).orElse(List.of());
    }
    String parent = slash < 0 ? "." : path.substring(0, Math.max(slash, 1));
    String pattern = path.substring(slash + 1);
    PathMatcher matcher = matcher(pattern);
    List<FileTree.Entry> matching = new ArrayList<>();
    for (FileTree.Entry folder : named(parent, tree)) {
      for (FileTree.Entry child : children(folder, tree)) {
        boolean hidden = isHidden(child.name()) && !isHidden(pattern);
        if (!hidden && matcher.matches(java.nio.file.Path.of(child.name()))) {
          matching.add(child);
        }
      }
    }
    return matching;
  }

  private static PathMatcher matcher(String pattern) throws FileNotFoundException {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException noPattern) {
      throw new FileNotFoundException(
          "%s: there is no such file, nor is it a pattern: %s"
              .formatted(pattern, noPattern.getDescription()));
    }
  }

  private static boolean isPattern(String name) {
    return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /** As shells have it: only a pattern that says so stands for such a name. */
  private static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  private static List<FileTree.Entry> filesIn(FileTree.Entry entry, FileTree tree)
      throws IOException {
    if (!entry.isFolder()) {
      return List.of(entry);
    }
    List<FileTree.Entry> files = new ArrayList<>();
    for (FileTree.Entry child : children(entry, tree)) {
      if (!isHidden(child.name())) {
        files.addAll(filesIn(child, tree));
      }
    }
    return files;
  }

  /** By name, so that files have the same numbers every time. */
  private static List<FileTree.Entry> children(FileTree.Entry folder, FileTree tree)
      throws IOException {
    return folder.isFolder()
        ? tree.in(folder).stream().sorted(Comparator.comparing(FileTree.Entry::name)).toList()
        : List.of();
  }
}
