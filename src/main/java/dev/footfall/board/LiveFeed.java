package dev.footfall.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.sse.SseClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every open page when there is something new, by server-sent events: which funnels and
 * reports, up to which watermark, never the numbers themselves. One question a second serves all
 * readers, and none is asked while nobody looks.
 */
final class LiveFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

  private static final int CLIENTS_AT_MOST = 500;
  private static final long EVERY_MILLIS = 1_000;

  /** Proxies close a stream in which nothing moves. */
  private static final int PULSES_OF_REST = 15;

  /** What a funnel, or a report, looked like when it was last looked at. */
  private record Seen(LocalDateTime lastWrite, long rows) {

    /** Fewer rows of the same stroke are no news: the others have left the while that is seen. */
    boolean isNewsAfter(@Nullable Seen before) {
      return before == null || !lastWrite.equals(before.lastWrite) || rows > before.rows;
    }
  }

  private final Snapshots snapshots;
  private final HealthReader health;
  private final ObjectMapper json;
  private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "board-live");
            thread.setDaemon(true);
            return thread;
          });

  private final ScheduledFuture<?> ticking;

  private Map<String, Seen> seen = Map.of();
  private Map<String, Seen> seenReports = Map.of();
  private String status = "";
  private int restingPulses;

  LiveFeed(Snapshots snapshots, HealthReader health, ObjectMapper json) {
    this.snapshots = snapshots;
    this.health = health;
    this.json = json;
    ticking =
        clock.scheduleWithFixedDelay(this::tick, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Whether there is room for another reader. */
  boolean hasRoom() {
    return clients.size() < CLIENTS_AT_MOST;
  }

  void join(SseClient client) {
    client.keepAlive();
    client.onClose(() -> clients.remove(client));
    client.sendEvent("pulse", write(new Answers.Pulse(health.pulse(), List.of(), List.of())));
    clients.add(client);
  }

  private void tick() {
    if (clients.isEmpty()) {
      return;
    }
    try {
      look();
    } catch (RuntimeException failure) {
      // A task that throws is never run again.
      LOG.error("The live feed failed", failure);
    }
  }

  private void look() {
    Answers.Health now = health.pulse();
    Map<String, Seen> before = seen;
    Map<String, Seen> reportsBefore = seenReports;
    seen = read(before, LiveFeed::readFunnels);
    // Apart: where the table of reports is not there yet, there is news of funnels all the same.
    seenReports = read(reportsBefore, LiveFeed::readReports);
    List<String> changed = newsAfter(before, seen);
    List<String> reports = newsAfter(reportsBefore, seenReports);
    boolean isNews = !changed.isEmpty() || !reports.isEmpty() || !now.status().equals(status);
    status = now.status();
    restingPulses = isNews ? 0 : restingPulses + 1;
    if (isNews || restingPulses % PULSES_OF_REST == 0) {
      String pulse = write(new Answers.Pulse(now, changed, reports));
      clients.forEach(client -> client.sendEvent("pulse", pulse));
    }
  }

  private Map<String, Seen> read(
      Map<String, Seen> before, Snapshots.Reading<Map<String, Seen>> reading) {
    try {
      return snapshots.read(reading);
    } catch (SQLException unreachable) {
      LOG.debug("The database does not answer", unreachable);
      return before;
    }
  }

  private static List<String> newsAfter(Map<String, Seen> before, Map<String, Seen> now) {
    Set<String> changed = new TreeSet<>();
    now.forEach(
        (id, latest) -> {
          if (latest.isNewsAfter(before.get(id))) {
            changed.add(id);
          }
        });
    return List.copyOf(changed);
  }

  private static Map<String, Seen> readReports(Connection connection) throws SQLException {
    Map<String, Seen> seen = new HashMap<>();
    ReportsReader.all(connection)
        .forEach((report, its) -> seen.put(report, new Seen(its.lastWrite(), its.rows())));
    return seen;
  }

  private static Map<String, Seen> readFunnels(Connection connection) throws SQLException {
    Map<String, Seen> seen = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Sql.CHANGED.text())) {
      while (row.next()) {
        seen.put(
            row.getString("funnel"),
            new Seen(
                Objects.requireNonNull(row.getObject("last_write", LocalDateTime.class)),
                row.getLong("rows")));
      }
    }
    return seen;
  }

  private String write(Answers.Pulse pulse) {
    try {
      return json.writeValueAsString(pulse);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a pulse cannot be written", impossible);
    }
  }

  @Override
  public void close() {
    ticking.cancel(true);
    clock.shutdown();
    clients.forEach(SseClient::close);
  }
}
