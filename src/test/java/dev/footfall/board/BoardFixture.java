package dev.footfall.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Note;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A board over a real database, what the job would write into it, and a browser without a face. */
final class BoardFixture implements AutoCloseable {

  /** Three steps in fourteen days, by day, in Shanghai. */
  static final Funnel TRIAL =
      funnel(
          "trial",
          "Register → trial → purchase",
          List.of("channel", "variant"),
          step("register", false),
          step("trial", false),
          step("purchase", false));

  /** With a step that one may skip. */
  static final Funnel SHOP =
      funnel(
          "shop",
          "Shop",
          List.of("channel"),
          step("cart", false),
          step("coupon", true),
          step("pay", false));

  /** When the first experiment on the first funnel began, and what is noted on that funnel. */
  static final Instant EXPERIMENT = Instant.parse("2026-10-25T00:00:00Z");

  static final String NOTE = "The new form is out (新表单上线)";

  static final LocalDateTime STAMP = LocalDateTime.parse("2026-11-21T10:00:00");
  static final Instant NOW = Instant.parse("2026-11-21T10:00:10Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  final EmbeddedDatabase database;
  private final HikariDataSource pool;
  private final BoardServer server;
  private final HttpClient browser = HttpClient.newHttpClient();

  private BoardFixture(Path folder, FunnelFile.Content declared, Access access) {
    database = EmbeddedDatabases.startIn(folder);
    EmbeddedDatabase.Access reader = database.reader();
    pool = BoardDatabase.pool(reader.url(), reader.user(), reader.password());
    server =
        BoardServer.start(
            BoardSettings.local(0).with(access), pool, () -> declared, InstantSource.fixed(NOW));
  }

  static BoardFixture startIn(Path folder) {
    return startIn(folder, List.of(TRIAL, SHOP), Access.OPEN);
  }

  static BoardFixture startIn(Path folder, List<Funnel> funnels, Access access) {
    return startIn(
        folder,
        new FunnelFile.Content(
            funnels,
            List.of(
                experiment("short-trial", "A trial of seven days", EXPERIMENT, funnels.get(0)),
                experiment("same", "same", Instant.EPOCH, funnels.get(0)),
                experiment("uneven", "uneven", Instant.EPOCH, funnels.get(0))),
            List.of(PathRowsToShow.DECLARED),
            List.of(),
            Map.of(
                funnels.get(0).id(),
                List.of(
                    new Note(Instant.parse("2026-10-20T01:00:00Z").toEpochMilli(), NOTE),
                    new Note(
                        Instant.parse("2025-01-01T00:00:00Z").toEpochMilli(), "Long <b>ago</b>")))),
        access);
  }

  static BoardFixture startIn(Path folder, FunnelFile.Content declared, Access access) {
    return new BoardFixture(folder, declared, access);
  }

  static FunnelFile.Content declaring(Funnel... funnels) {
    return FunnelFile.Content.of(List.of(funnels));
  }

  /** The rows of {@link ExperimentRowsToShow} are of such. */
  private static Experiment experiment(String id, String title, Instant start, Funnel funnel) {
    return new Experiment(
        id,
        title,
        funnel,
        "variant",
        "a",
        List.of(new Experiment.Variant("a", 0.5), new Experiment.Variant("b", 0.5)),
        start.toEpochMilli(),
        Long.MAX_VALUE,
        funnel.steps().get(0).fills(),
        funnel.steps().size(),
        List.of(),
        Experiment.DEFAULT_ALPHA,
        Experiment.DEFAULT_PLANNED,
        0);
  }

  static Funnel funnel(String id, String title, List<String> breakdowns, Step... steps) {
    return new Funnel(
        id,
        title,
        List.of(steps),
        Within.of(Duration.ofDays(14)),
        Cohort.of(Duration.ofDays(1)),
        breakdowns,
        Funnel.DEFAULT_MAX_VALUES,
        Funnel.USER,
        List.of(),
        Funnel.Order.IN_ORDER,
        Set.of(),
        List.of(),
        Funnel.Engine.AUTO,
        ZoneId.of("Asia/Shanghai"));
  }

  static Step step(String name, boolean optional) {
    return new Step(name, Selector.named(name), optional);
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopping) {
      throw new AssertionError(stopping);
    }
  }

  URI address() {
    return server.address();
  }

  JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException notJson) {
      throw new AssertionError(response.body(), notJson);
    }
  }

  /** Status and message of what must fail. */
  String failure(String path) {
    HttpResponse<String> response = get(path);
    try {
      return response.statusCode() + " " + JSON.readTree(response.body()).path("error").asText();
    } catch (IOException notJson) {
      throw new AssertionError(response.body(), notJson);
    }
  }

  void run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  Connection connect() throws SQLException {
    EmbeddedDatabase.Access owner = database.owner();
    return DriverManager.getConnection(owner.url(), owner.user(), owner.password());
  }

  /** What a question finds first. */
  long number(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Everything the story tells, as if the job had counted it up to {@link #STAMP}. */
  void tellStory() {
    try (Connection connection = connect()) {
      MadeUpRows rows = new MadeUpRows(connection, STAMP.toInstant(ZoneOffset.UTC), 7);
      BoardStory.fill(rows);
    } catch (SQLException | IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Some days of one funnel. */
  void tell(Funnel funnel, List<MadeUpRows.Values> values) {
    try (Connection connection = connect()) {
      new MadeUpRows(connection, STAMP.toInstant(ZoneOffset.UTC), 7).fill(funnel, 20, 20, values);
    } catch (SQLException | IOException failure) {
      throw new AssertionError(failure);
    }
  }

  void empty() {
    run(
        "truncate funnel_steps, funnel_times, journeys, rejected_events, late_events,"
            + " job_progress, experiment_verdicts, experiment_steps, experiment_times,"
            + " report_figures, unit_next, alerts");
  }

  /** The three outcomes of units whose furthest step is this one. */
  record Left(long dropped, long inProgress, long excluded) {}

  static Left dropped(long units) {
    return new Left(units, 0, 0);
  }

  static Left left(long dropped, long inProgress, long excluded) {
    return new Left(dropped, inProgress, excluded);
  }

  /**
   * Writes one set of a funnel of three steps, as the job would: with one stamp. Who came further
   * is counted at the steps before.
   *
   * @param day of November 2026, in Shanghai
   */
  void cohort(
      Funnel funnel,
      int day,
      @Nullable String breakdown,
      String value,
      boolean isFinal,
      Left first,
      Left second,
      long converted) {
    long atSecond = second.dropped + second.inProgress + second.excluded + converted;
    long atFirst = first.dropped + first.inProgress + first.excluded + atSecond;
    stepRow(funnel, day, breakdown, value, 1, atFirst, first, isFinal, STAMP);
    stepRow(funnel, day, breakdown, value, 2, atSecond, second, isFinal, STAMP);
    stepRow(funnel, day, breakdown, value, 3, converted, dropped(0), isFinal, STAMP);
  }

  void stepRow(
      Funnel funnel,
      int day,
      @Nullable String breakdown,
      String value,
      int step,
      long reached,
      Left left,
      boolean isFinal,
      LocalDateTime stamp) {
    insert(
        "insert into funnel_steps values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, null, null,"
            + " ?, false, ?, ?)",
        funnel.id(),
        start(day),
        start(day + 1),
        breakdown == null ? "" : breakdown,
        value,
        step,
        funnel.steps().get(Math.min(step, funnel.steps().size()) - 1).name(),
        reached,
        left.dropped,
        left.inProgress,
        left.excluded,
        isFinal,
        stamp,
        stamp);
  }

  /** A bucket that says what its units took together. */
  void times(
      Funnel funnel, int day, int step, String measure, long from, long to, long units, long sum) {
    insert(
        "insert into funnel_times values (?, ?, '', '', ?, ?, ?, ?, ?, true, ?, ?, ?)",
        funnel.id(),
        start(day),
        step,
        measure,
        from,
        to,
        units,
        STAMP,
        STAMP,
        sum);
  }

  /** A bucket as a version wrote it that did not say what its units took together. */
  void times(
      Funnel funnel,
      int day,
      String breakdown,
      String value,
      int step,
      String measure,
      long from,
      long to,
      long units,
      boolean isFinal) {
    insert(
        "insert into funnel_times values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        funnel.id(),
        start(day),
        breakdown,
        value,
        step,
        measure,
        from,
        to,
        units,
        isFinal,
        STAMP,
        STAMP);
  }

  void journey(Funnel funnel, int day, String unit, int furthest, String outcome, String values) {
    insert(
        "insert into journeys values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        funnel.id(),
        unit,
        start(day),
        start(day + 1),
        start(day).plusHours(1),
        furthest,
        outcome,
        "[\"2026-11-21T01:00:00Z\",null]",
        values,
        STAMP,
        STAMP);
  }

  void insert(String sql, @Nullable Object... values) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Midnight of that day of November 2026 in Shanghai, in UTC. */
  static LocalDateTime start(int day) {
    return LocalDateTime.of(2026, 11, 1, 0, 0).plusDays(day - 1).minusHours(8);
  }

  @Override
  public void close() {
    server.close();
    pool.close();
    database.close();
  }
}
