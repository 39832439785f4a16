package dev.footfall.ingest;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * How the job is doing at one part of its way in, for those who ask whether it runs: a row of
 * {@code job_progress}. It is no result: it is told by the clock, and counts begin anew when the
 * job does.
 *
 * @param stage where on the way
 * @param part which part there: {@code clicks/3}, {@code clicks.jsonl}, {@code task 1}
 * @param events that came by
 * @param rejected arrivals that were no events
 * @param late events behind the watermark
 * @param duplicates events whose id was there before
 * @param latest the time of the latest event, in milliseconds since the epoch; {@link #NONE}
 * @param position the offset or line read last; {@link #NONE} where there is no such thing
 * @param since when counting began, by the clock, in milliseconds since the epoch
 */
public record PartProgress(
    Stage stage,
    String part,
    long events,
    long rejected,
    long late,
    long duplicates,
    long latest,
    long position,
    long since) {

  /** Stands for what is not there. */
  public static final long NONE = -1;

  /** How often each part is told of. */
  static final Duration EVERY = Duration.ofSeconds(5);

  static final OutputTag<PartProgress> TOLD =
      new OutputTag<>("progress", TypeInformation.of(PartProgress.class));

  /** Where on the way in. */
  public enum Stage {
    /** A partition or file, as it is read. */
    SOURCE,
    /** A task that puts events in order and takes out what is there twice. */
    ADMISSION
  }
}
