package dev.footfall.table;

import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of Flink SQL DDL: one file a table. */
public final class TableFolder {

  private final List<TableFile> files;

  private TableFolder(List<TableFile> files) {
    this.files = List.copyOf(files);
  }

  /** The declarations, by the names of their files. */
  List<TableFile> files() {
    return files;
  }

  /** The options of a table, in which there may be secrets; empty if it is not declared. */
  public Optional<Map<String, String>> optionsOf(String table) {
    return files.stream().filter(file -> file.creates(table)).findFirst().map(TableFile::options);
  }

  /**
   * Reads every {@code *.sql} of a folder.
   *
   * @throws InvalidDefinitions if the folder cannot be read, has no table, or a name stands for
   *     nothing
   */
  public static TableFolder read(Path folder, Names names) {
    Problems problems = new Problems();
    TableFolder tables = read(folder, names, problems);
    problems.throwIfAny();
    return tables;
  }

  /** Reads every {@code *.sql} of a folder, as far as it can be read; the rest are problems. */
  public static TableFolder read(Path folder, Names names, Problems problems) {
    List<TableFile> tables = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .forEach(file -> readFile(file, names, problems, tables));
    } catch (IOException | UncheckedIOException unreadable) {
      problems.add(
          Position.startOf(folder.toString()),
          Files.exists(folder)
              ? "the folder of tables cannot be read"
              : "there is no such folder of tables",
          "name a folder with one .sql file a table");
      return new TableFolder(tables);
    }
    if (tables.isEmpty()) {
      problems.add(
          Position.startOf(folder.toString()),
          "the folder declares no table",
          "put one .sql file a table into it");
    }
    return new TableFolder(tables);
  }

  private static void readFile(Path file, Names names, Problems problems, List<TableFile> tables) {
    String name = file.toString();
    try {
      tables.add(TableFile.of(name, Files.readString(file), names, problems));
    } catch (CharacterCodingException notText) {
      tables.add(new TableFile(name, "", Map.of()));
      problems.add(Position.startOf(name), "the file is not UTF-8", "save it as UTF-8");
    } catch (IOException unreadable) {
      tables.add(new TableFile(name, "", Map.of()));
      problems.add(
          Position.startOf(name), "the file cannot be read", "name files that this user can read");
    }
  }

  /**
   * The tables that come with Footfall; not every set has them all.
   *
   * @param set {@code postgresql}, {@code kafka}, {@code print} or {@code files}
   * @throws InvalidDefinitions if a name stands for nothing
   */
  public static TableFolder shipped(String set, Names names) {
    Problems problems = new Problems();
    List<TableFile> tables = new ArrayList<>();
    for (String table : FootfallTables.NAMES) {
      String file = set + "/" + table + ".sql";
      if (TableFolder.class.getResource(file) != null) {
        tables.add(TableFile.of(file, resource(file), names, problems));
      }
    }
    problems.throwIfAny();
    return new TableFolder(tables);
  }

  private static String resource(String file) {
    try (InputStream sql =
        Objects.requireNonNull(TableFolder.class.getResourceAsStream(file), file)) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file + ": cannot be read", unreadable);
    }
  }
}
