package dev.footfall.battery;

import dev.footfall.battery.Message.Fate;
import dev.footfall.event.Event;
import dev.footfall.event.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A day of a small shop, made of a seed, in the order in which it is sent. No event comes later
 * than the disorder allows, each has an id, and each message a number of its own.
 */
final class Traffic {

  /** Long ago: only the clock of the machine may be ahead of it. */
  static final Instant BEGIN = Instant.parse("2025-06-02T00:00:00Z");

  static final Duration LENGTH = Duration.ofHours(24);

  /** How far behind the newest of its partition an event may be. */
  static final Duration DISORDER = Duration.ofMinutes(10);

  /** After all cohorts of the day are final, whatever their window. */
  static final Instant CLOSING = BEGIN.plus(LENGTH).plus(Duration.ofHours(12));

  /** What event time has come to when the day is closed. */
  static final long LAST_WATERMARK = CLOSING.toEpochMilli() - DISORDER.toMillis() - 1;

  static final List<String> NAMES = List.of("browse", "cart", "pay", "leave");

  /** So many at a time. */
  private static final int GUESTS = 12;

  private static final int EVENTS_TO_THE_NEXT_GUEST = 14;

  private static final List<String> MIX =
      List.of("browse", "browse", "browse", "cart", "cart", "pay", "pay", "leave");

  /** Those who are offered something else buy more. */
  private static final List<String> MIX_OF_B =
      List.of("browse", "browse", "cart", "cart", "cart", "pay", "pay", "pay");

  private static final List<String> CHANNELS = List.of("ad", "mail", "shop");
  private static final List<String> OFFERS =
      List.of("a", "a", "a", "a", "b", "b", "b", "b", "c", "c");

  /**
   * How the day is.
   *
   * @param events how many, copies and what is rejected not counted
   * @param partitions of the topic
   * @param duplicates of each hundred events so many come twice
   * @param poison of each hundred messages so many are none that can be read, or have a wrong clock
   * @param hot of each hundred events so many are of one user
   * @param silent so many of the last partitions are silent at first
   */
  record Shape(int events, int partitions, int duplicates, int poison, int hot, int silent) {

    static final Shape USUAL = new Shape(4_000, 3, 5, 2, 0, 0);

    Shape withDuplicates(int percent) {
      return new Shape(events, partitions, percent, poison, hot, silent);
    }

    Shape withPoison(int percent) {
      return new Shape(events, partitions, duplicates, percent, hot, silent);
    }

    Shape withHot(int percent) {
      return new Shape(events, partitions, duplicates, poison, percent, silent);
    }

    Shape withSilent(int howMany) {
      return new Shape(events, partitions, duplicates, poison, hot, howMany);
    }

    Shape withEvents(int howMany) {
      return new Shape(howMany, partitions, duplicates, poison, hot, silent);
    }
  }

  private final Shape shape;
  private final Random random;
  private int serial;

  private Traffic(Shape shape, long seed) {
    this.shape = shape;
    this.random = new Random(seed);
  }

  /** All messages of the day, without those that close it. */
  static List<Message> of(Shape shape, long seed) {
    return new Traffic(shape, seed).messages();
  }

  /** One event for each partition that moves the watermark behind the day. */
  static List<Message> closing(int partitions) {
    List<Message> closing = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      closing.add(closing(partition, CLOSING.toEpochMilli()));
    }
    return closing;
  }

  /** An event that only moves its partition's watermark: it waits for ever. */
  static Message closing(int partition, long time) {
    Event event =
        new Event("closing-" + partition, "browse", "closer-" + partition, time, Map.of());
    return Message.of(partition, event, json(event), Fate.CLOSES);
  }

  /** Events of the past, with ids of their own. */
  static List<Message> late(int howMany, int partitions, Instant from, Duration within, long seed) {
    Random random = new Random(seed);
    List<Message> late = new ArrayList<>();
    for (int i = 0; i < howMany; i++) {
      long time = from.toEpochMilli() + random.nextLong(within.toMillis());
      Event event =
          new Event(
              "late-" + seed + "-" + i,
              NAMES.get(random.nextInt(NAMES.size())),
              "user-" + random.nextInt(200),
              time,
              Map.of("serial", "late-" + i));
      late.add(Message.of(random.nextInt(partitions), event, json(event), Fate.LATE));
    }
    return late;
  }

  private record Arriving(long at, Message message) {}

  private List<Message> messages() {
    List<Arriving> arriving = new ArrayList<>();
    for (int i = 0; i < shape.events; i++) {
      long time =
          BEGIN.toEpochMilli() + 1 + Math.round((double) i * LENGTH.toMillis() / shape.events);
      // Some fall on one millisecond: then rule 2 decides.
      addEvent(chance(5) && i > 0 ? time - 1 - time % 1000 : time, i, arriving);
      if (chance(shape.poison)) {
        arriving.add(new Arriving(time, poison(random.nextInt(shape.partitions - shape.silent))));
      }
    }
    arriving.sort(Comparator.comparingLong(Arriving::at));
    return arriving.stream().map(Arriving::message).toList();
  }

  private void addEvent(long time, int number, List<Arriving> arriving) {
    String user = user(number);
    Map<String, String> properties = new TreeMap<>();
    properties.put("basket", "b" + random.nextInt(60));
    if (chance(95)) {
      properties.put("channel", CHANNELS.get(random.nextInt(CHANNELS.size())));
    }
    String offer = OFFERS.get(Math.floorMod((user.hashCode() * 31) >> 8, OFFERS.size()));
    // Some are offered something else for once, and at times nothing is said of it.
    String said = chance(1) ? OFFERS.get(random.nextInt(OFFERS.size())) : offer;
    if (chance(97)) {
      properties.put("offer", said);
    }
    List<String> mix = offer.equals("b") ? MIX_OF_B : MIX;
    String name = mix.get(random.nextInt(mix.size()));
    int copies = chance(shape.duplicates) ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      Map<String, String> own = new TreeMap<>(properties);
      own.put("serial", Integer.toString(serial++));
      Event event = new Event("e" + number, name, user, time, own);
      Fate fate = copy == 0 ? Fate.COUNTED : Fate.DUPLICATE;
      // Less than the disorder, so that nothing is late, however many partitions there are.
      long at = time + random.nextLong(DISORDER.toMillis() * 9 / 10);
      arriving.add(new Arriving(at, Message.of(partition(user, time), event, json(event), fate)));
    }
  }

  /** Half of the events are of those who come all day, the others of guests who stay an hour. */
  private String user(int number) {
    if (chance(shape.hot)) {
      return "user-hot";
    }
    return chance(50)
        ? "user-" + random.nextInt(150)
        : "guest-" + (number / EVENTS_TO_THE_NEXT_GUEST + random.nextInt(GUESTS));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Those that are silent have nothing in the first half of the day. */
  private int partition(String user, long time) {
    boolean early = time < BEGIN.toEpochMilli() + LENGTH.toMillis() / 2 + DISORDER.toMillis();
    int open = early ? shape.partitions - shape.silent : shape.partitions;
    return Math.floorMod(user.hashCode(), open);
  }

  private Message poison(int partition) {
    String now = "\"event\":\"browse\",\"user\":\"poison\"";
    long dayAhead = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    return switch (random.nextInt(13)) {
      case 0 -> rejected(partition, "{\"event\":\"browse\",\"us", RejectionReason.MALFORMED);
      case 1 -> rejected(partition, "[1, 2, 3]", RejectionReason.MALFORMED);
      case 2 -> Message.rejected(partition, null, RejectionReason.EMPTY);
      case 3 -> rejected(partition, "", RejectionReason.EMPTY);
      case 4 -> rejected(partition, "{" + now + "}", RejectionReason.NO_TIME);
      case 5 -> rejected(partition, "{" + now + ",\"time\":0}", RejectionReason.TIME_NOT_POSITIVE);
      case 6 -> rejected(partition, "{" + now + ",\"time\":-5}", RejectionReason.TIME_NOT_POSITIVE);
      case 7 ->
          rejected(
              partition,
              "{" + now + ",\"time\":\"2099-01-01T00:00:00Z\"}",
              RejectionReason.TOO_EARLY);
      case 8 ->
          rejected(partition, "{" + now + ",\"time\":" + dayAhead + "}", RejectionReason.TOO_EARLY);
      case 9 ->
          rejected(
              partition,
              "{" + now + ",\"time\":1000,\"x\":\"a\\u0000b\"}",
              RejectionReason.MALFORMED);
      case 10 ->
          rejected(
              partition, "{" + now + ",\"time\":1000,\"time\":2000}", RejectionReason.MALFORMED);
      case 11 ->
          Message.rejected(
              partition, new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'}, RejectionReason.NOT_UTF8);
      default -> Message.rejected(partition, twoMegabytes(), RejectionReason.TOO_LONG);
    };
  }

  private static Message rejected(int partition, String value, RejectionReason reason) {
    return Message.rejected(partition, value.getBytes(StandardCharsets.UTF_8), reason);
  }

  private static byte @Nullable [] twoMegabytes() {
    byte[] bytes = new byte[2 * 1024 * 1024];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static String json(Event event) {
    StringBuilder properties = new StringBuilder();
    new TreeMap<>(event.properties())
        .forEach(
            (key, value) ->
                properties
                    .append(properties.isEmpty() ? "" : ",")
                    .append("\"%s\":\"%s\"".formatted(key, value)));
    return String.format(
        Locale.ROOT,
        "{\"id\":\"%s\",\"event\":\"%s\",\"user\":\"%s\",\"time\":%d,\"properties\":{%s}}",
        event.id(),
        event.name(),
        event.user(),
        event.time(),
        properties);
  }
}
