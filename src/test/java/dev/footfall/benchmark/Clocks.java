package dev.footfall.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a run cost: from its first event on, so that neither Flink's start nor the deployment
 * counts. Source and stopwatch are in one process.
 *
 * @param wallNanos of the clock
 * @param cpuNanos of all threads of the process: compiling and collecting garbage too
 * @param garbageMillis of which collecting garbage stood in the way
 */
record Clocks(long wallNanos, long cpuNanos, long garbageMillis) {

  private static volatile boolean waiting;
  private static Clocks start = new Clocks(0, 0, 0);

  private static Clocks now() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long garbage = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      garbage += collector.getCollectionTime();
    }
    return new Clocks(System.nanoTime(), system.getProcessCpuTime(), garbage);
  }

  /** Waits for the next run's first event. */
  static void arm() {
    waiting = true;
  }

  /** An event is made; the first one starts the clocks. */
  static void begun() {
    if (waiting) {
      begin();
    }
  }

  private static synchronized void begin() {
    if (waiting) {
      start = now();
      waiting = false;
    }
  }

  /** What has been spent since the first event. */
  static synchronized Clocks spent() {
    Clocks end = now();
    return new Clocks(
        end.wallNanos - start.wallNanos,
        end.cpuNanos - start.cpuNanos,
        end.garbageMillis - start.garbageMillis);
  }
}
