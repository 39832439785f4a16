package dev.footfall.job;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.definitions.DefinitionStore;
import dev.footfall.definitions.StoredDefinitions;
import dev.footfall.event.Arrival;
import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.ingest.Counted;
import dev.footfall.ingest.EventFiles;
import dev.footfall.ingest.Ingest;
import dev.footfall.ingest.KafkaEvents;
import dev.footfall.table.TableFolder;
import dev.footfall.yaml.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The production job as its settings say: the main class for Flink's own client. */
public final class ProductionJob {

  private static final Logger LOG = LoggerFactory.getLogger(ProductionJob.class);

  /** As Flink's own pages show it. */
  private static final String NAME = "Footfall";

  private static final String BACKFILL = "Footfall backfill";

  private ProductionJob() {}

  /**
   * Submits the job.
   *
   * @param arguments the settings file
   * @throws Exception what keeps the job from running
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || arguments.length > 3) {
      throw new IllegalArgumentException(
          "name one settings file: footfall.jar SETTINGS [--backfill [UNTIL]]");
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(LocalFlink.strict());
    Settings settings = SettingsFile.read(Path.of(arguments[0]), Environment.ofThisProcess());
    settings.describe().forEach(LOG::info);
    if (arguments.length == 1) {
      assemble(environment, settings);
      environment.execute(NAME);
    } else if (arguments[1].equals("--backfill")) {
      assembleBackfill(
          environment,
          settings,
          arguments.length == 3 ? Instant.parse(arguments[2]) : completeUntilNow(settings));
      environment.execute(BACKFILL);
    } else {
      throw new IllegalArgumentException("unknown argument " + arguments[1] + "; write --backfill");
    }
  }

  /**
   * Runs the job in this process until it ends.
   *
   * @param settings what to do
   * @param flink how Flink itself runs
   * @param counted told once a second what has been counted so far, by the names of {@link Counted}
   * @throws IOException if a file of events cannot be read
   * @throws JobFailed if the job cannot be started, or fails for good
   */
  public static void runHere(
      Settings settings, Configuration flink, Consumer<Map<String, Long>> counted)
      throws IOException {
    Configuration all = new Configuration(flink);
    all.addAll(LocalFlink.strict());
    StreamExecutionEnvironment environment = LocalFlink.environment(all, parallelism(flink));
    assemble(environment, settings);
    run(environment, NAME, counted);
  }

  private static void run(
      StreamExecutionEnvironment environment, String name, Consumer<Map<String, Long>> counted) {
    try {
      JobClient job = environment.executeAsync(name);
      try (CountsWatch watch = CountsWatch.start(job, counted)) {
        job.getJobExecutionResult().get();
      }
    } catch (Exception failure) {
      throw new JobFailed(failure);
    }
  }

  /**
   * Counts history in this process: all files, or all that Kafka holds by now.
   *
   * @param settings what to do
   * @param flink how Flink itself runs
   * @param until up to when history is complete; empty for as much as the settings' disorder leaves
   *     of the time until now
   * @param counted told once a second what has been counted so far, by the names of {@link Counted}
   * @throws IOException if a file of events cannot be read
   * @throws JobFailed if the job cannot be started, or fails for good
   */
  public static void backfillHere(
      Settings settings,
      Configuration flink,
      Optional<Instant> until,
      Consumer<Map<String, Long>> counted)
      throws IOException {
    Configuration all = new Configuration(flink);
    all.addAll(LocalFlink.strict());
    StreamExecutionEnvironment environment = LocalFlink.environment(all, parallelism(flink));
    assembleBackfill(environment, settings, until.orElseGet(() -> completeUntilNow(settings)));
    run(environment, BACKFILL, counted);
  }

  private static Instant completeUntilNow(Settings settings) {
    return Instant.now().minus(settings.time().maxDisorder());
  }

  private static void assembleBackfill(
      StreamExecutionEnvironment environment, Settings settings, Instant until) throws IOException {
    LOG.info("backfill of cohorts and experiments that are closed by {}", until);
    // Nothing is ever restored into a batch job, and the table API names no sink of one.
    Configuration batch = new Configuration();
    batch.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    batch.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
    environment.configure(batch);
    Job.assembleHistory(
        environment,
        source(settings.ofHistory()),
        settings.time().dedupe(),
        StoredDefinitions.parseAll(StoredDefinitions.read(settings.definitions()), Use.CONTINUOUS),
        until,
        TableFolder.read(settings.tables(), Environment.ofThisProcess()));
  }

  /**
   * How Flink runs the job in this process, in lines for people.
   *
   * @param flink Flink's own configuration
   */
  public static List<String> describe(Configuration flink) {
    List<String> lines = new ArrayList<>();
    lines.add("parallelism: " + parallelism(flink));
    lines.add(
        flink
            .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
            .map(every -> checkpoints(every, flink))
            .orElse("checkpoints: none; after a failure the job ends, and a start begins anew"));
    flink
        .getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
        .ifPresent(path -> lines.add("begins with the state in " + path));
    return lines;
  }

  /**
   * What a start that begins anew leaves aside, in a line for people; empty if it goes on from a
   * checkpoint, if there is none, or if their folder cannot be read.
   *
   * @param flink Flink's own configuration
   */
  public static Optional<String> passedOver(Configuration flink) {
    if (flink.contains(StateRecoveryOptions.SAVEPOINT_PATH)) {
      return Optional.empty();
    }
    try {
      Optional<String> folder = flink.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
      return (folder.isPresent() ? KeptCheckpoints.newest(folder.get()) : folder)
          .map(
              newest ->
                  "begins anew, and writes over rows of an earlier run that are not final; to go on"
                      + " from its last checkpoint say --resume, or set"
                      + " execution.state-recovery.path to "
                      + newest);
    } catch (IOException unreadable) {
      LOG.warn("Checkpoints of earlier runs cannot be looked for: {}", unreadable.toString());
      return Optional.empty();
    }
  }

  /**
   * The same, to go on from the newest checkpoint that is kept; as it is if none is, or if it says
   * from where already.
   *
   * @param flink Flink's own configuration; nothing but runs of this job keep checkpoints in its
   *     folder
   * @throws IOException if the folder of checkpoints cannot be read
   */
  public static Configuration resumed(Configuration flink) throws IOException {
    Configuration resumed = new Configuration(flink);
    Optional<String> folder = flink.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    if (folder.isPresent() && !flink.contains(StateRecoveryOptions.SAVEPOINT_PATH)) {
      KeptCheckpoints.newest(folder.get())
          .ifPresent(newest -> resumed.set(StateRecoveryOptions.SAVEPOINT_PATH, newest));
    }
    return resumed;
  }

  private static String checkpoints(Duration every, Configuration flink) {
    return "checkpoints: every "
        + DurationText.of(every)
        + flink
            .getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
            .map(folder -> ", in " + folder)
            .orElse(", in memory: they are gone with this process");
  }

  private static int parallelism(Configuration flink) {
    return flink
        .getOptional(CoreOptions.DEFAULT_PARALLELISM)
        .orElse(Runtime.getRuntime().availableProcessors());
  }

  static void assemble(StreamExecutionEnvironment environment, Settings settings)
      throws IOException {
    DefinitionStore store =
        settings.definitions() instanceof DefinitionFiles files
            ? files.fromAnywhere()
            : settings.definitions();
    List<Declaration.Text> definitions = StoredDefinitions.read(store);
    TableFolder tables = TableFolder.read(settings.tables(), Environment.ofThisProcess());
    if (settings.source().isBounded()) {
      FunnelFile.Content content = StoredDefinitions.parseAll(definitions, Use.BOUNDED);
      Job.assemble(
          environment, source(settings), timing(settings.time()), content, settings.emit(), tables);
      return;
    }
    StoredDefinitions.parse(definitions, Use.CONTINUOUS);
    Job.assembleChanging(
        environment,
        source(settings),
        timing(settings.time()),
        definitions,
        store,
        settings.emit(),
        tables);
  }

  private static Source<Arrival, ?, ?> source(Settings settings) throws IOException {
    Settings.Source source = settings.source();
    return source.kafka().isPresent()
        ? kafka(source.kafka().get(), settings).source()
        : EventFiles.source(
            source.files(), source.format(), source.mapping(), settings.time().maxAhead());
  }

  private static KafkaEvents kafka(Settings.Kafka kafka, Settings settings) {
    return new KafkaEvents(
        kafka.servers(),
        kafka.topics(),
        kafka.topicPattern(),
        kafka.start(),
        kafka.end(),
        kafka.properties(),
        settings.source().mapping(),
        kafka.format(),
        settings.time().maxAhead());
  }

  private static Ingest.Timing timing(Settings.Time time) {
    return new Ingest.Timing(
        Optional.of(time.maxDisorder()),
        Optional.of(time.idleAfter()),
        time.dedupe(),
        time.maxDrift());
  }
}
