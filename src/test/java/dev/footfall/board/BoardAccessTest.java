package dev.footfall.board;

import static dev.footfall.board.BoardFixture.TRIAL;
import static dev.footfall.board.BoardFixture.dropped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read what, and that reading is all anybody may. */
final class BoardAccessTest {

  private static final String TOKEN = "correct horse battery staple";

  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    board = BoardFixture.startIn(folder, List.of(TRIAL), Access.withToken(TOKEN));
    board.cohort(TRIAL, 1, null, "", false, dropped(1), dropped(0), 0);
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  @Test
  void withoutTheTokenThereIsThePageButNoNumber() {
    HttpResponse<String> document = board.get("");
    assertThat(document.statusCode()).isEqualTo(200);
    List<String> parts =
        Pattern.compile("(?:src|href)=\"([^\"]+)\"")
            .matcher(document.body())
            .results()
            .map(found -> found.group(1))
            .filter(part -> !part.startsWith("api/"))
            .toList();
    assertThat(parts).hasSizeGreaterThan(3);
    parts.forEach(part -> assertThat(board.get(part).statusCode()).as(part).isEqualTo(200));
    for (String path :
        List.of(
            "api/funnels",
            "api/overview",
            "api/funnels/trial/steps",
            "api/funnels/trial/steps.csv",
            "api/funnels/trial/journeys",
            "api/funnels/trial/journeys.csv",
            "api/experiments",
            "api/experiments/short-trial/steps.csv",
            "api/reports",
            "api/reports/activity",
            "api/reports/activity/rows.csv",
            "api/health",
            "api/health/details",
            "api/live")) {
      assertThat(board.get(path, "Accept", "text/event-stream").statusCode())
          .as(path)
          .isEqualTo(401);
      assertThat(board.get(path, "Authorization", "Bearer wrong").statusCode())
          .as(path)
          .isEqualTo(401);
    }
    assertThat(board.failure("api/health"))
        .isEqualTo(
            "401 This board asks for its token: give it on the page, or as \"Authorization: Bearer"
                + " …\"");
  }

  @Test
  void theTokenLetsInByHeaderOrByACookieThatNoScriptCanRead() throws Exception {
    assertThat(board.get("api/health", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
    assertThat(session("{\"token\":\"wrong\"}").statusCode()).isEqualTo(401);
    assertThat(session("{}").statusCode()).isEqualTo(401);
    HttpResponse<String> session = session("{\"token\":\"" + TOKEN + "\"}");
    assertThat(session.statusCode()).isEqualTo(204);
    String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
    assertThat(
            board
                .get("api/health", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                .statusCode())
        .isEqualTo(200);
    assertThat(board.get("api/health", "Cookie", "footfall=" + TOKEN).statusCode()).isEqualTo(401);
  }

  private static HttpResponse<String> session(String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(board.address().resolve("api/session"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aProxysHeaderLetsInWhomItNames() throws Exception {
    EmbeddedDatabase.Access reader = board.database.reader();
    Access byProxy = new Access(Optional.empty(), Optional.of("X-Forwarded-User"));
    try (HikariDataSource pool =
            BoardDatabase.pool(reader.url(), reader.user(), reader.password());
        BoardServer server =
            BoardServer.start(
                BoardSettings.local(0).with(byProxy), pool, () -> BoardFixture.declaring(TRIAL))) {
      URI health = server.address().resolve("api/health");
      HttpClient browser = HttpClient.newHttpClient();
      HttpRequest.Builder request = HttpRequest.newBuilder(health);
      assertThat(browser.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(401);
      request.header("X-Forwarded-User", "ann");
      assertThat(browser.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aShortTokenIsRefused() {
    assertThatThrownBy(() -> Access.withToken("secret"))
        .hasMessage("a token has at least 16 characters");
    assertThat(Access.withToken(TOKEN)).hasToString("Access[guarded]");
  }

  @Test
  void theBoardsRoleCanReadAndNothingElse() throws SQLException {
    EmbeddedDatabase.Access reader = board.database.reader();
    try (Connection connection =
            DriverManager.getConnection(reader.url(), reader.user(), reader.password());
        Statement statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      for (String write :
          List.of(
              "delete from journeys",
              "update funnel_steps set reached = 0",
              "insert into late_events select * from late_events",
              "create table mine (x int)",
              "drop table funnel_times")) {
        assertThatThrownBy(() -> statement.execute(write))
            .as(write)
            .isInstanceOf(SQLException.class)
            .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
      }
    }
  }

  @Test
  void theStreamSaysWhichFunnelHasNewsAndNoNumber() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(board.address().resolve("api/live"))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    HttpResponse<InputStream> stream =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(nextData(lines)).contains("\"status\":\"live\"", "\"changed\":[]");
      assertThat(nextData(lines)).contains("\"changed\":[\"trial\"]");
      board.run(
          "update funnel_steps set updated_at = '2026-11-21 10:00:05', watermark = '2026-11-21"
              + " 10:00:05'");
      assertThat(nextData(lines))
          .contains("\"changed\":[\"trial\"]", "\"watermark\":\"2026-11-21T10:00:05Z\"")
          .doesNotContain("reached");
    }
  }

  private static String nextData(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:")) {
        return line;
      }
    }
    throw new AssertionError("the stream ended");
  }
}
