package dev.footfall.cli;

import dev.footfall.demo.Demo;
import dev.footfall.demo.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code footfall demo}: everything in one process. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Show everything at once: live traffic, Flink, a database and the board.",
    description = {
      "",
      "Simulates a shop and a trial subscription, counts their funnels as they happen, and shows them",
      "on a board in the browser. Needs nothing but this machine; listens to this machine only.",
      ""
    })
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Where the board listens (default: ${DEFAULT-VALUE}); the next free port if it is taken.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      defaultValue = "${sys:user.home}/.footfall/demo",
      description =
          "Where the demo's data stays between runs (default: .footfall/demo in your home folder).")
  private Path folder;

  @Option(names = "--fresh", description = "Forget what earlier runs left in the folder.")
  private boolean fresh;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The traffic of a first run: equal seeds, equal traffic (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--db-url",
      paramLabel = "URL",
      description =
          "Use a PostgreSQL of your own, e.g. jdbc:postgresql://localhost/footfall; its tables are made.")
  private @Nullable String databaseUrl;

  @Option(
      names = "--db-user",
      paramLabel = "NAME",
      defaultValue = "footfall",
      description = "The user of --db-url (default: ${DEFAULT-VALUE}).")
  private String databaseUser;

  @Option(
      names = "--db-password",
      paramLabel = "PASSWORD",
      defaultValue = "${env:DATABASE_PASSWORD}",
      description = "The password of --db-user; better set in the variable DATABASE_PASSWORD.")
  private @Nullable String databasePassword;

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  DemoCommand() {}

  @Override
  public Integer call() throws Exception {
    EmbeddedDatabase.Access own =
        databaseUrl == null
            ? null
            : new EmbeddedDatabase.Access(
                databaseUrl, databaseUser, databasePassword == null ? "" : databasePassword);
    Demo.run(
        new Demo.Options(folder.toAbsolutePath().normalize(), port, own, fresh, seed),
        spec.commandLine().getOut());
    return 0;
  }
}
