package dev.footfall.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a stretch of traffic, and its truth, to a file, standard output or Kafka. */
public final class Generate {

  private Generate() {}

  /**
   * What to generate.
   *
   * @param settings decide the lines
   * @param to where they go
   * @param count how many lines at most; {@link Long#MAX_VALUE} for any number
   * @param until only lines that arrive before this moment of simulated time; {@link Instant#MAX}
   *     for no end
   * @param rate lines a second of the wall clock; 0 for as fast as it goes
   * @param truth the file that the truth of just these lines is written to, as CSV if its name ends
   *     in {@code .csv}, else one JSON object a line; null if nobody asks
   */
  public record Options(
      TrafficSettings settings,
      Destination to,
      long count,
      Instant until,
      double rate,
      @Nullable Path truth) {

    /**
     * @throws IllegalArgumentException if the count or the rate is negative
     */
    public Options {
      if (count < 0) {
        throw new IllegalArgumentException("the count is " + count + "; write 0 or more");
      }
      if (!(rate >= 0)) {
        throw new IllegalArgumentException("the rate is " + rate + "; write 0 or more");
      }
    }
  }

  /**
   * Generates until the count or the end is reached, or whoever reads standard output has had
   * enough (then no truth is written: nobody knows what was read), or the thread is interrupted.
   *
   * @param standardOutput must report a broken pipe, as a {@link java.io.FileOutputStream} does and
   *     {@link System#out} does not
   * @param progress for people, best standard error
   * @throws IOException if the lines or the truth cannot be written
   */
  public static void run(Options options, OutputStream standardOutput, PrintStream progress)
      throws IOException {
    Traffic traffic = new Traffic(options.settings());
    GenerateReport report = new GenerateReport(progress);
    try (LineSink sink = options.to().open(standardOutput)) {
      writeLines(traffic, options, sink, report);
    } catch (IOException failure) {
      if (options.to() instanceof Destination.StandardOutput && isBrokenPipe(failure)) {
        return;
      }
      throw failure;
    }
    report.done();
    if (options.truth() != null) {
      writeTruth(traffic.truth(), options.truth());
    }
  }

  private static void writeLines(
      Traffic traffic, Options options, LineSink sink, GenerateReport report) throws IOException {
    long until =
        options.until().equals(Instant.MAX) ? Long.MAX_VALUE : options.until().toEpochMilli();
    Throttle throttle = new Throttle(options.rate());
    try {
      while (traffic.index() < options.count() && traffic.nextArrival() < until) {
        throttle.await(sink);
        TrafficLine line = traffic.next();
        sink.write(line);
        report.wrote(line);
      }
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isBrokenPipe(IOException failure) {
    String message = failure.getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("pipe");
  }

  private static void writeTruth(List<TruthRow> rows, Path file) throws IOException {
    boolean csv = file.toString().endsWith(".csv");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      if (csv) {
        writer.write(TruthRow.CSV_HEADER);
        writer.write('\n');
      }
      for (TruthRow row : rows) {
        writer.write(csv ? row.toCsv() : row.toJson());
        writer.write('\n');
      }
    }
  }
}
