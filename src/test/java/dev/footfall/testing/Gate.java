package dev.footfall.testing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets so many lines of a {@link GatedSource} through and holds the others back until it is opened
 * further. It is found by name, for the source travels through Flink as bytes.
 */
public final class Gate {

  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  private final AtomicLong passed = new AtomicLong();
  private long limit;
  private CompletableFuture<Void> opening = new CompletableFuture<>();

  private Gate(long limit) {
    this.limit = limit;
  }

  /** A new gate of this name. */
  public static Gate lettingThrough(String name, long lines) {
    Gate gate = new Gate(lines);
    GATES.put(name, gate);
    return gate;
  }

  static Gate named(String name) {
    Gate gate = GATES.get(name);
    if (gate == null) {
      throw new IllegalArgumentException("no gate " + name);
    }
    return gate;
  }

  /** Lets more lines through. */
  public synchronized void openTo(long lines) {
    limit = lines;
    CompletableFuture<Void> before = opening;
    opening = new CompletableFuture<>();
    before.complete(null);
  }

  synchronized boolean isOpenFor(long line) {
    return line < limit;
  }

  /** Done when it is worth asking again. */
  synchronized CompletableFuture<Void> openingFor(long line) {
    return line < limit ? CompletableFuture.completedFuture(null) : opening;
  }

  void countOne() {
    passed.incrementAndGet();
  }

  /**
   * Waits until so many lines have passed, counted over all restarts.
   *
   * @throws TimeoutException if they take too long
   */
  public void awaitPassed(long lines, Duration atMost) throws Exception {
    long end = System.nanoTime() + atMost.toNanos();
    while (passed.get() < lines) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(passed + " of " + lines + " lines have passed");
      }
      Thread.sleep(5);
    }
  }
}
