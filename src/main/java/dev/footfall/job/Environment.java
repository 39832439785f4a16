package dev.footfall.job;

import dev.footfall.table.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code ${NAME}} in settings and tables stands for: the environment variable {@code NAME},
 * or, if that is not set, what the file holds that {@code NAME_FILE} names. Values may be secrets:
 * they are never printed.
 */
public final class Environment implements Names {

  private static final String IN_FILE = "_FILE";

  private final Map<String, String> variables;

  /**
   * @param variables their values by name
   */
  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The environment this process was started in. */
  public static Environment ofThisProcess() {
    return new Environment(System.getenv());
  }

  /**
   * What the name stands for; empty if neither it nor its file is set, or the file cannot be read.
   * A line end at the end of the file does not count.
   */
  @Override
  public Optional<String> value(String name) {
    String value = variables.get(name);
    String file = variables.get(name + IN_FILE);
    if (value != null && (file == null || !value.isEmpty())) {
      return Optional.of(value);
    }
    return Optional.ofNullable(file).flatMap(Environment::read);
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)).replaceFirst("\\R$", ""));
    } catch (IOException | InvalidPathException unreadable) {
      return Optional.empty();
    }
  }

  /** Why a name that stands for nothing does so. */
  @Override
  public String whatIsWrongWith(String name) {
    String file = variables.get(name + IN_FILE);
    return file == null
        ? "${" + name + "} is not set"
        : "${" + name + "} cannot be read from " + file + ", which " + name + IN_FILE + " names";
  }

  /** What to do so that the name stands for something. */
  @Override
  public String whatToDoAbout(String name) {
    return variables.containsKey(name + IN_FILE)
        ? "name a file that this user can read"
        : "set the environment variable "
            + name
            + ", or "
            + name
            + IN_FILE
            + " to a file that holds it";
  }
}
