package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of definitions in PostgreSQL: a row a file, with the columns {@code name} and {@code
 * yaml}.
 *
 * @param url where the database is, as JDBC has it
 * @param table the table's name
 */
public record DefinitionTable(String url, String user, String password, String table)
    implements DefinitionStore {

  @Override
  public Reader open() {
    return new TableReader();
  }

  @Override
  public String describe() {
    return "table " + table + " at " + url.replaceFirst("\\?.*", "");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return describe();
  }

  private final class TableReader implements Reader {

    private @Nullable Connection connection;

    @Override
    public List<Declaration.Text> read() throws SQLException {
      try {
        if (connection == null) {
          connection = DriverManager.getConnection(url, user, password);
        }
        return rows(connection);
      } catch (SQLException failed) {
        close();
        throw failed;
      }
    }

    private List<Declaration.Text> rows(Connection open) throws SQLException {
      String sql = "select name, yaml from " + quotedTable() + " order by name collate \"C\"";
      List<Declaration.Text> texts = new ArrayList<>();
      try (Statement statement = open.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          texts.add(new Declaration.Text(rows.getString(1), rows.getString(2)));
        }
      }
      return texts;
    }

    private String quotedTable() {
      return '"' + table.replace("\"", "\"\"").replaceFirst("\\.", "\".\"") + '"';
    }

    @Override
    public void close() {
      Connection leaving = connection;
      connection = null;
      if (leaving == null) {
        return;
      }
      try {
        leaving.close();
      } catch (SQLException gone) {
        // So it is closed.
      }
    }
  }
}
