package dev.footfall.board;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.footfall.funnel.Funnel;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
  private static final int JOURNEYS_AT_MOST = 500;
  private static final int JOURNEYS = 50;

  /** The page brings everything itself, so nothing from elsewhere and nothing inline may run. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
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
          "Cache-Control",
          "no-cache");

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final BoardSettings settings;
  private final Supplier<List<Funnel>> funnels;
  private final StepsReader steps;
  private final JourneysReader journeys;
  private final HealthReader health;
  private final Javalin javalin;

  private BoardServer(
      BoardSettings settings,
      int port,
      DataSource database,
      Supplier<List<Funnel>> funnels,
      InstantSource clock) {
    this.settings = settings;
    this.funnels = funnels;
    Snapshots snapshots = new Snapshots(database);
    steps = new StepsReader(snapshots);
    journeys = new JourneysReader(snapshots);
    health = new HealthReader(snapshots, settings.freshness(), clock);
    javalin = Javalin.create(this::configure).start(settings.host(), port);
  }

  /**
   * Starts to serve.
   *
   * @param database read-only connections, such as {@link BoardDatabase#pool}; stays the caller's
   * @param funnels the definitions of now, asked for at every request
   * @throws BoardException if every port it may take is taken
   */
  public static BoardServer start(
      BoardSettings settings, DataSource database, Supplier<List<Funnel>> funnels) {
    return start(settings, database, funnels, InstantSource.system());
  }

  static BoardServer start(
      BoardSettings settings,
      DataSource database,
      Supplier<List<Funnel>> funnels,
      InstantSource clock) {
    int last = settings.port() + settings.nextPorts();
    for (int port = settings.port(); ; port++) {
      try {
        return new BoardServer(settings, port, database, funnels, clock);
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
    javalin.stop();
  }

  private void configure(JavalinConfig config) {
    ObjectMapper json =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    config.jsonMapper(new JavalinJackson(json, false));
    config.http.generateEtags = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.staticFiles.add(
        page -> {
          page.directory = "/dev/footfall/board/page";
          page.location = Location.CLASSPATH;
          page.headers = Map.of();
        });
    config.routes.before(this::guard);
    config.routes.get("/api/funnels", this::answerFunnels);
    config.routes.get("/api/funnels/{id}/steps", this::answerSteps);
    config.routes.get("/api/funnels/{id}/journeys", this::answerJourneys);
    config.routes.get("/api/health", request -> request.json(health.answer()));
    explainFailures(config);
  }

  private void guard(Context request) {
    HEADERS.forEach(request::header);
    // A page elsewhere may point a name of its own at this machine; its visitors' browsers would
    // then ask us in that name.
    if (settings.isLocal() && !LOCAL_NAMES.contains(hostName(request))) {
      throw Refusal.misdirected(
          "This board is for this machine only; open it as " + address() + " there");
    }
  }

  private static String hostName(Context request) {
    String host = request.host();
    return host == null ? "" : host.replaceFirst(":\\d+$", "");
  }

  private void answerFunnels(Context request) {
    new Parameters(request, List.of());
    request.json(Definitions.describe(funnels.get()));
  }

  private void answerSteps(Context request) throws SQLException {
    Parameters asked =
        new Parameters(request, List.of("from", "to", "breakdown", "rows", "limit", "top"));
    Funnel funnel = asked.funnel(funnels.get());
    request.json(
        steps.answer(
            new StepsReader.Question(
                funnel,
                asked.range(funnel.zone()),
                asked.breakdown(funnel),
                asked.number("limit", ROWS, 0, ROWS_AT_MOST),
                asked.wantsBreakdownRows(),
                asked.number("top", VALUES, 1, VALUES_AT_MOST))));
  }

  private void answerJourneys(Context request) throws SQLException {
    Parameters asked =
        new Parameters(
            request,
            List.of("step", "outcome", "from", "to", "breakdown", "value", "after", "limit"));
    Funnel funnel = asked.funnel(funnels.get());
    request.json(
        journeys.answer(
            new JourneysReader.Question(
                funnel,
                asked.range(funnel.zone()),
                asked.step(funnel),
                asked.outcome(),
                asked.value(funnel),
                asked.after(),
                asked.number("limit", JOURNEYS, 1, JOURNEYS_AT_MOST))));
  }

  private static void explainFailures(JavalinConfig config) {
    config.routes.exception(
        Refusal.class, (refusal, request) -> fail(request, refusal.status(), refusal.getMessage()));
    config.routes.exception(
        SQLException.class,
        (failure, request) -> {
          LOG.warn("The database did not answer {}: {}", request.path(), failure.getMessage());
          fail(request, 503, Failures.explain(failure));
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
          if (request.result() == null || !request.path().startsWith("/api/funnels/")) {
            fail(
                request,
                404,
                "There is nothing here; there are /, /api/funnels, /api/funnels/{id}/steps,"
                    + " /api/funnels/{id}/journeys and /api/health");
          }
        });
  }

  private static void fail(
      Context request, int status, @org.jspecify.annotations.Nullable String message) {
    request.status(status).json(new Answers.Failure(String.valueOf(message)));
  }
}
