package dev.footfall.board;

import static dev.footfall.board.BoardFixture.NOW;
import static dev.footfall.board.BoardFixture.TRIAL;
import static dev.footfall.board.BoardFixture.dropped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.funnel.FunnelSentence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoardServerTest {

  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    board = BoardFixture.startIn(folder);
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  @BeforeEach
  void empty() {
    board.empty();
  }

  @Test
  void definitionsAreShownWithASentenceInEachLanguage() {
    JsonNode trial = board.json("api/funnels").path("funnels").path(0);
    assertThat(trial.path("sentence").path("en").asText()).isEqualTo(FunnelSentence.english(TRIAL));
    assertThat(trial.path("sentence").path("zh-CN").asText())
        .isEqualTo(FunnelSentence.chinese(TRIAL));
    assertThat(
            trial.deepCopy() instanceof com.fasterxml.jackson.databind.node.ObjectNode copy
                ? copy.without("sentence").toString()
                : "")
        .isEqualTo(
            "{\"id\":\"trial\",\"title\":\"Register → trial → purchase\","
                + "\"steps\":[{\"step\":1,\"name\":\"register\",\"optional\":false},"
                + "{\"step\":2,\"name\":\"trial\",\"optional\":false},"
                + "{\"step\":3,\"name\":\"purchase\",\"optional\":false}],"
                + "\"within_ms\":1209600000,\"cohort_ms\":86400000,\"time_zone\":\"Asia/Shanghai\","
                + "\"unit\":\"user\",\"breakdowns\":[\"channel\",\"variant\"]}");
  }

  @Test
  void healthTellsLiveFromDelayedFromStalled() {
    assertThat(board.json("api/health"))
        .hasToString(
            "{\"status\":\"delayed\",\"reason\":\"Nothing has been written yet. The first rows come"
                + " soon after the job starts and events arrive; if none come, look at the job's"
                + " log.\",\"cause\":\"nothing_written\",\"watermark\":null,\"lag_ms\":null,\"last_write\":null,\"late\":0,"
                + "\"rejected\":0}");
    board.cohort(TRIAL, 1, null, "", false, dropped(1), dropped(0), 0);
    board.run(
        "insert into rejected_events values ('f:1', 'json', null, null, 1, now())",
        "insert into late_events values ('f:2', null, 'e', 'u', now(), '{}', now(), now())",
        "insert into late_events values ('f:3', null, 'e', 'u', now(), '{}', now(), now())");
    assertThat(board.json("api/health"))
        .hasToString(
            "{\"status\":\"live\",\"reason\":\"Numbers are up to date.\",\"cause\":\"up_to_date\","
                + "\"watermark\":\"2026-11-21T10:00:00Z\",\"lag_ms\":10000,"
                + "\"last_write\":\"2026-11-21T10:00:00Z\",\"late\":2,\"rejected\":1}");
    board.run("update funnel_steps set watermark = '2026-11-21 09:00'");
    assertThat(statusAndReason())
        .isEqualTo(
            "delayed Event time is 3610 s behind the clock: the job is catching up, or a source has"
                + " gone quiet.");
    board.run("update funnel_steps set updated_at = '2026-11-21 09:59:30'");
    assertThat(statusAndReason()).isEqualTo("delayed Nothing was written for 40 s.");
    board.run("update funnel_steps set updated_at = '2026-11-21 09:00'");
    assertThat(statusAndReason())
        .isEqualTo(
            "stalled Nothing was written for 3610 s: either no events arrive, or the job has"
                + " stopped. Look at its log.");
  }

  @Test
  void aJobThatTellsOfItselfIsKnownToRunThoughNobodyComes() {
    told("2026-11-21 10:00:08", "2026-11-21 09:00", "2026-11-21 09:00:30");
    assertThat(statusAndReason())
        .isEqualTo("live The job runs, and nobody has entered a funnel yet.");
    board.cohort(TRIAL, 1, null, "", false, dropped(1), dropped(0), 0);
    board.run("update funnel_steps set watermark = '2026-11-21 08:00', updated_at = '2026-11-21'");
    assertThat(statusAndReason())
        .isEqualTo(
            "live The job runs and has counted all that came; no event has come for 3610 s of event"
                + " time.");
    told("2026-11-21 10:00:08", "2026-11-21 09:00", "2026-11-21 09:30");
    assertThat(statusAndReason())
        .isEqualTo(
            "delayed Event time is 3610 s behind the clock: the job is catching up, or a source has"
                + " gone quiet.");
    told("2026-11-21 09:50", "2026-11-21 09:50", "2026-11-21 09:50");
    assertThat(statusAndReason())
        .isEqualTo(
            "stalled The job has not been heard of for 610 s: it has stopped, or cannot write. Look"
                + " at its log.");
    assertThat(board.json("api/health/details").path("parts").get(0))
        .hasToString(
            "{\"stage\":\"source\",\"part\":\"clicks/0\",\"events\":5,\"rejected\":1,\"late\":0,"
                + "\"duplicates\":0,\"latest\":\"2026-11-21T09:50:00Z\",\"read_to\":17,"
                + "\"since\":\"2026-11-20T00:00:00Z\",\"watermark\":\"2026-11-21T09:50:00Z\","
                + "\"updated_at\":\"2026-11-21T09:50:00Z\"}");
  }

  private static void told(String at, String watermark, String latest) {
    board.run(
        "delete from job_progress",
        "insert into job_progress values ('source', 'clicks/0', 5, 1, 0, 0, '%s', 17, '2026-11-20', '%s', '%s')"
            .formatted(latest, watermark, at),
        "insert into job_progress values ('admission', 'task 1', 4, 0, 1, 2, null, null, '2026-11-20', '%s', '%s')"
            .formatted(watermark, at));
  }

  @Test
  void theBoardStartsAndStaysUpWithoutItsDatabaseAndRecoversByItself() throws Exception {
    board.cohort(TRIAL, 1, null, "", false, dropped(1), dropped(0), 0);
    EmbeddedDatabase.Access reader = board.database.reader();
    try (Gate gate = new Gate(URI.create(reader.url().substring("jdbc:".length())).getPort())) {
      gate.open();
      gate.shut();
      String url = "jdbc:postgresql://localhost:" + gate.port() + "/footfall";
      try (HikariDataSource pool = BoardDatabase.pool(url, reader.user(), reader.password());
          BoardServer server =
              BoardServer.start(
                  BoardSettings.local(0),
                  pool,
                  () -> BoardFixture.declaring(TRIAL),
                  InstantSource.fixed(NOW))) {
        String away =
            "The database does not answer. The numbers come back by themselves as soon as it does;"
                + " check that it runs, and board.database in the settings.";
        assertOffline(server, away);
        gate.open();
        awaitLive(server);
        assertThat(ask(server, "api/funnels/trial/steps").path("rows")).hasSize(3);
        gate.shut();
        assertOffline(server, away);
        gate.open();
        awaitLive(server);
        assertThat(ask(server, "api/funnels/trial/steps").path("rows")).hasSize(3);
      }
    }
  }

  @Test
  void aPasswordThatTheDatabaseRefusesIsNoDatabaseThatIsAway() throws Exception {
    EmbeddedDatabase.Access reader = board.database.reader();
    try (HikariDataSource pool = BoardDatabase.pool(reader.url(), reader.user(), "another");
        BoardServer server =
            BoardServer.start(
                BoardSettings.local(0),
                pool,
                () -> BoardFixture.declaring(TRIAL),
                InstantSource.fixed(NOW))) {
      JsonNode health = ask(server, "api/health");
      assertThat(health.path("cause").asText()).isEqualTo("refused");
      assertThat(health.path("reason").asText())
          .isEqualTo(
              "The database does not let the board in: user or password are wrong. Set board.user"
                  + " and board.password in the settings right, and start the board again.");
    }
  }

  /** The pool asks again at growing intervals. */
  private static void awaitLive(BoardServer server) throws Exception {
    long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!ask(server, "api/health").path("status").asText().equals("live")) {
      assertThat(System.nanoTime()).as("still offline").isLessThan(patience);
      Thread.sleep(100);
    }
  }

  private static void assertOffline(BoardServer server, String reason) throws Exception {
    JsonNode health = ask(server, "api/health");
    assertThat(health.path("status").asText() + " " + health.path("reason").asText())
        .isEqualTo("offline " + reason);
    assertThat(ask(server, "api/funnels/trial/steps"))
        .hasToString("{\"error\":\"" + reason + "\",\"cause\":\"away\"}");
    assertThat(ask(server, "api/funnels").path("funnels")).hasSize(1);
  }

  @Test
  void missingTablesAreSaidToBeMissing() {
    board.run("alter table funnel_steps rename to elsewhere");
    try {
      assertThat(board.failure("api/funnels/trial/steps"))
          .isEqualTo(
              "503 The result tables are not there yet. Make them in the database that board.database"
                  + " names: ./footfall tables.");
    } finally {
      board.run("alter table elsewhere rename to funnel_steps");
    }
  }

  @Test
  void anUnchangedAnswerIsNotSentTwice() {
    board.cohort(TRIAL, 1, null, "", false, dropped(1), dropped(0), 0);
    HttpResponse<String> first = board.get("api/funnels/trial/steps");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> second = board.get("api/funnels/trial/steps", "If-None-Match", tag);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    board.run("update funnel_steps set median_ms = 5 where step = 2");
    assertThat(board.get("api/funnels/trial/steps", "If-None-Match", tag).statusCode())
        .isEqualTo(200);
  }

  @Test
  void everyAnswerForbidsWhatThePageDoesNotNeed() {
    for (String path : List.of("", pageFile(), "api/funnels", "api/nothing", "nothing.html")) {
      HttpResponse<String> response = board.get(path);
      assertThat(response.headers().firstValue("Content-Security-Policy"))
          .as(path)
          .hasValue(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("Server")).isEmpty();
    }
  }

  private static String pageFile() {
    return namesIn(board.get("").body()).get(0);
  }

  @Test
  void thePageIsServedFromTheJarAlone() {
    HttpResponse<String> page = board.get("");
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(page.body()).doesNotContain("http");
    assertThat(board.get("../BoardServer.class").statusCode()).isIn(400, 404);
    assertThat(board.get("..%2fsql/steps.sql").statusCode()).isIn(400, 404);
  }

  /** Its files are few, small and kept: that is what makes a page come at once. */
  @Test
  void thePageNamesItsFilesByWhatIsInThemSoThatBrowsersKeepThem() throws Exception {
    List<String> files = namesIn(board.get("").body());
    assertThat(files.stream().map(file -> file.replaceFirst("-[0-9a-f]{16}", "-…")))
        .containsExactlyInAnyOrder("icon-….svg", "board-….css", "first-….js", "board-….js");
    int bytes = 0;
    for (String file : files) {
      HttpResponse<String> compressed = board.get(file, "Accept-Encoding", "gzip");
      assertThat(compressed.headers().map())
          .containsEntry("Cache-Control", List.of("public, max-age=31536000, immutable"))
          .containsEntry("Content-Encoding", List.of("gzip"))
          .containsEntry("Vary", List.of("Accept-Encoding"));
      bytes += compressedBytesOf(file);
      HttpResponse<String> plain = board.get(file);
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(namesIn(plain.body())).as("files that %s names", file).isSubsetOf(files);
      assertThat(plain.headers().firstValue("Content-Type").orElse(""))
          .startsWith(
              file.endsWith(".js")
                  ? "text/javascript"
                  : file.endsWith(".css") ? "text/css" : "image/svg+xml");
    }
    assertThat(bytes).isBetween(50_000, 150_000);
  }

  private static int compressedBytesOf(String file) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(board.address().resolve(file))
            .header("Accept-Encoding", "gzip")
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofByteArray())
        .body()
        .length;
  }

  private static List<String> namesIn(String text) {
    return Pattern.compile("\"([\\w-]+\\.(?:js|css|svg))\"")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  @Test
  void aLocalBoardDoesNotAnswerInAnotherName() throws IOException {
    assertThat(answerTo("attacker.example")).startsWith("HTTP/1.1 421");
    assertThat(answerTo("localhost:" + board.address().getPort())).startsWith("HTTP/1.1 200");
  }

  private static String answerTo(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), board.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET /api/funnels HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  @Test
  void aTakenPortIsPassedOverOrSaidToBeTaken() {
    int taken = board.address().getPort();
    EmbeddedDatabase.Access reader = board.database.reader();
    try (HikariDataSource pool =
        BoardDatabase.pool(reader.url(), reader.user(), reader.password())) {
      assertThatThrownBy(
              () -> BoardServer.start(BoardSettings.local(taken), pool, BoardFixture::declaring))
          .isInstanceOf(BoardException.class)
          .hasMessage(
              "The board cannot listen on 127.0.0.1:"
                  + taken
                  + ", probably because another program does. Give it another port.");
      try (BoardServer next =
          BoardServer.start(
              BoardSettings.local(taken).orNextFree(), pool, BoardFixture::declaring)) {
        assertThat(next.address().getPort()).isBetween(taken + 1, taken + 20);
      }
    }
  }

  private static String statusAndReason() {
    JsonNode health = board.json("api/health");
    return health.path("status").asText() + " " + health.path("reason").asText();
  }

  private static JsonNode ask(BoardServer server, String path) throws Exception {
    return new ObjectMapper()
        .readTree(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(server.address().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
  }
}
