package dev.footfall.ingest;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Where files are looked up: this machine, or a file system that Flink knows. */
interface FileTree {

  /**
   * A file or folder.
   *
   * @param path its whole path, or its URI
   * @param bytes its size, if it is a file
   */
  record Entry(String path, String name, boolean isFolder, long bytes) {}

  /** What is at this path, if anything is. */
  Optional<Entry> at(String path) throws IOException;

  /** What is in a folder, in no order. */
  List<Entry> in(Entry folder) throws IOException;

  /** The tree to which the path belongs. */
  static FileTree of(String path) throws IOException {
    return path.contains("://") ? new OfFlink(new Path(path).getFileSystem()) : new OfThisMachine();
  }

  /** Flink's own view of local folders fails where one name in them has a colon. */
  record OfThisMachine() implements FileTree {

    @Override
    public Optional<Entry> at(String path) {
      File file = new File(path);
      return file.exists() ? Optional.of(entry(file)) : Optional.empty();
    }

    @Override
    public List<Entry> in(Entry folder) throws IOException {
      File[] files = new File(folder.path()).listFiles();
      if (files == null) {
        throw new FileNotFoundException(folder.path() + ": this folder cannot be read");
      }
      List<Entry> entries = new ArrayList<>();
      for (File file : files) {
        entries.add(entry(file));
      }
      return entries;
    }

    private static Entry entry(File file) {
      return new Entry(file.getPath(), file.getName(), file.isDirectory(), file.length());
    }
  }

  /** Any other. */
  record OfFlink(FileSystem files) implements FileTree {

    @Override
    public Optional<Entry> at(String path) throws IOException {
      Path at = new Path(path);
      return files.exists(at) ? Optional.of(entry(files.getFileStatus(at))) : Optional.empty();
    }

    @Override
    public List<Entry> in(Entry folder) throws IOException {
      List<Entry> entries = new ArrayList<>();
      for (FileStatus status : files.listStatus(new Path(folder.path()))) {
        entries.add(entry(status));
      }
      return entries;
    }

    private static Entry entry(FileStatus status) {
      Path path = status.getPath();
      URI uri = path.toUri();
      String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
      String whole = uri.getScheme() + "://" + authority + uri.getPath();
      return new Entry(whole, path.getName(), status.isDir(), status.getLen());
    }
  }
}
