package dev.footfall.job;

import dev.footfall.event.Arrival;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.ingest.EventFiles;
import dev.footfall.ingest.Ingest;
import dev.footfall.ingest.KafkaEvents;
import dev.footfall.table.TableFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The production job as its settings say: the main class for Flink's own client. */
public final class ProductionJob {

  private static final Logger LOG = LoggerFactory.getLogger(ProductionJob.class);

  private ProductionJob() {}

  /**
   * Submits the job.
   *
   * @param arguments the settings file
   * @throws Exception what keeps the job from running
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("name one settings file: footfall-job.jar SETTINGS");
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(LocalFlink.strict());
    assemble(environment, SettingsFile.read(Path.of(arguments[0]), Environment.ofThisProcess()));
    environment.execute("Footfall");
  }

  /**
   * Runs the job in this process until it ends.
   *
   * @param settings what to do
   * @param flink how Flink itself runs
   * @throws Exception what keeps the job from running, or ends it
   */
  public static void runHere(Settings settings, Configuration flink) throws Exception {
    Configuration all = new Configuration(flink);
    all.addAll(LocalFlink.strict());
    StreamExecutionEnvironment environment =
        LocalFlink.environment(
            all,
            flink
                .getOptional(CoreOptions.DEFAULT_PARALLELISM)
                .orElse(Runtime.getRuntime().availableProcessors()));
    assemble(environment, settings);
    environment.execute("Footfall");
  }

  private static void assemble(StreamExecutionEnvironment environment, Settings settings)
      throws IOException {
    settings.describe().forEach(LOG::info);
    Use use = settings.source().isBounded() ? Use.BOUNDED : Use.CONTINUOUS;
    List<Funnel> funnels = FunnelFile.read(List.of(settings.definitions()), use);
    Job.assemble(
        environment,
        source(settings),
        timing(settings.time()),
        funnels,
        settings.emit(),
        TableFolder.read(settings.tables(), Environment.ofThisProcess()));
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
        kafka.columns(),
        settings.time().maxAhead());
  }

  private static Ingest.Timing timing(Settings.Time time) {
    return new Ingest.Timing(
        Optional.of(time.maxDisorder()), Optional.of(time.idleAfter()), time.dedupe());
  }
}
