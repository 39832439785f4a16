package dev.footfall.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.event.EventMapping;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.EventFiles;
import dev.footfall.ingest.Ingest;
import dev.footfall.job.Job;
import dev.footfall.job.LocalFlink;
import dev.footfall.metric.Emit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the planner puts between the job's rows and the sinks of the tables that are shipped. */
class SinkPlanTest {

  @TempDir private Path folder;

  @Test
  void wholeRowsGoToPostgreSqlAsTheyAreWithoutStateOrShuffle() throws Exception {
    Map<String, List<String>> paths = pathsToSinks(plan("postgresql"), FootfallTables.NAMES);
    for (String table : FootfallTables.NAMES) {
      assertThat(paths)
          .containsEntry(table, straight(table, "ConstraintEnforcer", table + ": Writer"));
    }
  }

  @Test
  void wholeRowsGoToKafkaAsTheyAreWithoutStateOrShuffle() throws Exception {
    Map<String, List<String>> paths = pathsToSinks(plan("kafka"), FootfallTables.NAMES);
    for (String table : FootfallTables.NAMES) {
      assertThat(paths)
          .containsEntry(
              table,
              straight(table, "ConstraintEnforcer", table + ": Writer", table + ": Committer"));
    }
  }

  @Test
  void finalRowsGoToPrintAsTheyAreWithoutStateOrShuffle() throws Exception {
    StreamGraph graph = plan("print");
    List<String> withoutProgress = new ArrayList<>(FootfallTables.NAMES);
    withoutProgress.remove("job_progress");

    Map<String, List<String>> paths = pathsToSinks(graph, withoutProgress);
    for (String table : withoutProgress) {
      assertThat(paths).containsEntry(table, straight(table, "Sink: " + table));
    }
    assertThat(before("Rows of funnel_steps", graph)).isEqualTo("Only final rows of funnel_steps");
    assertThat(before("Rows of funnel_times", graph)).isEqualTo("Only final rows of funnel_times");
    assertThat(before("Rows of journeys", graph)).isEqualTo("Keep progress until final");
    assertThat(before("Rows of experiment_verdicts", graph))
        .isEqualTo("Only final rows of experiment_verdicts");
  }

  @Test
  void whatBecomesOfAVersionIsWrittenInTheOrderInWhichItHappens() throws Exception {
    StreamGraph graph = plan("postgresql");
    StreamNode node = named("Rows of funnel_versions", graph);
    assertThat(before("Rows of funnel_versions", graph)).isEqualTo("Declare changes");
    assertThat(node.getParallelism()).isEqualTo(1);
    while (!node.getOutEdges().isEmpty()) {
      node = graph.getStreamNode(node.getOutEdges().get(0).getTargetId());
      assertThat(node.getParallelism()).as(node.getOperatorName()).isEqualTo(1);
    }
  }

  @Test
  void filesAreWrittenByOneOperatorThatASavepointFindsAgainWhateverElseIsPlanned()
      throws Exception {
    List<String> uids = uidsBehind("Rows of journeys", plan("files"));

    assertThat(uids)
        .containsExactly(
            "rows-journeys",
            "journeys-external-datastream",
            "journeys-streaming-writer",
            "journeys-discarding-sink");
    assertThat(uidsBehind("Rows of journeys", plan("files"))).isEqualTo(uids);
  }

  private StreamGraph plan(String set) throws Exception {
    Path definitions =
        Files.writeString(
            folder.resolve("funnels.yaml"),
            """
            funnels: [{id: shop, steps: [browse, pay], within: 1h, breakdowns: [channel]}]
            alerts: [{id: left, pattern: [browse, {not: pay}], within: 1h}]
            """);
    Path events = Files.writeString(folder.resolve("events.jsonl"), "");
    Map<String, String> names =
        Map.of(
            "DATABASE_URL", "jdbc:postgresql://nowhere/footfall",
            "DATABASE_USER", "footfall",
            "DATABASE_PASSWORD", "it's a secret",
            "KAFKA_SERVERS", "nowhere:9092",
            "FILES_DIR", folder.toString());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(LocalFlink.strict());
    environment.setParallelism(3);
    Job.assembleChanging(
        environment,
        EventFiles.source(List.of(events.toString()), Optional.empty(), EventMapping.OWN),
        new Ingest.Timing(
            Optional.of(Duration.ofSeconds(30)), Optional.empty(), Duration.ofHours(1)),
        FunnelFile.texts(definitions),
        new DefinitionFiles(definitions.toString()),
        Emit.live(500),
        TableFolder.shipped(set, name -> Optional.ofNullable(names.get(name))));
    return environment.getStreamGraph();
  }

  /** What {@link #pathsToSinks} finds where nothing but these operators stands between. */
  private static List<String> straight(String table, String... toSink) {
    List<String> path = new ArrayList<>(List.of("Rows of " + table, "DataStreamToTable"));
    path.addAll(List.of(toSink));
    return path;
  }

  /** The operators from each table's rows on; an edge that shuffles stands between by its name. */
  private static Map<String, List<String>> pathsToSinks(StreamGraph graph, List<String> tables) {
    Map<String, List<String>> paths = new TreeMap<>();
    for (String table : tables) {
      paths.put(table, pathFrom(named("Rows of " + table, graph), graph));
    }
    return paths;
  }

  private static List<String> pathFrom(StreamNode first, StreamGraph graph) {
    List<String> path = new ArrayList<>();
    StreamNode node = first;
    path.add(nameOf(node));
    while (!node.getOutEdges().isEmpty()) {
      StreamEdge edge = node.getOutEdges().get(0);
      if (!(edge.getPartitioner() instanceof ForwardPartitioner)) {
        path.add(edge.getPartitioner().toString());
      }
      node = graph.getStreamNode(edge.getTargetId());
      path.add(nameOf(node));
    }
    return path;
  }

  private static List<String> uidsBehind(String operator, StreamGraph graph) {
    List<String> uids = new ArrayList<>();
    StreamNode node = named(operator, graph);
    uids.add(String.valueOf(node.getTransformationUID()));
    while (!node.getOutEdges().isEmpty()) {
      node = graph.getStreamNode(node.getOutEdges().get(0).getTargetId());
      uids.add(String.valueOf(node.getTransformationUID()));
    }
    return uids;
  }

  private static String before(String operator, StreamGraph graph) {
    int source = named(operator, graph).getInEdges().get(0).getSourceId();
    return nameOf(graph.getStreamNode(source));
  }

  private static StreamNode named(String operator, StreamGraph graph) {
    return graph.getStreamNodes().stream()
        .filter(node -> nameOf(node).equals(operator))
        .findFirst()
        .orElseThrow();
  }

  /** Without the number that the planner gives to each operator. */
  private static String nameOf(StreamNode node) {
    return node.getOperatorName().replaceFirst("\\[[0-9]+]", "");
  }
}
