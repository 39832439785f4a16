package dev.footfall.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of Flink SQL DDL: one file a table, named like the table.
 *
 * @param statements the {@code CREATE TABLE} statements by the name of their file, with every
 *     {@code ${NAME}} replaced; they may hold secrets and are never printed
 */
public record TableFolder(Map<Path, String> statements) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /**
   * Reads every {@code *.sql} of a folder.
   *
   * @param variables what each {@code ${NAME}} stands for
   * @throws InvalidTable if the folder cannot be read, has no table, or a variable is unknown
   */
  public static TableFolder read(Path folder, Function<String, Optional<String>> variables) {
    Map<Path, String> statements = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(".sql"))
          .sorted()
          .forEach(file -> statements.put(file, statementIn(file, variables)));
    } catch (IOException unreadable) {
      throw new InvalidTable(
          folder
              + ": the folder of tables cannot be read; name a folder with one .sql file a table",
          unreadable);
    }
    if (statements.isEmpty()) {
      throw new InvalidTable(
          folder + ": no table is declared here; put one .sql file a table into it", null);
    }
    return new TableFolder(statements);
  }

  /**
   * The tables that come with Footfall.
   *
   * @param set {@code postgresql}, {@code print} or {@code files}
   * @param variables what each {@code ${NAME}} stands for
   * @throws InvalidTable if a variable is unknown
   */
  public static TableFolder shipped(String set, Function<String, Optional<String>> variables) {
    Map<Path, String> statements = new LinkedHashMap<>();
    for (String table : FootfallTables.NAMES) {
      Path file = Path.of(set, table + ".sql");
      statements.put(file, filledIn(file, resource(file), variables));
    }
    return new TableFolder(statements);
  }

  private static String resource(Path file) {
    try (InputStream sql = TableFolder.class.getResourceAsStream(file.toString())) {
      if (sql == null) {
        throw new InvalidTable(file + ": no such table comes with Footfall", null);
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + ": cannot be read", unreadable);
    }
  }

  private static String statementIn(Path file, Function<String, Optional<String>> variables) {
    try {
      return filledIn(file, Files.readString(file), variables);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + ": cannot be read", unreadable);
    }
  }

  private static String filledIn(
      Path file, String text, Function<String, Optional<String>> variables) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder statement = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value =
          variables
              .apply(name)
              .orElseThrow(
                  () ->
                      new InvalidTable(
                          file
                              + ": ${"
                              + name
                              + "} is not set; set the environment variable "
                              + name
                              + ", or "
                              + name
                              + "_FILE to a file that holds it",
                          null));
      matcher.appendReplacement(statement, Matcher.quoteReplacement(value.replace("'", "''")));
    }
    return matcher.appendTail(statement).toString().strip().replaceFirst(";$", "");
  }
}
