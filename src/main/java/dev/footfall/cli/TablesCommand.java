package dev.footfall.cli;

import dev.footfall.job.Environment;
import dev.footfall.table.postgresql.Schema;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code footfall tables}: the result tables in PostgreSQL. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Make the tables that 'run' writes to PostgreSQL, or bring them up to date.",
    description = {
      "",
      "Does what is missing, so it may be run again, and after an upgrade it must be. Without options",
      "it goes by what the tables of 'run' ask of the environment: DATABASE_URL, DATABASE_USER and",
      "DATABASE_PASSWORD; each may also stand in the file that NAME_FILE names.",
      "",
      "If BOARD_PASSWORD is set, it also makes the role footfall_board with that password, which can",
      "read the tables and nothing else. For that DATABASE_USER must be allowed to make roles.",
      ""
    })
final class TablesCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description =
          "The database, e.g. jdbc:postgresql://localhost/footfall (default: DATABASE_URL).")
  private @Nullable String url;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The user, who will own the tables (default: DATABASE_USER).")
  private @Nullable String user;

  @Spec private CommandSpec spec;

  private final Environment environment;

  /** Picocli makes it by reflection. */
  TablesCommand() {
    this(Environment.ofThisProcess());
  }

  TablesCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    String database = given("URL", url, "DATABASE_URL");
    if (!database.startsWith("jdbc:postgresql:")) {
      throw new BadUsage("URL: is none of PostgreSQL; write jdbc:postgresql://localhost/footfall");
    }
    String owner = given("--user", user, "DATABASE_USER");
    String password = environment.value("DATABASE_PASSWORD").orElse("");
    PrintWriter out = spec.commandLine().getOut();

    List<String> applied = Schema.bringUpToDate(database, owner, password);
    applied.forEach(migration -> out.println(migration + ": done"));
    if (applied.isEmpty()) {
      out.println("the tables were up to date");
    }
    Optional<String> boardPassword = environment.value("BOARD_PASSWORD");
    if (boardPassword.isPresent()) {
      boolean made = Schema.makeBoardRole(database, owner, password, boardPassword.get());
      out.println(
          made
              ? "role footfall_board: made"
              : "role footfall_board: was there, can read the tables");
    }
    return 0;
  }

  private String given(String option, @Nullable String value, String name) {
    return Optional.ofNullable(value)
        .or(() -> environment.value(name))
        .orElseThrow(
            () ->
                new BadUsage(
                    option + ": is missing; write it, or set the environment variable " + name));
  }
}
