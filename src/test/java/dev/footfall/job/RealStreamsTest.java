package dev.footfall.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import dev.footfall.event.RejectedEvent;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.Counted;
import dev.footfall.journey.Progress;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.metric.StepRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real streams and their known answers, through the job that {@code analyze} runs. The streams lie
 * beside the checkout and are never part of it; where they are absent, this is skipped.
 */
class RealStreamsTest {

  private static final Path STREAMS = Path.of("..", "shared", "data");

  private static final EventMapping MAPPING =
      EventMapping.OWN.with("user", "user_id").with("event", "event").with("time", "ts_ms");

  private static final List<String> WITHINS = List.of("1h", "1d", "none");

  /** A funnel and how many units reached each of its steps within 1h, 1d, and at any time. */
  private record Known(String id, String steps, String... reached) {

    private static final Known CART =
        new Known("cart", "[pv, cart, buy]", "980 668 155", "980 703 331", "980 715 460");
    private static final Known CART_OR_FAV =
        new Known(
            "cart-or-fav",
            "[pv, {name: liked, event: [cart, fav]}, buy]",
            "980 785 203",
            "980 820 403",
            "980 834 532");

    /** Its unit is a user and an item together. */
    private static final Known CART_OF_ONE_ITEM =
        new Known(
            "cart-of-one-item", "[pv, cart, buy]", "70789 477 15", "70789 639 53", "70789 823 84");

    private static final Known BADGE =
        new Known(
            "badge",
            "[register, question, answer, badge]",
            "40325 13941 87 43",
            "40325 15033 391 249",
            "40325 18660 2540 2307");

    private static final Known PURCHASE =
        new Known(
            "purchase",
            "[{name: look, event: [catalog, search]}, product_view, add_to_cart,"
                + " shipping_details, payment_details, purchase]",
            "600 594 434 244 98 27",
            "600 594 436 245 100 31",
            "600 596 512 396 278 145");
  }

  @TempDir private static Path folder;

  @BeforeAll
  static void requireStreams() {
    assumeTrue(Files.isDirectory(STREAMS), STREAMS + " is not beside this checkout");
  }

  @Test
  void taobaoAsItIs() throws IOException {
    agreesAtEveryParallelism(stream("taobao"), 100_001, Known.CART, Known.CART_OR_FAV);
  }

  @Test
  void taobaoShuffled() throws IOException {
    agreesAtEveryParallelism(
        shuffled(stream("taobao"), false), 100_001, Known.CART, Known.CART_OR_FAV);
  }

  @Test
  void stackExchangeAsItIs() throws IOException {
    agreesAtEveryParallelism(stream("stackexchange"), 210_760, Known.BADGE);
  }

  @Test
  void stackExchangeShuffled() throws IOException {
    agreesAtEveryParallelism(shuffled(stream("stackexchange"), true), 210_760, Known.BADGE);
  }

  @Test
  void aShopAsItIs() throws IOException {
    agreesAtEveryParallelism(stream("ecom-synthetic"), 31_106, Known.PURCHASE);
  }

  @Test
  void aShopShuffled() throws IOException {
    agreesAtEveryParallelism(shuffled(stream("ecom-synthetic"), true), 31_106, Known.PURCHASE);
  }

  @Test
  void pairsOfUserAndItemOfTaobao() throws IOException {
    Path pairs = folder.resolve("pairs.csv");
    List<String> lines = lines(stream("taobao"));
    List<String> paired = new ArrayList<>(List.of(lines.get(0)));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      paired.add(cells[0] + "/" + cells[3] + line.substring(cells[0].length()));
    }
    Files.write(pairs, paired);
    agrees(pairs, 2, 100_001, Known.CART_OF_ONE_ITEM);
  }

  @Test
  void aUserOfTaobaoWhoHoldsAnItemCountsOnce() throws IOException {
    String yaml = "funnels:\n";
    for (String within : WITHINS) {
      yaml += funnel(Known.CART, within, "cohort: all, hold: [item_id]");
    }
    List<Funnel> funnels = FunnelFile.parse("hold.yaml", yaml, FunnelFile.Use.BOUNDED);
    List<Event> events = events(stream("taobao"));
    Map<String, String> expected = new TreeMap<>();
    for (Funnel funnel : funnels) {
      expected.put(funnel.id(), reached(funnel, ReferenceFunnel.atTheEnd(funnel, events)));
    }
    assertThat(reached(analyse(stream("taobao"), funnels, 2).rows())).isEqualTo(expected);
  }

  @Test
  void flinkCepGivesTheSameAnswersWithinAnHour() throws IOException {
    assertThat(reached(analyse(stream("taobao"), cep(Known.CART, Known.CART_OR_FAV), 2).rows()))
        .isEqualTo(answers(List.of("1h"), Known.CART, Known.CART_OR_FAV));
    assertThat(reached(analyse(stream("stackexchange"), cep(Known.BADGE), 2).rows()))
        .isEqualTo(answers(List.of("1h"), Known.BADGE));
    assertThat(reached(analyse(stream("ecom-synthetic"), cep(Known.PURCHASE), 2).rows()))
        .isEqualTo(answers(List.of("1h"), Known.PURCHASE));
  }

  private static List<Funnel> cep(Known... known) {
    return funnels(List.of("1h"), known).stream().map(f -> f.servedBy(Engine.CEP)).toList();
  }

  private static void agreesAtEveryParallelism(Path file, long events, Known... known)
      throws IOException {
    for (int parallelism : List.of(1, 2, 4)) {
      agrees(file, parallelism, events, known);
    }
  }

  private static void agrees(Path file, int parallelism, long events, Known... known)
      throws IOException {
    Analysis.Result<StepRow> result = analyse(file, funnels(WITHINS, known), parallelism);
    assertThat(reached(result.rows()))
        .as("parallelism %d", parallelism)
        .isEqualTo(answers(WITHINS, known));
    assertThat(result.rows()).allMatch(StepRow::isFinal, "is final");
    assertThat(result.counts())
        .containsEntry(Counted.EVENTS, events)
        .containsEntry(Counted.ADMITTED, events)
        .containsEntry(Counted.REJECTED, 0L);
  }

  private static Analysis.Result<StepRow> analyse(Path file, List<Funnel> funnels, int parallelism)
      throws IOException {
    return new Analysis(
            List.of(file.toString()),
            Optional.empty(),
            MAPPING,
            Optional.empty(),
            Duration.ofHours(1),
            parallelism)
        .run(new FunnelsReport(funnels, OptionalInt.empty()), new Silent());
  }

  private static final class Silent implements Analysis.Listener {
    @Override
    public void counted(Map<String, Long> counts) {}

    @Override
    public void rejected(RejectedEvent rejected) {}

    @Override
    public boolean wantsRejected() {
      return false;
    }
  }

  private static List<Funnel> funnels(List<String> withins, Known... known) {
    String yaml = "funnels:\n";
    for (Known one : known) {
      for (String within : withins) {
        yaml += funnel(one, within, "cohort: all");
      }
    }
    return FunnelFile.parse("known.yaml", yaml, FunnelFile.Use.BOUNDED);
  }

  private static String funnel(Known known, String within, String more) {
    return "  - {id: %s-%s, steps: %s, within: %s, %s}\n"
        .formatted(known.id(), within, known.steps(), within, more);
  }

  private static Map<String, String> answers(List<String> withins, Known... known) {
    Map<String, String> answers = new TreeMap<>();
    for (Known one : known) {
      for (String within : withins) {
        answers.put(one.id() + "-" + within, one.reached()[WITHINS.indexOf(within)]);
      }
    }
    return answers;
  }

  /** By funnel, the counts of its steps. */
  private static Map<String, String> reached(List<StepRow> rows) {
    Map<String, String> reached = new TreeMap<>();
    rows.forEach(row -> reached.merge(row.funnel(), "" + row.reached(), (a, b) -> a + " " + b));
    return reached;
  }

  private static String reached(Funnel funnel, List<Progress> progress) {
    List<String> counts = new ArrayList<>();
    for (int step = 1; step <= funnel.steps().size(); step++) {
      int least = step;
      counts.add("" + progress.stream().filter(unit -> unit.furthest() >= least).count());
    }
    return String.join(" ", counts);
  }

  private static Path stream(String name) {
    return STREAMS.resolve(name + ".csv.gz");
  }

  private static List<String> lines(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  /** The same lines in another order, below the same header. */
  private static Path shuffled(Path file, boolean zipped) throws IOException {
    List<String> lines = new ArrayList<>(lines(file));
    Collections.shuffle(lines.subList(1, lines.size()), new Random(20_261_122));
    byte[] text = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    Path copy = folder.resolve("shuffled-" + file.getFileName().toString().replace(".gz", ""));
    if (!zipped) {
      return Files.write(copy, text);
    }
    Path zip = copy.resolveSibling(copy.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zip))) {
      out.write(text);
    }
    return zip;
  }

  private static List<Event> events(Path file) throws IOException {
    List<String> lines = lines(file);
    EventReader reader = EventReader.csv(MAPPING, Arrays.asList(lines.get(0).split(",")));
    List<Event> events = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      byte[] bytes = line.getBytes(UTF_8);
      Event event = reader.read(bytes, 0, bytes.length, "", 0).event();
      if (event != null) {
        events.add(event);
      }
    }
    assertThat(events).hasSize(lines.size() - 1);
    return events;
  }
}
