package dev.footfall.board;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether what the board shows is up to date. */
final class HealthReader {

  private static final Logger LOG = LoggerFactory.getLogger(HealthReader.class);

  /** Late and rejected events are counted up to here. */
  static final int COUNTED = 100_000;

  private final Snapshots snapshots;
  private final Freshness freshness;
  private final InstantSource clock;

  HealthReader(Snapshots snapshots, Freshness freshness, InstantSource clock) {
    this.snapshots = snapshots;
    this.freshness = freshness;
    this.clock = clock;
  }

  /** Never fails: a database that does not answer is an answer too. */
  Answers.Health answer() {
    try {
      return snapshots.read(this::read);
    } catch (SQLException unreachable) {
      LOG.debug("The database does not answer", unreachable);
      return offline(unreachable);
    }
  }

  private static Answers.Health offline(SQLException unreachable) {
    return new Answers.Health(
        "offline",
        Failures.explain(unreachable),
        Failures.of(unreachable).name().toLowerCase(Locale.ROOT),
        null,
        null,
        null,
        null,
        null);
  }

  /** The same without the counts, which is quick enough to be asked for all the time. */
  Answers.Health pulse() {
    try {
      return snapshots.read(connection -> lastWrite(connection, null, null));
    } catch (SQLException unreachable) {
      LOG.debug("The database does not answer", unreachable);
      return offline(unreachable);
    }
  }

  private Answers.Health read(Connection connection) throws SQLException {
    long late;
    long rejected;
    try (PreparedStatement counts = connection.prepareStatement(Sql.SET_ASIDE.text())) {
      counts.setInt(1, COUNTED);
      counts.setInt(2, COUNTED);
      try (ResultSet row = counts.executeQuery()) {
        row.next();
        late = row.getLong("late");
        rejected = row.getLong("rejected");
      }
    }
    return lastWrite(connection, late, rejected);
  }

  private Answers.Health lastWrite(
      Connection connection, @Nullable Long late, @Nullable Long rejected) throws SQLException {
    Heartbeat heartbeat = Heartbeat.read(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Sql.LAST_WRITE.text())) {
      boolean anyWritten = row.next();
      if (!anyWritten && heartbeat != null && !isSilent(heartbeat.at())) {
        return new Answers.Health(
            "live",
            "The job runs, and nobody has entered a funnel yet.",
            "nobody_yet",
            heartbeat.watermark().toString(),
            lagOf(heartbeat.watermark()).toMillis(),
            null,
            late,
            rejected);
      }
      if (!anyWritten) {
        return new Answers.Health(
            "delayed",
            "Nothing has been written yet. The first rows come soon after the job starts and"
                + " events arrive; if none come, look at the job's log.",
            "nothing_written",
            null,
            null,
            null,
            late,
            rejected);
      }
      return judge(
          utc(row.getObject("updated_at", LocalDateTime.class)),
          utc(row.getObject("watermark", LocalDateTime.class)),
          heartbeat,
          late,
          rejected);
    }
  }

  private boolean isSilent(Instant last) {
    return Duration.between(last, clock.instant()).compareTo(freshness.delayedAfter()) > 0;
  }

  private Duration lagOf(Instant watermark) {
    return Duration.between(watermark, clock.instant());
  }

  /**
   * @param heartbeat what the job told of itself; null where the tables are not asked to hold it
   */
  private Answers.Health judge(
      Instant lastWrite,
      Instant lastWatermark,
      @Nullable Heartbeat heartbeat,
      @Nullable Long late,
      @Nullable Long rejected) {
    Instant now = clock.instant();
    Instant lastSign = heartbeat == null ? lastWrite : later(lastWrite, heartbeat.at());
    Instant watermark =
        heartbeat == null ? lastWatermark : later(lastWatermark, heartbeat.watermark());
    Duration silence = Duration.between(lastSign, now);
    Duration lag = Duration.between(watermark, now);
    String status = "live";
    String cause = "up_to_date";
    String reason = "Numbers are up to date.";
    if (silence.compareTo(freshness.stalledAfter()) > 0) {
      status = "stalled";
      cause = heartbeat == null ? "silent" : "stopped";
      reason =
          heartbeat == null
              ? "Nothing was written for "
                  + silence.toSeconds()
                  + " s: either no events arrive, or the job has stopped. Look at its log."
              : "The job has not been heard of for "
                  + silence.toSeconds()
                  + " s: it has stopped, or cannot write. Look at its log.";
    } else if (silence.compareTo(freshness.delayedAfter()) > 0) {
      status = "delayed";
      cause = "silent";
      reason = "Nothing was written for " + silence.toSeconds() + " s.";
    } else if (lag.compareTo(freshness.maxLag()) > 0
        && heartbeat != null
        && heartbeat.hasCaughtUp(freshness.maxLag())) {
      cause = "quiet";
      reason =
          "The job runs and has counted all that came; no event has come for "
              + lag.toSeconds()
              + " s of event time.";
    } else if (lag.compareTo(freshness.maxLag()) > 0) {
      status = "delayed";
      cause = "behind";
      reason =
          "Event time is "
              + lag.toSeconds()
              + " s behind the clock: the job is catching up, or a source has gone quiet.";
    }
    return new Answers.Health(
        status,
        reason,
        cause,
        watermark.toString(),
        lag.toMillis(),
        lastWrite.toString(),
        late,
        rejected);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant utc(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }
}
