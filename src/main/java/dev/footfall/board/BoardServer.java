package dev.footfall.board;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page and the JSON API over the result tables, read only.
 *
 * <p>It starts and stays up while the database is away, says so, and recovers by itself.
 */
public final class BoardServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BoardServer.class);

  private static final int ROWS_AT_MOST = 50_000;
  private static final int ROWS = 20_000;
  private static final int VALUES_AT_MOST = 200;
  private static final int VALUES = 20;
  private static final int TRENDS_AT_MOST = 20;
  private static final int JOURNEYS_AT_MOST = 500;
  private static final int ALERTS = 50;
  private static final int ALERTS_AT_MOST = 500;
  private static final int ALERTS_IN_A_FILE = 100_000;
  private static final int ALERTS_AT_A_TIME = 5_000;
  private static final int JOURNEYS = 50;
  private static final int JOURNEYS_IN_A_FILE = 100_000;
  private static final int JOURNEYS_AT_A_TIME = 5_000;
  private static final Duration OVERVIEW = Duration.ofDays(30);

  /** Many values may be left out of the totals, each named in the address. */
  private static final int ADDRESS_BYTES = 64 * 1024;

  private static final int SESSION_DAYS = 30;

  /**
   * The page brings everything itself, so nothing from elsewhere and nothing inline may run. It
   * draws pictures of its own charts ({@code blob:}) to save them.
   */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=()",
          "Cache-Control",
          "no-cache");

  private static final String SESSION = "/api/session";

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final BoardSettings settings;
  private final Supplier<FunnelFile.Content> declared;
  private final StepsReader steps;
  private final JourneysReader journeys;
  private final UnitReader units;
  private final OverviewReader overview;
  private final HealthReader health;
  private final HealthDetailsReader healthDetails;
  private final ExperimentsReader experiments;
  private final NotesReader notes;
  private final AlertsReader alerts;
  private final AttentionReader attention;
  private final PathFiguresReader paths;
  private final ReportsReader reports;
  private final LiveFeed live;
  private final ObjectMapper json =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private final Javalin javalin;

  private BoardServer(
      BoardSettings settings,
      int port,
      DataSource database,
      Supplier<FunnelFile.Content> declared,
      InstantSource clock) {
    this.settings = settings;
    this.declared = declared;
    Snapshots snapshots = new Snapshots(database);
    steps = new StepsReader(snapshots);
    journeys = new JourneysReader(snapshots);
    units = new UnitReader(snapshots);
    overview = new OverviewReader(snapshots);
    health = new HealthReader(snapshots, settings.freshness(), clock);
    healthDetails = new HealthDetailsReader(snapshots, health);
    experiments = new ExperimentsReader(snapshots);
    notes = new NotesReader(snapshots);
    alerts = new AlertsReader(snapshots);
    attention = new AttentionReader(snapshots, health, experiments);
    paths = new PathFiguresReader(snapshots);
    reports = new ReportsReader(snapshots);
    live = new LiveFeed(snapshots, health, json);
    try {
      javalin = Javalin.create(this::configure).start(settings.host(), port);
    } catch (JavalinBindException taken) {
      live.close();
      throw taken;
    }
  }

  /**
   * Starts to serve.
   *
   * @param database read-only connections, such as {@link BoardDatabase#pool}; stays the caller's
   * @param declared the definitions of now, asked for at every request
   * @throws BoardException if every port it may take is taken
   */
  public static BoardServer start(
      BoardSettings settings, DataSource database, Supplier<FunnelFile.Content> declared) {
    return start(settings, database, declared, InstantSource.system());
  }

  static BoardServer start(
      BoardSettings settings,
      DataSource database,
      Supplier<FunnelFile.Content> declared,
      InstantSource clock) {
    int last = settings.port() + settings.nextPorts();
    for (int port = settings.port(); ; port++) {
      try {
        return new BoardServer(settings, port, database, declared, clock);
      } catch (JavalinBindException taken) {
        if (port >= last) {
          throw new BoardException(
              "The board cannot listen on "
                  + settings.host()
                  + ":"
                  + port
                  + ", probably because another program does. Give it another port.",
              taken);
        }
      }
    }
  }

  /** Where a browser on this machine finds the page. */
  public URI address() {
    boolean anywhere = settings.isLocal() || settings.host().equals("0.0.0.0");
    return URI.create(
        "http://" + (anywhere ? "localhost" : settings.host()) + ":" + javalin.port() + "/");
  }

  @Override
  public void close() {
    live.close();
    javalin.stop();
  }

  private void configure(JavalinConfig config) {
    config.jsonMapper(new JavalinJackson(json, false));
    config.http.generateEtags = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(ADDRESS_BYTES);
        });
    config.routes.before(this::guard);
    Page.read().serve(config.routes);
    config.routes.get("/api/funnels", this::answerFunnels);
    config.routes.get("/api/overview", this::answerOverview);
    config.routes.get("/api/funnels/{id}/notes", this::answerNotes);
    config.routes.get("/api/funnels/{id}/steps", this::answerSteps);
    config.routes.get("/api/funnels/{id}/steps.csv", this::answerStepsAsCsv);
    config.routes.get("/api/funnels/{id}/journeys", this::answerJourneys);
    config.routes.get("/api/funnels/{id}/journeys.csv", this::answerJourneysAsCsv);
    config.routes.get("/api/units", this::answerUnit);
    config.routes.get("/api/experiments", this::answerExperiments);
    config.routes.get("/api/attention", this::answerAttention);
    config.routes.get("/api/alerts", this::answerAlerts);
    config.routes.get("/api/alerts.csv", this::answerAlertsAsCsv);
    config.routes.get("/api/paths", this::answerPaths);
    config.routes.get("/api/paths/{table}.csv", this::answerPathsAsCsv);
    config.routes.get("/api/reports", this::answerReports);
    config.routes.get("/api/reports/{id}", this::answerReport);
    config.routes.get("/api/reports/{id}/rows.csv", this::answerReportAsCsv);
    config.routes.get("/api/experiments/{id}/{table}.csv", this::answerExperimentAsCsv);
    config.routes.get("/api/health", request -> request.json(health.answer()));
    config.routes.get(
        "/api/health/details", request -> request.json(healthDetails.answer(funnels())));
    config.routes.sse("/api/live", live::join);
    config.routes.post(SESSION, this::openSession);
    explainFailures(config);
  }

  private List<Funnel> funnels() {
    return declared.get().funnels();
  }

  private void guard(Context request) {
    HEADERS.forEach(request::header);
    // A page elsewhere may point a name of its own at this machine; its visitors' browsers would
    // then ask us in that name.
    if (settings.isLocal() && !LOCAL_NAMES.contains(hostName(request))) {
      throw Refusal.misdirected(
          "This board is for this machine only; open it as " + address() + " there");
    }
    if (request.path().startsWith("/api/") && !request.path().equals(SESSION)) {
      letIn(request);
    }
    if (request.path().equals("/api/live") && !live.hasRoom()) {
      throw Refusal.busy("Too many pages listen to this board already; this one asks by itself.");
    }
  }

  private void letIn(Context request) {
    Access access = settings.access();
    String proxied = access.proxyHeader().map(request::header).orElse("");
    boolean mayRead =
        !access.isGuarded()
            || !proxied.isEmpty()
            || access.isCookie(Objects.requireNonNullElse(request.cookie(Access.COOKIE), ""))
            || access.isToken(bearer(request));
    if (!mayRead) {
      throw Refusal.unauthorized(
          access.token().isPresent()
              ? "This board asks for its token: give it on the page, or as \"Authorization: Bearer …\""
              : "This board lets in whom its proxy names; open it by the proxy's address");
    }
  }

  private static String bearer(Context request) {
    String header = Objects.requireNonNullElse(request.header("Authorization"), "");
    return header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
  }

  /** Gives a browser that knows the token a cookie, for it cannot send headers of its own. */
  private void openSession(Context request) throws IOException {
    String token = json.readTree(request.body()).path("token").asText();
    if (!settings.access().isToken(token)) {
      throw Refusal.unauthorized("That is not the token of this board");
    }
    Cookie cookie = new Cookie(Access.COOKIE, settings.access().cookie());
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setSecure(isSecure(request));
    cookie.setMaxAge((int) Duration.ofDays(SESSION_DAYS).toSeconds());
    request.cookie(cookie).status(204);
  }

  private static boolean isSecure(Context request) {
    return request.scheme().equals("https") || "https".equals(request.header("X-Forwarded-Proto"));
  }

  private static String hostName(Context request) {
    String host = request.host();
    return host == null ? "" : host.replaceFirst(":\\d+$", "");
  }

  private void answerFunnels(Context request) {
    new Parameters(request, List.of());
    request.json(Definitions.describe(funnels()));
  }

  private void answerOverview(Context request) throws SQLException {
    Parameters asked = new Parameters(request, List.of("last", "closed"));
    request.json(
        overview.answer(
            new OverviewReader.Question(
                funnels(), asked.last(OVERVIEW), asked.isYes("closed", true))));
  }

  private void answerNotes(Context request) throws SQLException {
    Parameters asked = new Parameters(request, List.of());
    request.json(notes.answer(asked.funnel(funnels()), declared.get()));
  }

  private void answerAttention(Context request) throws SQLException {
    new Parameters(request, List.of());
    request.json(attention.answer(declared.get()));
  }

  private void answerExperiments(Context request) throws SQLException {
    new Parameters(request, List.of());
    request.json(experiments.answer(declared.get()));
  }

  private void answerReports(Context request) throws SQLException {
    new Parameters(request, List.of());
    request.json(reports.answer(declared.get()));
  }

  private static final List<String> OF_REPORT =
      List.of("from", "to", "last", "closed", "value", "limit");

  private void answerReport(Context request) throws SQLException {
    Parameters asked = new Parameters(request, OF_REPORT);
    request.json(reports.answer(reportAsked(request, asked, ROWS)));
  }

  private ReportsReader.Question reportAsked(Context request, Parameters asked, int rows) {
    String id = request.pathParam("id");
    Period period = asked.period(ReportsReader.zoneOf(id, declared.get()));
    return new ReportsReader.Question(
        id,
        declared.get(),
        period.range(),
        period.last(),
        period.closed(),
        asked.value(),
        asked.number("limit", rows, 0, ROWS_AT_MOST));
  }

  private void answerReportAsCsv(Context request) throws SQLException, IOException {
    Parameters asked = new Parameters(request, OF_REPORT);
    ReportAnswers.One answer = reports.answer(reportAsked(request, asked, ROWS_AT_MOST));
    if (answer.rowsLeftOff()) {
      throw Refusal.badRequest(
          "These are more than " + ROWS_AT_MOST + " rows; ask for fewer windows");
    }
    startCsv(request, answer.report().report() + ".csv");
    try (Csv csv = Csv.figures(request.outputStream())) {
      for (ReportAnswers.Row row : answer.rows()) {
        csv.print(answer.report().report(), answer.value(), row);
      }
    }
  }

  private void answerAlerts(Context request) throws SQLException {
    Parameters asked = new Parameters(request, List.of("alert", "after", "limit"));
    request.json(
        alerts.answer(
            new AlertsReader.Question(
                asked.alert(),
                asked.afterAlert(),
                asked.number("limit", ALERTS, 1, ALERTS_AT_MOST))));
  }

  private void answerAlertsAsCsv(Context request) throws SQLException, IOException {
    Parameters asked = new Parameters(request, List.of("alert"));
    AlertAnswers.All page = alertsInFile(asked, Optional.empty());
    startCsv(request, "alerts.csv");
    try (Csv csv = Csv.alerts(request.outputStream())) {
      for (int printed = 0; ; printed += page.rows().size()) {
        for (AlertAnswers.Row row : page.rows()) {
          csv.print(row);
        }
        String next = page.next();
        if (next == null || printed + page.rows().size() >= ALERTS_IN_A_FILE) {
          return;
        }
        page = alertsInFile(asked, Optional.of(AlertsReader.Place.read(next)));
      }
    }
  }

  private AlertAnswers.All alertsInFile(Parameters asked, Optional<AlertsReader.Place> after)
      throws SQLException {
    return alerts.answer(new AlertsReader.Question(asked.alert(), after, ALERTS_AT_A_TIME));
  }

  private void answerPaths(Context request) throws SQLException {
    Parameters asked = new Parameters(request, List.of("report", "value", "last"));
    request.json(paths.answer(pathsAsked(asked)));
  }

  private PathFiguresReader.Question pathsAsked(Parameters asked) {
    return new PathFiguresReader.Question(
        declared.get(), asked.report(), asked.value(), asked.last(OVERVIEW));
  }

  private void answerPathsAsCsv(Context request) throws SQLException, IOException {
    Parameters asked = new Parameters(request, List.of("report", "value", "last"));
    PathTable table = PathTable.named(request.pathParam("table"));
    PathAnswers.All answer = paths.answer(pathsAsked(asked));
    startCsv(
        request,
        (answer.report() == null ? "paths" : answer.report()) + "-" + table.word() + ".csv");
    Csv.print(request.outputStream(), table, answer);
  }

  private void answerExperimentAsCsv(Context request) throws SQLException, IOException {
    new Parameters(request, List.of());
    ExperimentTable table = ExperimentTable.named(request.pathParam("table"));
    ExperimentAnswers.Experiment experiment =
        experiments.answer(request.pathParam("id"), declared.get());
    startCsv(request, experiment.experiment() + "-" + table.word() + ".csv");
    Csv.print(request.outputStream(), table, experiment);
  }

  private static final List<String> OF_STEPS =
      List.of(
          "from",
          "to",
          "last",
          "closed",
          "breakdown",
          "without",
          "rows",
          "limit",
          "top",
          "compare",
          "histogram",
          "measure",
          "trends");

  private void answerSteps(Context request) throws SQLException {
    Parameters asked = new Parameters(request, OF_STEPS);
    Funnel funnel = asked.funnel(funnels());
    request.json(
        steps.answer(
            question(
                asked,
                funnel,
                asked.number("limit", ROWS, 0, ROWS_AT_MOST),
                asked.wantsBreakdownRows())));
  }

  private static StepsReader.Question question(
      Parameters asked, Funnel funnel, int rows, boolean breakdownRows) {
    Optional<String> breakdown = asked.breakdown(funnel);
    return new StepsReader.Question(
        funnel,
        asked.period(funnel.zone()),
        breakdown,
        asked.without(breakdown),
        rows,
        breakdownRows,
        asked.number("top", VALUES, 1, VALUES_AT_MOST),
        asked.isYes("compare", false),
        asked.histogram(funnel),
        breakdown.isPresent() ? asked.number("trends", 0, 0, TRENDS_AT_MOST) : 0);
  }

  private void answerStepsAsCsv(Context request) throws SQLException, IOException {
    Parameters asked = new Parameters(request, OF_STEPS);
    Funnel funnel = asked.funnel(funnels());
    StepsReader.Question question = question(asked, funnel, ROWS_AT_MOST, true);
    Answers.Steps answer = steps.answer(question);
    if (answer.rowsLeftOff() > 0) {
      throw Refusal.badRequest(
          "These are more than " + ROWS_AT_MOST + " rows; ask for fewer cohorts");
    }
    startCsv(request, funnel.id() + ".csv");
    try (Csv csv = Csv.steps(request.outputStream())) {
      for (Answers.Row row : answer.rows()) {
        if (row.isFinal() || !question.period().closed()) {
          csv.print(row);
        }
      }
    }
  }

  private static void startCsv(Context request, String file) {
    request
        .contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"" + file + "\"");
  }

  private static final List<String> OF_JOURNEYS =
      List.of(
          "step",
          "reached",
          "outcome",
          "from",
          "to",
          "closed",
          "breakdown",
          "value",
          "without",
          "after",
          "limit");

  private void answerJourneys(Context request) throws SQLException {
    Parameters asked = new Parameters(request, OF_JOURNEYS);
    request.json(journeys.answer(journeysAsked(asked)));
  }

  private JourneysReader.Question journeysAsked(Parameters asked) {
    Funnel funnel = asked.funnel(funnels());
    return new JourneysReader.Question(
        funnel,
        asked.range(funnel.zone()),
        asked.step(funnel),
        asked.reached(funnel),
        asked.outcome(),
        asked.values(funnel),
        asked.isYes("closed", false),
        asked.after(),
        asked.number("limit", JOURNEYS, 1, JOURNEYS_AT_MOST),
        UnitReader.tellsNext(funnel, declared.get().reports()));
  }

  private void answerUnit(Context request) throws SQLException {
    Parameters asked = new Parameters(request, List.of("unit", "funnel"));
    FunnelFile.Content all = declared.get();
    request.json(
        units.answer(
            asked.unit(), asked.funnelOfUnit(all.funnels()), all.funnels(), all.reports()));
  }

  private void answerJourneysAsCsv(Context request) throws SQLException, IOException {
    JourneysReader.Question asked = journeysAsked(new Parameters(request, OF_JOURNEYS));
    Answers.Journeys page = journeys.answer(asked.from(asked.after(), JOURNEYS_AT_A_TIME));
    startCsv(request, asked.funnel().id() + "-units.csv");
    try (Csv csv = Csv.journeys(request.outputStream(), asked.funnel())) {
      for (int printed = 0; ; printed += page.journeys().size()) {
        for (Answers.Journey journey : page.journeys()) {
          csv.print(asked.funnel(), journey);
        }
        String next = page.next();
        if (next == null || printed >= JOURNEYS_IN_A_FILE) {
          return;
        }
        page =
            journeys.answer(
                asked.from(Optional.of(JourneysReader.Place.read(next)), JOURNEYS_AT_A_TIME));
      }
    }
  }

  private static void explainFailures(JavalinConfig config) {
    config.routes.exception(
        Refusal.class, (refusal, request) -> fail(request, refusal.status(), refusal.getMessage()));
    config.routes.exception(
        SQLException.class,
        (failure, request) -> {
          LOG.warn("The database did not answer {}: {}", request.path(), failure.getMessage());
          request
              .status(503)
              .json(
                  new Answers.Failure(
                      Failures.explain(failure),
                      Failures.of(failure).name().toLowerCase(Locale.ROOT)));
        });
    config.routes.exception(
        Exception.class,
        (failure, request) -> {
          LOG.error("The board failed at {}", request.path(), failure);
          fail(request, 500, "The board failed at this; its log says why. Please report it.");
        });
    config.routes.error(
        404,
        request -> {
          if (request.result() == null || !isOfOne(request.path())) {
            fail(
                request,
                404,
                "There is nothing here; there are /, /api/funnels, /api/overview,"
                    + " /api/funnels/{id}/steps, /api/funnels/{id}/journeys, /api/units,"
                    + " /api/experiments, /api/attention, /api/alerts, /api/paths, /api/reports,"
                    + " /api/health and /api/live");
          }
        });
  }

  /** There another message was written already. */
  private static boolean isOfOne(String path) {
    return path.startsWith("/api/funnels/")
        || path.startsWith("/api/reports/")
        || path.startsWith("/api/experiments/")
        || path.equals("/api/units")
        || path.startsWith("/api/paths");
  }

  private static void fail(
      Context request, int status, @org.jspecify.annotations.Nullable String message) {
    request.status(status).json(new Answers.Failure(String.valueOf(message), null));
  }
}
