package dev.footfall.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * What jobs have left in the folder of their checkpoints: {@code JOB/chk-NUMBER/_metadata}, the
 * last of which is written when a checkpoint is complete.
 */
final class KeptCheckpoints {

  private KeptCheckpoints() {}

  /**
   * The one that was completed last, by whichever job.
   *
   * @param folder as {@code execution.checkpointing.dir} names it
   * @return what {@code execution.state-recovery.path} takes; empty if there is none
   * @throws IOException if the folder cannot be read
   */
  static Optional<String> newest(String folder) throws IOException {
    Path root = new Path(folder);
    FileSystem files = root.getFileSystem();
    List<FileStatus> complete = new ArrayList<>();
    for (FileStatus job : list(files, root)) {
      for (FileStatus checkpoint : list(files, job.getPath())) {
        if (checkpoint.getPath().getName().startsWith("chk-")) {
          list(files, checkpoint.getPath()).stream()
              .filter(file -> file.getPath().getName().equals("_metadata"))
              .forEach(complete::add);
        }
      }
    }
    return complete.stream()
        .max(Comparator.comparingLong(FileStatus::getModificationTime))
        .map(newest -> newest.getPath().getParent().toString());
  }

  private static List<FileStatus> list(FileSystem files, Path folder) throws IOException {
    try {
      FileStatus[] found = files.listStatus(folder);
      return found == null ? List.of() : List.of(found);
    } catch (FileNotFoundException gone) {
      return List.of();
    }
  }
}
