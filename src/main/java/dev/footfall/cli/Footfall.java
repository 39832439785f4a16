package dev.footfall.cli;

import dev.footfall.journey.UnservableFunnel;
import dev.footfall.yaml.InvalidDefinitions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.TimeZone;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one launcher: words on the command line become one of the jobs. */
@Command(
    name = "footfall",
    mixinStandardHelpOptions = true,
    versionProvider = FootfallVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Event-time funnels and journeys on Apache Flink.",
    description = {
      "",
      "Begin with 'footfall demo': everything in one process, on http://localhost:8080.",
      "To count funnels over files of your own: 'footfall analyze --help'.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:the run failed", "2:bad usage or definitions"},
    subcommands = {
      DemoCommand.class,
      AnalyzeCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      ExperimentCommand.class,
      TablesCommand.class,
      RunCommand.class,
      BoardCommand.class,
      ReplayCommand.class,
      GenerateCommand.class,
    })
public final class Footfall implements Runnable {

  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  /** Examples stay on one line. */
  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  /** Picocli makes commands by reflection. */
  Footfall() {}

  public static void main(String[] arguments) {
    // Rows are UTC, and JDBC drivers put local times through the zone of the process.
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
    System.exit(run(arguments));
  }

  /** Runs one command and gives its exit status. */
  static int run(String... arguments) {
    CommandLine commands = new CommandLine(new Footfall());
    commands.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpWidth(HELP_WIDTH);
    commands.setExecutionExceptionHandler(Footfall::explain);
    return commands.execute(arguments);
  }

  /** One line a problem, and no stack trace: that is for the log. */
  static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
    boolean usersToMend =
        failure instanceof InvalidDefinitions
            || failure instanceof UnservableFunnel
            || failure instanceof BadUsage;
    return usersToMend ? BAD_USAGE : FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Which command? One of " + String.join(", ", spec.subcommands().keySet()));
  }
}
