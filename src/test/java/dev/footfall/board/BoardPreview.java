package dev.footfall.board;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.funnel.Funnel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * The board over made-up rows, to look at while working on the page: run it, open the address it
 * prints, end it with Ctrl-C. Seeded, so that two looks show the same.
 */
final class BoardPreview {

  private static final int DAYS = 45;
  private static final int WINDOW_DAYS = 14;

  private final Connection connection;
  private final Random random = new Random(7);
  private final LocalDateTime now =
      LocalDateTime.ofInstant(Instant.now().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);

  private BoardPreview(Connection connection) {
    this.connection = connection;
  }

  /** Argument: the port. */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    Path folder = Files.createTempDirectory("board-preview");
    EmbeddedDatabase database = EmbeddedDatabases.startIn(folder);
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
        DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
      connection.setAutoCommit(false);
      new BoardPreview(connection).seed();
      connection.commit();
    }
    EmbeddedDatabase.Access reader = database.reader();
    HikariDataSource pool = BoardDatabase.pool(reader.url(), reader.user(), reader.password());
    Funnel empty =
        BoardFixture.funnel(
            "referral",
            "Referral",
            List.of(),
            BoardFixture.step("invite", false),
            BoardFixture.step("accept", false));
    BoardServer server =
        BoardServer.start(
            BoardSettings.local(Integer.parseInt(arguments[0])),
            pool,
            () -> List.of(BoardFixture.TRIAL, BoardFixture.SHOP, empty));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  pool.close();
                  database.close();
                }));
    System.out.println("ready " + server.address());
    Thread.sleep(Long.MAX_VALUE);
  }

  private void seed() throws SQLException {
    List<String> channels = List.of("social", "website", "partner", "offline", "搜索引擎");
    double[] weights = {0.35, 0.25, 0.2, 0.12, 0.08};
    double[] rates = {0.08, 0.15, 0.12, 0.20, 0.1};
    LocalDateTime today = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    for (int day = 0; day < DAYS; day++) {
      LocalDateTime start = today.minusDays(DAYS - 1 - day).minusHours(8);
      int age = DAYS - 1 - day;
      Counts total = new Counts(3);
      for (int c = 0; c < channels.size(); c++) {
        Counts counts = new Counts(3);
        int entered = (int) (weights[c] * (380 + random.nextInt(160)) * (day % 7 > 4 ? 0.6 : 1));
        for (int unit = 0; unit < entered; unit++) {
          double ripeness = Math.min(1, (age + 0.5) / WINDOW_DAYS);
          int furthest = 1;
          if (random.nextDouble() < 0.6 * Math.min(1, ripeness * 2)) {
            furthest = random.nextDouble() < rates[c] / 0.6 * ripeness ? 3 : 2;
          }
          counts.add(furthest, age < WINDOW_DAYS, furthest == 2 && random.nextInt(25) == 0);
          journey("trial", start, c, channels.get(c), unit, furthest, age < WINDOW_DAYS);
        }
        steps(BoardFixture.TRIAL, start, 1, "channel", channels.get(c), counts, age >= 14);
        total.addAll(counts);
      }
      steps(BoardFixture.TRIAL, start, 1, "", "", total, age >= WINDOW_DAYS);
      times("trial", start, 2, total.reached(2), 9.5e6, 1.3, age >= WINDOW_DAYS);
      times("trial", start, 3, total.reached(3), 3.4e8, 0.7, age >= WINDOW_DAYS);
    }
    for (int hours = 23; hours >= 0; hours--) {
      Counts counts = new Counts(3);
      int entered = 90 + random.nextInt(60);
      for (int unit = 0; unit < entered; unit++) {
        int furthest = random.nextDouble() < 0.42 ? 3 : 1;
        counts.add(furthest, true, false);
      }
      LocalDateTime start = now.truncatedTo(ChronoUnit.HOURS).minusHours(hours);
      steps(BoardFixture.SHOP, start, 0, "", "", counts, false);
    }
    try (PreparedStatement late =
        connection.prepareStatement(
            "insert into late_events select 'f:' || i, null, 'e', 'u', now(), '{}', now(), now()"
                + " from generate_series(1, 1284) i")) {
      late.executeUpdate();
    }
  }

  private static final class Counts {
    private final long[] dropped;
    private final long[] inProgress;
    private final long[] excluded;
    private long converted;

    Counts(int steps) {
      dropped = new long[steps];
      inProgress = new long[steps];
      excluded = new long[steps];
    }

    void add(int furthest, boolean isOpen, boolean isExcluded) {
      if (furthest == dropped.length) {
        converted++;
      } else {
        (isOpen ? inProgress : isExcluded ? excluded : dropped)[furthest - 1]++;
      }
    }

    void addAll(Counts other) {
      converted += other.converted;
      for (int i = 0; i < dropped.length; i++) {
        dropped[i] += other.dropped[i];
        inProgress[i] += other.inProgress[i];
        excluded[i] += other.excluded[i];
      }
    }

    long reached(int step) {
      long reached = converted;
      for (int i = step - 1; i < dropped.length; i++) {
        reached += dropped[i] + inProgress[i] + excluded[i];
      }
      return reached;
    }
  }

  private void steps(
      Funnel funnel,
      LocalDateTime start,
      int days,
      String breakdown,
      String value,
      Counts counts,
      boolean isFinal)
      throws SQLException {
    LocalDateTime end = days == 0 ? start.plusHours(1) : start.plusDays(days);
    for (int step = 1; step <= 3; step++) {
      insert(
          "insert into funnel_steps values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, null, null,"
              + " ?, false, ?, ?)",
          funnel.id(),
          start,
          end,
          breakdown,
          value,
          step,
          funnel.steps().get(step - 1).name(),
          counts.reached(step),
          counts.dropped[step - 1],
          counts.inProgress[step - 1],
          counts.excluded[step - 1],
          isFinal,
          now,
          now);
    }
  }

  private void times(
      String funnel,
      LocalDateTime start,
      int step,
      long units,
      double median,
      double spread,
      boolean isFinal)
      throws SQLException {
    TreeMap<Integer, Long> buckets = new TreeMap<>();
    for (long unit = 0; unit < units; unit++) {
      double time = median * Math.exp(spread * random.nextGaussian());
      buckets.merge((int) (Math.log(time) / Math.log(1.02)), 1L, Long::sum);
    }
    for (java.util.Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      long from = (long) Math.pow(1.02, bucket.getKey());
      long to = (long) Math.pow(1.02, bucket.getKey() + 1);
      for (String measure : List.of("previous", "entry")) {
        insert(
            "insert into funnel_times values (?, ?, '', '', ?, ?, ?, ?, ?, ?, ?, ?)",
            funnel,
            start,
            step,
            measure,
            from,
            to,
            bucket.getValue(),
            isFinal,
            now,
            now);
      }
    }
  }

  private void journey(
      String funnel,
      LocalDateTime start,
      int group,
      String channel,
      int unit,
      int furthest,
      boolean isOpen)
      throws SQLException {
    insert(
        "insert into journeys values (?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?)",
        funnel,
        String.format("u-%08x", (group * 7919 + unit * 104729 + start.getDayOfYear() * 31)),
        start,
        start.plusDays(1),
        start.plusMinutes(unit),
        furthest,
        furthest == 3 ? "converted" : isOpen ? "in_progress" : "dropped",
        "{\"channel\":\"" + channel + "\"}",
        now,
        now);
  }

  private void insert(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
