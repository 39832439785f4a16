package dev.footfall.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** Tells a person how the generating goes. */
final class GenerateReport {

  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final PrintStream progress;
  private final long[] lines = new long[Flaw.values().length];
  private final long start = System.nanoTime();
  private long nextReport = start + EVERY_NANOS;
  private long total;
  private long lastArrival;

  GenerateReport(PrintStream progress) {
    this.progress = progress;
  }

  void wrote(TrafficLine line) {
    lines[line.flaw().ordinal()]++;
    total++;
    lastArrival = line.arrival();
    long now = System.nanoTime();
    if (now >= nextReport) {
      nextReport = now + EVERY_NANOS;
      progress.printf(
          "%,d lines, %,.0f a second, simulated time %s%n",
          total, total / ((now - start) / 1e9), Instant.ofEpochMilli(lastArrival));
    }
  }

  void done() {
    if (total == 0) {
      progress.println("0 lines");
      return;
    }
    progress.printf(
        "%,d lines up to %s: %s%n", total, Instant.ofEpochMilli(lastArrival), numberOfEach());
  }

  private String numberOfEach() {
    StringJoiner numbers = new StringJoiner(", ");
    for (Flaw flaw : Flaw.values()) {
      if (lines[flaw.ordinal()] > 0) {
        numbers.add(String.format("%,d %s", lines[flaw.ordinal()], flaw.inWords()));
      }
    }
    return numbers.toString();
  }
}
