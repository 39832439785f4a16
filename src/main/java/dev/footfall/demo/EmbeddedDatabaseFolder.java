package dev.footfall.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of an embedded database, held by a lock for as long as this object is open, so that
 * whatever still runs in it when it is opened was left behind by a process that is gone.
 */
final class EmbeddedDatabaseFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabaseFolder.class);

  private static final long LOG_KEPT_BYTES = 1_000_000;
  private static final int LOG_LINES_SHOWN = 12;

  /** The clock by which Linux dates a process is a little off the one PostgreSQL reads. */
  private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(10);

  private static final Set<String> POSTGRES = Set.of("postgres", "postgres.exe");

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  /**
   * The folders that this process holds. To open a lock file a second time and close it again would
   * free the first lock, so a process must not ask the file what it can know itself.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lockFile;

  private EmbeddedDatabaseFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  static EmbeddedDatabaseFolder lock(Path folder) {
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath();
      if (!HELD_HERE.add(real)) {
        throw inUse(folder, " by this process");
      }
      try {
        return new EmbeddedDatabaseFolder(real, lockAgainstOthers(real));
      } catch (IOException | RuntimeException refused) {
        HELD_HERE.remove(real);
        throw refused;
      }
    } catch (IOException refused) {
      throw new EmbeddedDatabaseException(
          "The folder " + folder + " cannot be used for the database: " + refused, refused);
    }
  }

  private static FileChannel lockAgainstOthers(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      String holder = holder(channel);
      channel.close();
      throw inUse(folder, holder);
    }
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    return channel;
  }

  private static EmbeddedDatabaseException inUse(Path folder, String holder) {
    return new EmbeddedDatabaseException(
        "The database in "
            + folder
            + " is in use"
            + holder
            + ": a second demo cannot share it. Stop the other one, or give this one a folder of"
            + " its own.");
  }

  /** Who holds the lock, where that can be read: Windows shows nothing of a locked file. */
  private static String holder(FileChannel channel) {
    try {
      ByteBuffer text = ByteBuffer.allocate(20);
      channel.read(text, 0);
      String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
      return pid.isEmpty() ? "" : " by process " + pid;
    } catch (IOException hidden) {
      return "";
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  Path log() {
    return folder.resolve("postgres.log");
  }

  boolean isFinished() {
    return Files.exists(data().resolve(EmbeddedDatabasePasswords.FILE));
  }

  /** A folder whose first start was cut short holds nothing of worth, and cannot be started. */
  void setAsideWhatWasNeverFinished() throws IOException {
    trimLog();
    if (!Files.exists(data())) {
      return;
    }
    if (!isFinished()) {
      Path aside = folder.resolve("data-never-finished");
      deleteAll(aside);
      Files.move(data(), aside);
      return;
    }
    // PostgreSQL refuses a folder that others may enter, and copying one often opens it.
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  void refuseAnotherMajorVersion(String ours) throws IOException {
    Path version = data().resolve("PG_VERSION");
    if (!Files.exists(version)) {
      return;
    }
    String theirs = Files.readString(version).strip();
    if (!theirs.equals(ours)) {
      throw new EmbeddedDatabaseException(
          data()
              + " was made by PostgreSQL "
              + theirs
              + ", and this Footfall brings "
              + ours
              + ", which cannot read it. Move the folder away to begin with an empty database.");
    }
  }

  /**
   * Stops the server that {@code postmaster.pid} names, if it really is that of this folder. Where
   * another program was given the same number since, the file is only in the way and goes.
   */
  void stopWhatWasLeftRunning() throws IOException {
    Path file = data().resolve("postmaster.pid");
    Optional<Postmaster> named = Postmaster.readFrom(file);
    if (named.isEmpty()) {
      return;
    }
    Postmaster postmaster = named.get();
    if (postmaster.isRunning(data())) {
      stop(postmaster.process());
    } else if (postmaster.isSurelyAnother()) {
      LOG.info("Process {} is no database any more; removing {}", postmaster.process(), file);
      Files.delete(file);
    }
  }

  private void stop(ProcessHandle process) {
    LOG.info(
        "The database in {} was left running by a process that is gone; stopping process {}",
        folder,
        process.pid());
    // Its clients went with that process, so the gentlest way is quick.
    process.destroy();
    if (endsWithin(process, STOP_WITHIN)) {
      return;
    }
    process.destroyForcibly();
    if (!endsWithin(process, STOP_WITHIN)) {
      throw new EmbeddedDatabaseException(
          "The database in "
              + folder
              + " was left running as process "
              + process.pid()
              + ", which cannot be stopped; end it by hand and start again.");
    }
  }

  private static boolean endsWithin(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The process that a {@code postmaster.pid} names.
   *
   * @param process now running under that number, whatever it is
   * @param startedAt when the server that wrote the file started
   */
  private record Postmaster(ProcessHandle process, Instant startedAt) {

    static Optional<Postmaster> readFrom(Path file) throws IOException {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      // Line 1: process id; 2: data folder; 3: start, in seconds since the epoch; 4: port; …
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 3) {
        return Optional.empty();
      }
      try {
        Instant startedAt = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .map(process -> new Postmaster(process, startedAt));
      } catch (NumberFormatException cutShort) {
        return Optional.empty();
      }
    }

    boolean isRunning(Path data) {
      // Not every system shows another process's arguments; where they show, they must fit.
      boolean namesFolder =
          process
              .info()
              .arguments()
              .map(arguments -> List.of(arguments).contains(data.toString()))
              .orElse(true);
      boolean startedThen = process.info().startInstant().filter(this::isTheStart).isPresent();
      return programName().filter(POSTGRES::contains).isPresent() && startedThen && namesFolder;
    }

    /** Where the system hides what the process is, this is false: better no start than two. */
    boolean isSurelyAnother() {
      return programName().filter(name -> !POSTGRES.contains(name)).isPresent()
          || process.info().startInstant().filter(start -> !isTheStart(start)).isPresent();
    }

    private boolean isTheStart(Instant start) {
      return Duration.between(start, startedAt).abs().compareTo(START_TIME_TOLERANCE) <= 0;
    }

    private Optional<String> programName() {
      return process.info().command().map(command -> Path.of(command).getFileName().toString());
    }
  }

  private void trimLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_KEPT_BYTES) {
      Files.delete(log());
    }
  }

  String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException absent) {
      return "(no log)";
    }
  }

  private static void deleteAll(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Whether this process runs as root. */
  static boolean userIsRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Override
  public void close() {
    try {
      if (lockFile.isOpen()) {
        lockFile.close();
        HELD_HERE.remove(folder);
      }
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    }
  }
}
