package dev.footfall.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.footfall.event.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrafficTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");

  private static final List<Recount.Funnel> FUNNELS =
      List.of(
          new Recount.Funnel(
              "trial",
              List.of("register", "trial_start", "purchase"),
              14 * DAY,
              DAY,
              Optional.empty(),
              List.of("channel", "variant")),
          new Recount.Funnel(
              "shop",
              List.of("home", "category", "product", "cart", "checkout", "pay"),
              HOUR,
              HOUR,
              Optional.empty(),
              List.of("device")),
          new Recount.Funnel(
              "item",
              List.of("product", "cart", "pay"),
              HOUR,
              HOUR,
              Optional.of("item_id"),
              List.of()));

  private static final Noise HEAVY = new Noise(0.8, 30_000, 0.1, 0.1, 0.1, 0.2);

  private static TrafficSettings settings(long seed, Noise noise) {
    return new TrafficSettings(seed, START.toEpochMilli(), 400, 400, noise);
  }

  private static List<TrafficLine> firstLines(TrafficSettings settings, int count) {
    Traffic traffic = new Traffic(settings);
    List<TrafficLine> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(traffic.next());
    }
    return lines;
  }

  private static byte[] bytesOf(List<TrafficLine> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (TrafficLine line : lines) {
      bytes.writeBytes(line.bytes());
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  @Test
  void theSameSettingsGiveTheSameBytes() {
    byte[] once = bytesOf(firstLines(settings(7, Noise.USUAL), 20_000));
    assertThat(bytesOf(firstLines(settings(7, Noise.USUAL), 20_000))).isEqualTo(once);
    assertThat(bytesOf(firstLines(settings(8, Noise.USUAL), 20_000))).isNotEqualTo(once);
  }

  @Test
  void theBytesAreTheSameOnEveryMachineAndInEveryRelease() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(bytesOf(firstLines(settings(7, HEAVY), 20_000)));
    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("f2f230130b2211340bc913f405800aed52c39839fc62fb37855c9c55418339f1");
  }

  @Test
  void aJumpToALineGivesThatLineAndTheTruthUpToIt() {
    Traffic read = new Traffic(settings(7, HEAVY));
    for (int i = 0; i < 30_000; i++) {
      read.next();
    }
    Traffic jumped = new Traffic(settings(7, HEAVY));
    jumped.skipTo(30_000);
    assertThat(jumped.index()).isEqualTo(30_000);
    assertThat(jumped.nextArrival()).isEqualTo(read.nextArrival());
    assertThat(jumped.truth()).isEqualTo(read.truth());
    assertThat(jumped.next()).usingRecursiveComparison().isEqualTo(read.next());
  }

  @Test
  void aLineThatHasBeenPassedCannotBeHadAgain() {
    Traffic traffic = new Traffic(settings(7, Noise.NONE));
    traffic.skipTo(5);
    assertThatThrownBy(() -> traffic.skipTo(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 4 has been passed; the next one is 5");
  }

  @Test
  void linesComeInTheOrderOfTheirArrivalAndAreCountedFromZero() {
    long before = START.toEpochMilli();
    long index = 0;
    for (TrafficLine line : firstLines(settings(7, HEAVY), 30_000)) {
      assertThat(line.arrival()).isGreaterThanOrEqualTo(before);
      assertThat(line.index()).isEqualTo(index++);
      assertThat(line.bytes()).doesNotContain((byte) '\n');
      before = line.arrival();
    }
  }

  @Test
  void withoutNoiseEventsComeInTheOrderOfTheirTimes() {
    long before = 0;
    for (TrafficLine line : firstLines(settings(7, Noise.NONE), 30_000)) {
      long time = Recount.read(line.bytes()).orElseThrow().time();
      assertThat(time).isGreaterThanOrEqualTo(before).isEqualTo(line.arrival());
      before = time;
    }
  }

  @Test
  void anEventArrivesWithinTheDisorderUnlessItIsLateAndThenFarBeyond() {
    for (TrafficLine line : firstLines(settings(7, HEAVY), 30_000)) {
      if (line.flaw().rejection().isEmpty()) {
        long delay = line.arrival() - Recount.read(line.bytes()).orElseThrow().time();
        if (line.flaw() == Flaw.LATE) {
          assertThat(delay).isBetween(30_000 + 10 * 60_000L, 30_000 + 3 * HOUR);
        } else {
          assertThat(delay).isBetween(0L, 30_000L);
        }
      }
    }
  }

  @Test
  void noiseTellsTheSameStories() {
    List<String> quiet = wholeEventsBefore(settings(7, Noise.NONE), 10 * DAY);
    List<String> noisy =
        wholeEventsBefore(settings(7, new Noise(0.8, 30_000, 0.1, 0.1, 0.1, 0)), 10 * DAY);
    assertThat(noisy).isEqualTo(quiet);
  }

  private static List<String> wholeEventsBefore(TrafficSettings settings, long length) {
    Traffic traffic = new Traffic(settings);
    long end = settings.start() + length;
    List<String> events = new ArrayList<>();
    while (traffic.nextArrival() < end + 60_000) {
      TrafficLine line = traffic.next();
      if (line.flaw() == Flaw.NONE && Recount.read(line.bytes()).orElseThrow().time() < end) {
        events.add(new String(line.bytes(), StandardCharsets.UTF_8));
      }
    }
    events.sort(null);
    return events;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 4_321, 50_000})
  void theTruthIsWhatAPlainRecountOfTheEventsFinds(int lines) {
    Traffic traffic = new Traffic(settings(lines, Noise.NONE));
    assertThat(traffic.truth()).isEmpty();
    Recount recount = new Recount();
    for (int i = 0; i < lines; i++) {
      recount.add(traffic.next().bytes());
    }
    assertThat(traffic.truth()).isEqualTo(recount.rows(FUNNELS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 4_321, 150_000})
  void theTruthIsTheSameWithNoiseWhetherLateEventsCountOrNot(int lines) {
    Traffic traffic = new Traffic(settings(lines, HEAVY));
    Recount withLate = new Recount();
    Recount withoutLate = new Recount();
    for (int i = 0; i < lines; i++) {
      TrafficLine line = traffic.next();
      withLate.add(line.bytes());
      if (line.flaw() != Flaw.LATE) {
        withoutLate.add(line.bytes());
      }
    }
    assertThat(traffic.truth()).isEqualTo(withoutLate.rows(FUNNELS));
    assertThat(traffic.truth()).isEqualTo(withLate.rows(FUNNELS));
  }

  @Test
  void theTruthHoldsAtEveryCutOfTheTraffic() {
    Traffic traffic = new Traffic(settings(3, HEAVY));
    Recount recount = new Recount();
    for (int i = 0; i < 3_000; i++) {
      recount.add(traffic.next().bytes());
      if (i % 7 == 0) {
        assertThat(traffic.truth()).as("after line %d", i).isEqualTo(recount.rows(FUNNELS));
      }
    }
  }

  /** Six weeks of which four have run their course, with nothing written. */
  private static List<TruthRow> closedCohorts() {
    Traffic traffic =
        new Traffic(new TrafficSettings(2026, START.toEpochMilli(), 2_400, 2_400, Noise.NONE));
    long firstOpen = START.toEpochMilli() + 28 * DAY;
    while (traffic.nextArrival() < firstOpen + 15 * DAY) {
      traffic.skipTo(traffic.index() + 1);
    }
    return traffic.truth().stream().filter(row -> row.cohortStart() < firstOpen).toList();
  }

  private static long sum(List<TruthRow> rows, Predicate<TruthRow> wanted) {
    return rows.stream().filter(wanted).mapToLong(TruthRow::reached).sum();
  }

  private static long total(List<TruthRow> rows, String funnel, int step) {
    return sum(
        rows, row -> row.funnel().equals(funnel) && row.breakdown() == null && row.step() == step);
  }

  private static long of(
      List<TruthRow> rows, String funnel, String breakdown, String value, int step) {
    return sum(
        rows,
        row ->
            row.funnel().equals(funnel)
                && breakdown.equals(row.breakdown())
                && value.equals(row.value())
                && row.step() == step);
  }

  /** Within four standard errors of a share of so many: missed once in 16,000. */
  private static void assertShare(long part, long whole, double share) {
    double error = Math.sqrt(share * (1 - share) / whole);
    assertThat((double) part / whole).isCloseTo(share, within(4 * error));
  }

  @Test
  void theSharesOfTheSourceDocumentsComeTrue() {
    List<TruthRow> rows = closedCohorts();
    long registered = total(rows, "trial", 1);
    assertThat(registered).isCloseTo(28 * 2_400, within(1_040L));
    assertShare(total(rows, "trial", 2), registered, 0.60);
    assertShare(total(rows, "trial", 3), registered, 0.1255);
    assertShare(total(rows, "trial", 3), total(rows, "trial", 2), 0.1255 / 0.60);
    for (Channel channel : Channel.values()) {
      long ofChannel = of(rows, "trial", "channel", channel.label(), 1);
      assertShare(ofChannel, registered, channel.share());
      assertShare(
          of(rows, "trial", "channel", channel.label(), 3),
          ofChannel,
          channel.registerToPurchase());
    }
    for (Variant variant : Variant.values()) {
      long ofVariant = of(rows, "trial", "variant", variant.name(), 1);
      assertShare(ofVariant, registered, 0.5);
      assertShare(
          of(rows, "trial", "variant", variant.name(), 2), ofVariant, 0.60 * variant.trials());
    }
    assertShare(total(rows, "shop", 2), total(rows, "shop", 1), ShopVisit.HOME_TO_CATEGORY);
    assertShare(total(rows, "shop", 3), total(rows, "shop", 2), ShopVisit.CATEGORY_TO_PRODUCT);
    for (Device device : Device.values()) {
      assertShare(
          of(rows, "shop", "device", device.label(), 4),
          of(rows, "shop", "device", device.label(), 3),
          device.productToCart());
    }
    assertShare(
        total(rows, "shop", 5),
        total(rows, "shop", 4),
        (Shopper.CART_TO_CHECKOUT + Shopper.CART_TO_CHECKOUT_TREATMENT) / 2);
    assertShare(total(rows, "shop", 6), total(rows, "shop", 5), ShopVisit.CHECKOUT_TO_PAY);
  }

  @Test
  void theOddsOfTheChannelsAddUpToThoseOfAll() {
    double shares = 0;
    double trials = 0;
    double purchases = 0;
    for (Channel channel : Channel.values()) {
      shares += channel.share();
      trials += channel.share() * channel.registerToTrial();
      purchases += channel.share() * channel.registerToPurchase();
    }
    assertThat(shares).isCloseTo(1, within(1e-12));
    assertThat(trials).isCloseTo(0.60, within(1e-12));
    assertThat(purchases).isCloseTo(0.1255, within(1e-12));
  }

  @Test
  void noiseComesInTheStatedSharesAndEveryFlawOccurs() {
    Noise noise = new Noise(0.3, 30_000, 0.02, 0.01, 0.02, 0.01);
    long[] lines = new long[Flaw.values().length];
    for (TrafficLine line : firstLines(settings(11, noise), 200_000)) {
      lines[line.flaw().ordinal()]++;
    }
    assertThat(lines).doesNotContain(0);
    long events = lines[Flaw.NONE.ordinal()];
    assertShare(lines[Flaw.DUPLICATE.ordinal()], events, noise.duplicates());
    assertShare(lines[Flaw.LATE.ordinal()], events, noise.late());
    long broken = 0;
    for (Flaw flaw : Flaw.values()) {
      broken += flaw.rejection().isPresent() ? lines[flaw.ordinal()] : 0;
    }
    assertShare(broken, events, noise.broken());
  }

  @Test
  void aBrokenLineIsNoEventAndEveryOtherLineIs() {
    EnumSet<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
    for (TrafficLine line : firstLines(settings(11, HEAVY), 30_000)) {
      Optional<RejectionReason> rejection = line.flaw().rejection();
      assertThat(Recount.read(line.bytes()).isPresent())
          .as("%s: %s", line.flaw(), new String(line.bytes(), StandardCharsets.UTF_8))
          .isEqualTo(rejection.isEmpty());
      rejection.ifPresent(reasons::add);
    }
    // Whatever a line can be rejected for on its own, but for the kinds that are very long.
    assertThat(reasons)
        .containsExactlyInAnyOrder(
            RejectionReason.MALFORMED,
            RejectionReason.NOT_UTF8,
            RejectionReason.EMPTY,
            RejectionReason.NO_EVENT,
            RejectionReason.NO_USER,
            RejectionReason.NO_TIME,
            RejectionReason.BAD_TIME,
            RejectionReason.TIME_NOT_POSITIVE,
            RejectionReason.TOO_EARLY);
  }

  @Test
  void aLineSentAgainFollowsTheSameLine() {
    Map<String, Long> sent = new TreeMap<>();
    for (TrafficLine line : firstLines(settings(11, HEAVY), 30_000)) {
      String text = new String(line.bytes(), StandardCharsets.UTF_8);
      if (line.flaw() == Flaw.DUPLICATE) {
        assertThat(sent).containsKey(text);
      } else if (line.flaw() == Flaw.NONE) {
        assertThat(sent.put(text, line.index())).isNull();
      }
    }
  }

  @Test
  void theDayHasARhythm() {
    Traffic traffic = new Traffic(settings(5, Noise.NONE));
    long[] registrations = new long[24];
    while (traffic.nextArrival() < START.toEpochMilli() + 28 * DAY) {
      Recount.Click click = Recount.read(traffic.next().bytes()).orElseThrow();
      if (click.event().equals("register")) {
        registrations[(int) (click.time() % DAY / HOUR)]++;
      }
    }
    long night = Arrays.stream(registrations, 1, 4).sum();
    long morning = Arrays.stream(registrations, 9, 12).sum();
    assertThat(morning).isGreaterThan(10 * night);
  }
}
