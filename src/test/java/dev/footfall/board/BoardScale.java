package dev.footfall.board;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A database as large as the board is made for: 50 funnels, 400 daily cohorts, 20 values each, 5
 * million journeys. As a program it fills one, once, measures what the board and its pages take,
 * and goes on serving the board on it; takes ten minutes and ten gigabytes.
 */
final class BoardScale {

  static final List<MadeUpRows.Values> VALUES =
      List.of(
          new MadeUpRows.Values(
              "channel", IntStream.range(0, 20).mapToObj(i -> "channel " + i).toList()));

  private BoardScale() {}

  static List<Funnel> funnels(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                BoardStory.funnel(
                    "funnel-" + i,
                    "Funnel " + i,
                    Duration.ofDays(7),
                    Duration.ofDays(1),
                    "UTC",
                    List.of("channel"),
                    "visit",
                    "register",
                    "try",
                    "pay",
                    "pay again"))
        .toList();
  }

  /** Fills an empty database. */
  static void fill(Connection connection, List<Funnel> funnels, int cohorts, int unitsPerCohort)
      throws SQLException, IOException {
    MadeUpRows rows = new MadeUpRows(connection, Instant.now().truncatedTo(ChronoUnit.MILLIS), 11);
    for (Funnel funnel : funnels) {
      rows.fill(funnel, cohorts, unitsPerCohort, VALUES);
    }
    try (Statement statement = connection.createStatement()) {
      for (int report = 0; report < REPORTS.size(); report++) {
        statement.execute(FIGURES.formatted(report, REPORTS.get(report), cohorts));
      }
      statement.execute(PATHS.formatted(cohorts / 4));
      statement.execute(ALERTS.formatted(cohorts));
      for (String ofExperiments : EXPERIMENTS) {
        statement.execute(ofExperiments);
      }
      statement.execute("vacuum analyze");
    }
  }

  /** A hundred a day, of ten alerts. */
  /** The kinds of reports, and of which part their rows are. */
  private static final List<String> REPORTS =
      List.of("'rhythm', 'hour'", "'retention', 'day'", "'channels', 'acquired'", "'next', 'next'");

  /** Forty names in each daily window, of the total and of five values. */
  private static final String FIGURES =
      """
      insert into report_figures
      select 'report-%d', 'v1', kind, start, start + interval '1 day', part, name, 'name ' || name,
        'dropped', 'channel', value, 100, 10, 0, start < now() - interval '10 days', false,
        '1970-01-01', now(), now()
      from (values (%s)) as kinds (kind, part),
        generate_series(date_trunc('day', now()) - interval '%d days', now(), '1 day') as start,
        generate_series(0, 39) as name,
        (values (''), ('a'), ('b'), ('c'), ('d'), ('(other)')) as breakdown (value)
      """;

  /** A report on paths, over as long as it can be asked for: forty stops, three hundred flows. */
  private static final String PATHS =
      """
      insert into report_figures
      select 'ways', 'v1', 'paths', start, start + interval '1 day', part, position, from_name,
        to_name, case value when '' then '' else 'channel' end, value, 100, 10, 60000,
        start < now() - interval '10 days', false, '1970-01-01', now(), now()
      from generate_series(date_trunc('day', now()) - interval '%d days', now(), '1 day') as start,
        (values (''), ('a'), ('b'), ('c'), ('d'), ('(other)')) as breakdown (value),
        lateral (
          select part, 0, 'stop ' || name, '' from generate_series(0, 39) as name,
            (values ('visit'), ('stop')) as parts (part)
          union all
          select 'flow', position, 'stop ' || name, 'stop ' || (name * 7 + to_name) %% 40
          from generate_series(0, 4) as position, generate_series(0, 19) as name,
            generate_series(0, 2) as to_name
          union all
          select 'length', 200 + bucket, '', '' from generate_series(0, 99) as bucket
          union all
          select 'dwell', 200 + 4 * bucket, 'stop ' || name, ''
          from generate_series(0, 19) as bucket, generate_series(0, 39) as name
          where value = ''
        ) as figures (part, position, from_name, to_name)
      """;

  /** Ten alerts, each told six times a day, for years. */
  private static final String ALERTS =
      """
      insert into alerts
      select 'alert-' || alert, 'v1', 'unit ' || number, at, 'Alert ' || alert,
        at - interval '1 hour', at, '[{"event":"cart","time":"2026-01-01T00:00:00Z"}]',
        null, null, null, null, null, null, null, null, null, at
      from generate_series(0, 9) as alert, generate_series(1, 25 * %d) as number,
        lateral (select date_trunc('second', now()) - number * interval '4 hours') as told (at)
      order by at
      """;

  /** Ten experiments of three variants and two metrics, looked at daily for two months. */
  private static final List<String> EXPERIMENTS =
      List.of(
          """
          insert into experiment_verdicts
          select 'experiment-' || experiment, 'v1', 'funnel-' || experiment, variant, metric, role,
            watermark, 'undecided', false, 'a', 5000, 5000, 4000, 4000, 400, 410, 12,
            0.1, 0.09, 0.11, 0.1025, 0.09, 0.11, 0.0025, 0.006, -0.01, 0.02, 0.5, 0.5,
            0.025, -0.1, 0.2, 0.6, 0.001, 0.002, null, 0.7, 0.7, 900, 172800000, 0.05,
            15000, 0.01, 1, '1970-01-01', watermark
          from generate_series(0, 9) as experiment,
            (values ('b'), ('c')) as variants (variant),
            (values ('pay', 'metric'), ('try', 'guardrail')) as metrics (metric, role),
            generate_series(
              date_trunc('day', now()) - interval '60 days', now(), '1 day') as watermark
          """,
          """
          insert into experiment_steps
          select 'experiment-' || experiment, 'v1', 'funnel-' || experiment, variant, step,
            'step ' || step, 5000, 4000, 5000 / step, 4000 / step, 12, false, '1970-01-01', now(),
            now()
          from generate_series(0, 9) as experiment,
            (values ('a'), ('b'), ('c')) as variants (variant), generate_series(1, 5) as step
          """,
          """
          insert into experiment_times
          select 'experiment-' || experiment, 'v1', variant, exposed_from, age * 21600000,
            greatest(0, age - 1) * 21600000,
            case age when 0 then 100 else 20 / (age + 1) end, false, '1970-01-01', now(), now()
          from generate_series(0, 9) as experiment,
            (values ('a'), ('b'), ('c')) as variants (variant), generate_series(0, 28) as age,
            generate_series(
              date_trunc('day', now()) - interval '60 days', now(), '1 day') as exposed_from
          """);

  /** What the pages ask, and what a reader clicks on. */
  private static final List<String> QUESTIONS =
      List.of(
          "api/overview?last=30d",
          "api/attention",
          "api/alerts?limit=50",
          "api/alerts?limit=50&alert=alert-3",
          "api/funnels/funnel-3/notes",
          "api/funnels/funnel-3/steps?last=30d&compare=yes&histogram=5&limit=0",
          "api/funnels/funnel-3/steps?last=30d&compare=yes&histogram=5&limit=0&breakdown=channel&rows=totals",
          "api/funnels/funnel-3/steps?last=30d&compare=yes&limit=0&breakdown=channel&rows=totals&without=channel%200",
          "api/funnels/funnel-3/steps?last=30d&limit=0&breakdown=channel&rows=totals&trends=6",
          "api/funnels/funnel-3/journeys?step=1&outcome=dropped&closed=yes",
          "api/funnels/funnel-3/journeys?reached=1&closed=yes",
          "api/funnels/funnel-3/journeys?reached=5&closed=yes",
          "api/funnels/funnel-3/journeys?reached=4&breakdown=channel&value=channel%2019",
          "api/funnels/funnel-3/journeys?outcome=dropped&breakdown=channel&value=nobody",
          "api/units?funnel=funnel-3&unit=u-1",
          "api/reports",
          "api/reports/report-0?last=30d&limit=0",
          "api/reports/report-0?last=30d&limit=0&value=c",
          "api/reports/report-1?closed=no&last=30d&limit=0",
          "api/reports/report-2?closed=no&last=30d",
          "api/reports/report-3?last=7d&limit=0",
          "api/paths?last=30d",
          "api/paths?last=30d&value=a",
          "api/experiments",
          "api/health",
          "api/health/details");

  /** The same over everything there is: no part of a table then, but all of a funnel. */
  private static final List<String> QUESTIONS_OVER_ALL =
      List.of(
          "api/overview?last=400d",
          "api/funnels/funnel-3/steps?closed=no&histogram=5&limit=0&breakdown=channel&rows=totals&trends=6",
          "api/reports/report-1?closed=no&last=400d&limit=0",
          "api/paths?last=90d");

  /** Asks a board over this database everything once. */
  static void askEverything(DataSource database, List<Funnel> funnels) {
    ask(database, funnels, Stream.concat(QUESTIONS.stream(), QUESTIONS_OVER_ALL.stream()).toList());
  }

  private static void ask(DataSource database, List<Funnel> funnels, List<String> questions) {
    HttpClient browser = HttpClient.newHttpClient();
    try (BoardServer server =
        BoardServer.start(BoardSettings.local(0), database, () -> FunnelFile.Content.of(funnels))) {
      for (String question : questions) {
        long began = System.nanoTime();
        HttpResponse<String> answer =
            browser.send(
                HttpRequest.newBuilder(server.address().resolve(question)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new AssertionError(question + ": " + answer.body());
        }
        System.out.printf("%6d ms  %s%n", (System.nanoTime() - began) / 1_000_000, question);
      }
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopping) {
      throw new AssertionError(stopping);
    }
  }

  /** How long the board takes, and how long its slowest questions to the database. */
  private static void measure(HikariDataSource pool, List<Funnel> funnels) {
    List<String> all = Stream.concat(QUESTIONS.stream(), QUESTIONS_OVER_ALL.stream()).toList();
    ask(pool, funnels, all);
    System.out.println("and once more");
    ask(pool, funnels, all);
    ExplainedDatabase explained = new ExplainedDatabase(pool);
    ask(explained.dataSource(), funnels, all);
    System.out.println("the slowest questions to the database");
    explained.answered().stream()
        .sorted(Comparator.comparingDouble(ExplainedDatabase.Answered::millis).reversed())
        .limit(12)
        .forEach(
            question ->
                System.out.printf(
                    "%8.1f ms  whole: %s  %s%n",
                    question.millis(), question.tablesReadWhole(), question.name()));
  }

  /** Arguments: a folder that may stay, the port, and how many funnels, cohorts and units. */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    List<Funnel> funnels = funnels(Integer.parseInt(arguments[2]));
    EmbeddedDatabase database = EmbeddedDatabases.startIn(Path.of(arguments[0]));
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
        DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
      if (isEmpty(connection)) {
        fill(connection, funnels, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
      }
    }
    EmbeddedDatabase.Access reader = database.reader();
    HikariDataSource pool = BoardDatabase.pool(reader.url(), reader.user(), reader.password());
    measure(pool, funnels);
    BoardServer server =
        BoardServer.start(
            BoardSettings.local(Integer.parseInt(arguments[1])),
            pool,
            () -> FunnelFile.Content.of(funnels));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  pool.close();
                  database.close();
                }));
    PageSpeed.measure(List.of(server.address()));
    System.out.println("ready " + server.address());
    Thread.sleep(Long.MAX_VALUE);
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return !statement.executeQuery("select from funnel_steps limit 1").next();
    }
  }
}
