package dev.footfall.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Has the database explain every question before it answers it, with the same parameters: how it
 * was found, and how long that took.
 */
final class ExplainedDatabase {

  /** Without the times of its parts: to take them makes a question with many rows slower. */
  private static final String EXPLAIN = "explain (analyze, verbose, timing off, format json) ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Answered> answered = new CopyOnWriteArrayList<>();
  private final DataSource database;

  ExplainedDatabase(DataSource database) {
    this.database = database;
  }

  /**
   * One question.
   *
   * @param plan as the database tells it
   */
  record Answered(String sql, JsonNode plan) {

    double millis() {
      return plan.path("Execution Time").asDouble();
    }

    /** What the question is, in its own words: its first line. */
    String name() {
      return sql.lines().findFirst().orElse("");
    }

    /** The indexes that led to its rows. */
    List<String> indexes() {
      return plan.findValuesAsText("Index Name");
    }

    /** Rows that were read for nothing, since only then it was seen that they are not meant. */
    long rowsPassedOver() {
      return plan.findParents("Actual Loops").stream()
          .mapToLong(
              node ->
                  node.path("Actual Loops").asLong()
                      * (node.path("Rows Removed by Filter").asLong()
                          + node.path("Rows Removed by Join Filter").asLong()))
          .sum();
    }

    /** How often it went to one table, at most. */
    long visitsOfATable() {
      return plan.findParents("Relation Name").stream()
          .mapToLong(node -> node.path("Actual Loops").asLong())
          .max()
          .orElse(0);
    }

    /** The tables that were read from end to end. */
    List<String> tablesReadWhole() {
      return plan.findParents("Node Type").stream()
          .filter(node -> node.path("Node Type").asText().equals("Seq Scan"))
          .map(node -> node.path("Relation Name").asText())
          .toList();
    }
  }

  /** Those whose own words begin so. */
  List<Answered> answered(String name) {
    return answered.stream().filter(question -> question.name().startsWith(name)).toList();
  }

  List<Answered> answered() {
    return answered;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = method.invoke(database, arguments);
          return result instanceof Connection connection ? explained(connection) : result;
        });
  }

  private Connection explained(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          if (result instanceof PreparedStatement statement) {
            String sql = (String) Objects.requireNonNull(arguments)[0];
            return explained(statement, connection.prepareStatement(EXPLAIN + sql), sql);
          }
          return result instanceof Statement statement ? explained(statement) : result;
        });
  }

  private PreparedStatement explained(
      PreparedStatement statement, PreparedStatement explaining, String sql) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().equals("executeQuery")) {
            try (ResultSet plan = explaining.executeQuery()) {
              remember(sql, plan);
            }
          } else if (method.getName().startsWith("set") || method.getName().equals("close")) {
            method.invoke(explaining, arguments);
          }
          return method.invoke(statement, arguments);
        });
  }

  private Statement explained(Statement statement) {
    return proxy(
        Statement.class,
        (method, arguments) -> {
          if (method.getName().equals("executeQuery")) {
            String sql = (String) Objects.requireNonNull(arguments)[0];
            try (ResultSet plan = statement.executeQuery(EXPLAIN + sql)) {
              remember(sql, plan);
            }
          }
          return method.invoke(statement, arguments);
        });
  }

  private void remember(String sql, ResultSet plan) throws SQLException, IOException {
    plan.next();
    answered.add(new Answered(sql, JSON.readTree(plan.getString(1)).path(0)));
  }

  /** Stands before something of the database. */
  private interface Before {
    @Nullable Object call(Method method, Object @Nullable [] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Before before) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return before.call(method, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getTargetException();
              }
            }));
  }
}
