package dev.footfall.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** What the embedded database is told, and the files it is told with. */
final class EmbeddedDatabaseSql {

  private EmbeddedDatabaseSql() {}

  static void run(DataSource database, List<String> statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static String text(String file) throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(EmbeddedDatabaseSql.class.getResourceAsStream(file), file)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
