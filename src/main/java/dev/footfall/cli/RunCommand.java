package dev.footfall.cli;

import dev.footfall.job.Environment;
import dev.footfall.job.ProductionJob;
import dev.footfall.job.Settings;
import dev.footfall.job.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code footfall run}: the production job in this process. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Run the job that the settings describe, in this process.",
    description = {
      "",
      "Reads events from Kafka or files, counts the funnels, and writes the rows to the sink tables.",
      "On a cluster, submit the same settings with Flink's own client instead:",
      "  flink run -c dev.footfall.job.ProductionJob footfall.jar SETTINGS",
      ""
    })
final class RunCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SETTINGS", description = "The settings file; see 'footfall check'.")
  private Path settings;

  @Option(
      names = "--flink-conf",
      paramLabel = "FOLDER",
      description =
          "A folder with Flink's config.yaml: checkpoints, state and restarts. Without it Flink keeps"
              + " no checkpoints, and a restart begins anew.")
  private @Nullable Path flinkFolder;

  @Option(
      names = "--resume",
      description =
          "Go on from the newest checkpoint in the folder that --flink-conf names, if there is one: for"
              + " a service that is started again by itself. The folder must be this job's alone.")
  private boolean resume;

  @Option(
      names = "--backfill",
      description =
          "Count history instead, and end: all files, or all that Kafka holds by now (from 'start', or"
              + " from the earliest). Writes the rows of the cohorts that are closed by then into the"
              + " same tables; a job that runs beside it is not disturbed.")
  private boolean backfill;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = {
        "With --backfill: up to when all events are there, as",
        "2026-11-21T10:00:00Z. Without it, 'max_disorder' before now."
      })
  private @Nullable Instant until;

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  RunCommand() {}

  @Override
  public Integer call() throws IOException {
    if (until != null && !backfill) {
      throw new BadUsage("--until: says something of a backfill only; write --backfill too");
    }
    if (resume && (flinkFolder == null || backfill)) {
      throw new BadUsage(
          "--resume: needs --flink-conf, which names the folder of checkpoints, and no --backfill");
    }
    Settings read = SettingsFile.read(settings, Environment.ofThisProcess());
    Configuration flink = resume ? ProductionJob.resumed(flink()) : flink();
    PrintWriter err = spec.commandLine().getErr();
    read.describe().forEach(err::println);
    ProductionJob.describe(flink).forEach(err::println);
    if (!backfill) {
      ProductionJob.passedOver(flink).ifPresent(err::println);
    }
    err.println("Running; Ctrl-C ends it.");
    try (ProgressLine progress = ProgressLine.ofALongRun(err)) {
      if (backfill) {
        ProductionJob.backfillHere(read, flink, Optional.ofNullable(until), progress::show);
      } else {
        ProductionJob.runHere(read, flink, progress::show);
      }
    }
    err.println("The input has ended, and all of it is counted.");
    return 0;
  }

  private Configuration flink() {
    if (flinkFolder == null) {
      return new Configuration();
    }
    if (!Files.isReadable(flinkFolder.resolve("config.yaml"))) {
      throw new BadUsage(
          "--flink-conf: "
              + flinkFolder
              + " has no config.yaml; name a folder with one, such as flink-conf");
    }
    return GlobalConfiguration.loadConfiguration(flinkFolder.toString());
  }
}
