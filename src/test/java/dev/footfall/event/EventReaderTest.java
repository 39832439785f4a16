package dev.footfall.event;

import static dev.footfall.event.RejectionReason.BAD_TIME;
import static dev.footfall.event.RejectionReason.EMPTY;
import static dev.footfall.event.RejectionReason.KEY_TOO_LONG;
import static dev.footfall.event.RejectionReason.MALFORMED;
import static dev.footfall.event.RejectionReason.NOT_UTF8;
import static dev.footfall.event.RejectionReason.NO_EVENT;
import static dev.footfall.event.RejectionReason.NO_TIME;
import static dev.footfall.event.RejectionReason.NO_USER;
import static dev.footfall.event.RejectionReason.TIME_NOT_POSITIVE;
import static dev.footfall.event.RejectionReason.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final long TEN_O_CLOCK = 1795255200123L;

  private static Arrival json(String line) {
    return read(EventReader.json(EventMapping.OWN), line);
  }

  private static Arrival read(EventReader reader, String line) {
    byte[] bytes = ("<<" + line + ">>").getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, 2, bytes.length - 4, "clicks.jsonl:", 7);
  }

  private static Arrival event(
      @Nullable String id, String name, String user, long time, Map<String, String> properties) {
    return Arrival.of(new Event(id, name, user, time, properties), "clicks.jsonl:", 7);
  }

  private static Arrival registerOfU42(Map<String, String> properties) {
    return event(null, "register", "u42", 1000, properties);
  }

  private static void assertRejected(Arrival arrival, RejectionReason reason, String detail) {
    assertThat(rejection(arrival).reason()).isEqualTo(reason);
    assertThat(rejection(arrival).detail()).isEqualTo(detail);
    assertThat(rejection(arrival).place()).isEqualTo("clicks.jsonl:7");
  }

  private static RejectedEvent rejection(Arrival arrival) {
    assertThat(arrival.event()).isNull();
    return Objects.requireNonNull(arrival.rejected());
  }

  @Test
  void anEventInFootfallsOwnShapeIsReadWhole() {
    assertThat(
            json(
                """
                {"id":"e1","event":"register","user":"u42","time":"2026-11-21T10:00:00.123Z",\
                "properties":{"channel":"social","amount":5}}"""))
        .isEqualTo(
            event(
                "e1", "register", "u42", TEN_O_CLOCK, Map.of("channel", "social", "amount", "5")));
  }

  @Test
  void valuesAreKeptAsTheyWereWrittenNestedOnesUnderDotsArraysAsJsonAndNullNotAtAll() {
    assertThat(
            json(
                """
                {"event":"register","user":"u42","time":1000,"properties":{
                 "whole":5,"decimal":5.0,"large":123456789012345678901234567890,"tiny":1e-7,
                 "yes":true,"no":false,"nothing":null,"empty":"","none":{},
                 "utm":{"source":"mail","campaign":{"id":7}},
                 "items":[ 1, "a\\"b", {"sku": "x", "tags": [ ]}, null, 2.50 ]}}"""))
        .isEqualTo(
            registerOfU42(
                Map.ofEntries(
                    Map.entry("whole", "5"),
                    Map.entry("decimal", "5.0"),
                    Map.entry("large", "123456789012345678901234567890"),
                    Map.entry("tiny", "1e-7"),
                    Map.entry("yes", "true"),
                    Map.entry("no", "false"),
                    Map.entry("empty", ""),
                    Map.entry("utm.source", "mail"),
                    Map.entry("utm.campaign.id", "7"),
                    Map.entry("items", "[1,\"a\\\"b\",{\"sku\":\"x\",\"tags\":[]},null,2.50]"))));
  }

  @Test
  void fieldsThatAreNotMappedBecomePropertiesButTheSendersOwnPropertiesStand() {
    Arrival expected = registerOfU42(Map.of("plan", "pro", "ip", "::1", "device.os", "ios"));
    assertThat(
            json(
                """
                {"plan":"free","event":"register","user":"u42","time":1000,"ip":"::1",\
                "device":{"os":"ios"},"properties":{"plan":"pro"}}"""))
        .isEqualTo(expected);
    assertThat(
            json(
                """
                {"event":"register","user":"u42","time":1000,"properties":{"plan":"pro"},\
                "plan":"free","ip":"::1","device":{"os":"ios"}}"""))
        .isEqualTo(expected);
  }

  @Test
  void numbersAreUsersAndIdsToo() {
    assertThat(json("{\"id\":7,\"event\":\"pay\",\"user\":42,\"time\":\"1000\"}"))
        .isEqualTo(event("7", "pay", "42", 1000, Map.of()));
  }

  @Test
  void aMappingFindsFieldsDeepInTheSendersShapeAndUnderNamesWithDots() {
    EventMapping mapping =
        EventMapping.OWN
            .with("user", "context.userId")
            .with("event", "what.name")
            .with("properties", "what.data");
    EventReader reader = EventReader.json(mapping);
    Arrival expected = registerOfU42(Map.of("plan", "pro", "context.ip", "::1"));
    assertThat(
            read(
                reader,
                """
                {"context":{"userId":"u42","ip":"::1"},"time":1000,\
                "what":{"name":"register","data":{"plan":"pro"}}}"""))
        .isEqualTo(expected);
    assertThat(
            read(
                reader,
                """
                {"context.userId":"u42","context":{"ip":"::1"},"time":1000,\
                "what.name":"register","what.data":{"plan":"pro"}}"""))
        .isEqualTo(expected);
  }

  @Test
  void propertiesWrittenAsTextAreReadAsProperties() {
    assertThat(
            json(
                """
                {"event":"register","user":"u42","time":1000,\
                "properties":"{\\"plan\\":\\"pro\\",\\"utm\\":{\\"source\\":\\"mail\\"}}"}"""))
        .isEqualTo(registerOfU42(Map.of("plan", "pro", "utm.source", "mail")));
    assertThat(
            json("{\"event\":\"register\",\"user\":\"u42\",\"time\":1000,\"properties\":\"none\"}"))
        .isEqualTo(registerOfU42(Map.of("properties", "none")));
  }

  @Test
  void aCsvLineIsAnEventAndAnEmptyCellIsNoProperty() {
    EventReader reader =
        EventReader.csv(
            EventMapping.OWN.with("user", "user_id").with("time", "ts_ms"),
            List.of("user_id", "event", "ts_ms", "item", "note", "properties"));
    assertThat(
            read(reader, "42,pay,1000,,\"say \"\"hi\"\", friend\",\"{\"\"plan\"\":\"\"pro\"\"}\""))
        .isEqualTo(
            event(null, "pay", "42", 1000, Map.of("note", "say \"hi\", friend", "plan", "pro")));
    assertThat(read(reader, "42,pay,1000,7,,"))
        .isEqualTo(event(null, "pay", "42", 1000, Map.of("item", "7")));
  }

  @Test
  void aCsvLineThatDoesNotFitItsHeaderIsRejected() {
    EventReader reader = EventReader.csv(EventMapping.OWN, List.of("user", "event", "time"));
    assertRejected(read(reader, "u42,pay"), MALFORMED, "it has 2 cells where the header has 3");
    assertRejected(
        read(reader, "u42,pay,1000,"), MALFORMED, "it has 4 cells where the header has 3");
    assertRejected(read(reader, ",pay,1000"), NO_USER, "\"user\" is missing or empty");
    String notCsv =
        "it is not CSV: a quote does not close where its cell ends, or not in this line";
    assertRejected(read(reader, "\"u42,pay,1000"), MALFORMED, notCsv);
    assertRejected(read(reader, "\"u\"42,pay,1000"), MALFORMED, notCsv);
  }

  @Test
  void everyLineUnderAHeaderThatCannotBeUsedSaysSo() {
    byte[] twice = "user,event,time,user".getBytes(StandardCharsets.UTF_8);
    assertRejected(
        read(EventReader.csv(EventMapping.OWN, twice, 0, twice.length), "a,b,1,c"),
        MALFORMED,
        "the header names the column \"user\" twice");
    byte[] latin = {'u', (byte) 0xE9};
    assertRejected(
        read(EventReader.csv(EventMapping.OWN, latin, 0, latin.length), "a,b,1"),
        MALFORMED,
        "the header of its file cannot be read: byte 2 is not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-21T10:00:00.123Z      | 1795255200123",
        "2026-11-21T10:00:00.1239Z     | 1795255200123",
        "2026-11-21T10:00:00,1Z        | 1795255200100",
        "2026-11-21 10:00:00Z          | 1795255200000",
        "2026-11-21T10:00Z             | 1795255200000",
        "2026-11-21t18:00:00+08:00     | 1795255200000",
        "2026-11-21T18:00:00+0800      | 1795255200000",
        "2026-11-21T18:00:00 +08       | 1795255200000",
        "2026-11-21T04:30:00-05:30     | 1795255200000",
        "2024-02-29T00:00:00Z          | 1709164800000",
        "1795255200123                 | 1795255200123",
        "1795255200123.9               | 1795255200123",
        "1.795255200123e12             | 1795255200123",
        "1                             | 1",
        "253402300799999               | 253402300799999",
      })
  void aTimeIsIso8601WithAZoneOrEpochMilliseconds(String text, long expected) {
    assertThat(json("{\"event\":\"e\",\"user\":\"u\",\"time\":\"%s\"}".formatted(text)))
        .isEqualTo(event(null, "e", "u", expected, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "SECONDS, 1795255200.1239, 1795255200123",
    "SECONDS, 1795255200, 1795255200000",
    "MICROSECONDS, 1795255200123999, 1795255200123",
  })
  void aSenderMayCountInOtherUnits(EpochUnit unit, String number, long expected) {
    EventReader reader = EventReader.json(EventMapping.OWN.countingTimeIn(unit));
    assertThat(read(reader, "{\"event\":\"e\",\"user\":\"u\",\"time\":%s}".formatted(number)))
        .isEqualTo(event(null, "e", "u", expected, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T10:00:00.123",
        "2026-11-21",
        "2026-02-29T10:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T10:60:00Z",
        "2026-11-21T10:00:60Z",
        "2026-11-21T10:00:00.Z",
        "2026-11-21T10:00:00Zebra",
        "2026-11-21T10:00:00+99:00",
        "21/11/2026 10:00",
        "yesterday",
        "1e999999999",
        "1e",
        "1.2.3",
        "-",
        "12345678901234567890",
        "253402300800000",
        "99999999999999999999999999999999999999999999999999999999999999999999999999999",
        "٢٠٢٦-11-21T10:00:00Z"
      })
  void whatIsNoTimeIsRejected(String text) {
    Arrival arrival = json("{\"event\":\"e\",\"user\":\"u\",\"time\":\"%s\"}".formatted(text));
    assertThat(rejection(arrival).reason()).isEqualTo(BAD_TIME);
  }

  @Test
  void aTimeWithoutZoneIsToldWhatToWrite() {
    assertRejected(
        json("{\"event\":\"e\",\"user\":\"u\",\"time\":\"2026-11-21T10:00:00\"}"),
        BAD_TIME,
        "time \"2026-11-21T10:00:00\" has no zone;"
            + " write 2026-11-21T10:00:00.123Z or a number since 1970");
    assertRejected(
        json("{\"event\":\"e\",\"user\":\"u\",\"time\":1795255200123000}"),
        BAD_TIME,
        "time \"1795255200123000\" lies after the year 9999; a number must count milliseconds;"
            + " write 2026-11-21T10:00:00.123Z or a number since 1970");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "-1e999", "0.9", "1e-30", "\"1970-01-01T00:00:00Z\""})
  void aTimeNotAfter1970IsRejected(String time) {
    Arrival arrival = json("{\"event\":\"e\",\"user\":\"u\",\"time\":%s}".formatted(time));
    assertThat(rejection(arrival).reason()).isEqualTo(TIME_NOT_POSITIVE);
  }

  @Test
  void whatLacksItsNameUserOrTimeSaysWhich() {
    assertRejected(json("{\"user\":\"u\",\"time\":1}"), NO_EVENT, "\"event\" is missing or empty");
    assertRejected(
        json("{\"event\":\"\",\"user\":\"u\",\"time\":1}"),
        NO_EVENT,
        "\"event\" is missing or empty");
    assertRejected(
        json("{\"event\":\"e\",\"user\":null,\"time\":1}"),
        NO_USER,
        "\"user\" is missing or empty");
    assertRejected(
        json("{\"event\":\"e\",\"user\":\" \",\"time\":1}"),
        NO_USER,
        "\"user\" is missing or empty");
    assertRejected(
        json("{\"event\":\"e\",\"user\":{\"id\":5},\"time\":1}"),
        NO_USER,
        "\"user\" is missing or empty");
    assertRejected(
        json("{\"event\":\"e\",\"user\":\"u\"}"), NO_TIME, "\"time\" is missing or empty");
    assertRejected(
        read(EventReader.json(SenderPreset.SEGMENT.mapping()), "{\"event\":\"e\"}"),
        NO_USER,
        "none of \"userId\", \"anonymousId\" is there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"e\"",
        "{\"event\":\"e\",}",
        "{'event':'e'}",
        "[{\"event\":\"e\"}]",
        "\"event\"",
        "null",
        "e,u,1000",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1} x",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1}{}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"user\":\"v\"}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"properties\":{\"a\":1,\"a\":1}}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"properties\":{\"a\":[{\"b\":1,\"b\":1}]}}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"properties\":\"{\\\"a\\\":\"}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":NaN}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":01}",
        "{\"event\":\"e\\u0000\",\"user\":\"u\",\"time\":1}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"a\\u0000\":1}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"a\":[\"\\u0000\"]}",
        "{\"event\":\"e\",\"user\":\"u\\ud800\",\"time\":1}",
        "{\"event\":\"e\",\"user\":\"u\\udc00\",\"time\":1}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"a\":\"\\udc00\\ud800\"}",
        "{\"event\":\"e\0\",\"user\":\"u\",\"time\":1}",
        "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"a\":\"tab\there\"}",
      })
  void whatIsNoJsonObjectOrCannotBeStoredIsMalformed(String line) {
    Arrival arrival = json(line);
    assertThat(rejection(arrival).reason()).isEqualTo(MALFORMED);
  }

  @Test
  void wholeSurrogatePairsAndOtherEscapesAreText() {
    assertThat(
            json(
                "{\"event\":\"\\ud83d\\ude00\",\"user\":\"\\u00fc\\n\",\"time\":1,\"a\":\"\\\\\"}"))
        .isEqualTo(event(null, "😀", "ü\n", 1, Map.of("a", "\\")));
  }

  @Test
  void jsonDeeperOrLongerThanTheParserAllowsIsMalformed() {
    String deep = "{\"a\":".repeat(2000) + "1" + "}".repeat(2000);
    String number = "9".repeat(2000);
    for (String value : List.of(deep, "[".repeat(2000), number)) {
      Arrival arrival =
          json("{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"a\":%s}".formatted(value));
      assertThat(rejection(arrival).reason()).isEqualTo(MALFORMED);
    }
  }

  @Test
  void bytesThatAreNotUtf8AreRejectedWithTheirPlace() {
    EventReader reader = EventReader.json(EventMapping.OWN);
    byte[] latin =
        "{\"event\":\"caf\u00e9\",\"user\":\"u\",\"time\":1}".getBytes(StandardCharsets.ISO_8859_1);
    assertRejected(
        reader.read(latin, 0, latin.length, "clicks.jsonl:", 7), NOT_UTF8, "byte 14 is not UTF-8");
    byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
    assertRejected(
        reader.read(surrogate, 0, surrogate.length, "clicks.jsonl:", 7),
        NOT_UTF8,
        "byte 3 is not UTF-8");
    byte[] cutOff = {'{', '"', (byte) 0xC3};
    assertRejected(
        reader.read(cutOff, 0, cutOff.length, "clicks.jsonl:", 7), NOT_UTF8, "byte 3 is not UTF-8");
  }

  @Test
  void nothingIsNoEvent() {
    assertRejected(json(""), EMPTY, "there is nothing in it");
    assertRejected(json(" \t\r"), EMPTY, "there is nothing in it");
  }

  @Test
  void aNameUserOrIdLongerThanADatabaseKeyIsRejected() {
    String longest = "ü".repeat(Event.MAX_KEY_BYTES / 2);
    assertThat(json("{\"event\":\"e\",\"user\":\"%s\",\"time\":1}".formatted(longest)))
        .isEqualTo(event(null, "e", longest, 1, Map.of()));
    assertRejected(
        json("{\"event\":\"e\",\"user\":\"%sü\",\"time\":1}".formatted(longest)),
        KEY_TOO_LONG,
        "user is longer than 1,000 bytes");
    assertRejected(
        json("{\"event\":\"%s\",\"user\":\"u\",\"time\":1}".formatted("漢".repeat(334))),
        KEY_TOO_LONG,
        "event is longer than 1,000 bytes");
    assertRejected(
        json(
            "{\"event\":\"e\",\"user\":\"u\",\"id\":\"%s\",\"time\":1}"
                .formatted("😀".repeat(251))),
        KEY_TOO_LONG,
        "id is longer than 1,000 bytes");
  }

  @Test
  void oneMegabyteIsReadAndOneByteMoreIsNot() {
    String frame = "{\"event\":\"e\",\"user\":\"u\",\"time\":1,\"a\":\"%s\"}";
    int room = EventReader.MAX_BYTES - frame.length() + 2;
    assertThat(json(frame.formatted("x".repeat(room))))
        .isEqualTo(event(null, "e", "u", 1, Map.of("a", "x".repeat(room))));
    assertRejected(
        json(frame.formatted("x".repeat(room + 1))), TOO_LONG, "it has more than 1,048,576 bytes");
  }

  @Test
  void namesThatWouldFillTheMemoryOnceFlattenedAreRejected() {
    StringBuilder line = new StringBuilder("{\"event\":\"e\",\"user\":\"u\",\"time\":1");
    line.append((",\"" + "p".repeat(40_000) + "\":{\"x\":1").repeat(12));
    for (int i = 0; i < 50_000; i++) {
      line.append(",\"").append(i).append("\":1");
    }
    line.append("}".repeat(13));
    assertRejected(
        json(line.toString()),
        TOO_LONG,
        "its properties, flattened, have more than 4,194,304 characters");
  }

  @Test
  void rejectedBytesAreKeptUpTo8KilobytesWithTheirTrueSize() {
    byte[] bytes = new byte[20_000];
    Arrays.fill(bytes, (byte) 'x');
    Arrival arrival = EventReader.json(EventMapping.OWN).read(bytes, 100, 19_000, "t/0@", 5);
    assertThat(rejection(arrival).place()).isEqualTo("t/0@5");
    assertThat(rejection(arrival).size()).isEqualTo(19_000);
    assertThat(rejection(arrival).raw()).isEqualTo(Arrays.copyOf(bytes, 8192));
  }

  @Test
  void aReaderThatMetRubbishReadsTheNextLineAsIfNothingHadBeen() {
    EventReader reader = EventReader.json(EventMapping.OWN);
    read(reader, "{\"id\":\"e1\",\"event\":\"pay\",\"user\":\"v\",\"plan\":\"pro\",\"time\":");
    assertThat(read(reader, "{\"event\":\"register\",\"user\":\"u42\",\"time\":1000}"))
        .isEqualTo(registerOfU42(Map.of()));
  }

  @Test
  void whateverTheBytesExactlyOneThingComesOfThemAndNothingIsThrown() {
    Random random = new Random(42);
    String good =
        """
        {"id":"e1","event":"régister","user":"u42","time":"2026-11-21T10:00:00.123Z",\
        "event_params":[{"key":"a","value":{"int_value":"5"}}],"event_name":"x","type":"track",\
        "properties":{"a":"\\u00e9","b":[1,{"c":null}],"d":{"e":1e5}},"user_id":7}""";
    List<EventReader> readers =
        List.of(
            EventReader.json(EventMapping.OWN),
            EventReader.json(SenderPreset.GA4.mapping()),
            EventReader.json(SenderPreset.SEGMENT.mapping()),
            EventReader.csv(EventMapping.OWN, List.of("user", "event", "time")));
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes = mutated(bytes, random);
      }
      for (EventReader reader : readers) {
        Arrival arrival = reader.read(bytes, 0, bytes.length, "fuzz:", round);
        assertThat((arrival.event() == null) != (arrival.rejected() == null))
            .as("round %d: %s", round, new String(bytes, StandardCharsets.UTF_8))
            .isTrue();
        if (arrival.rejected() != null) {
          // What the reader did not foresee is caught, but it should have been foreseen.
          assertThat(rejection(arrival).detail()).doesNotContain("Exception");
        }
      }
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    if (mutated.length == 0) {
      return mutated;
    }
    switch (random.nextInt(4)) {
      case 0 -> mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      case 1 -> mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
      case 2 -> {
        int from = random.nextInt(mutated.length);
        int to = random.nextInt(mutated.length);
        mutated[to] = mutated[from];
      }
      default -> {
        byte[] signs = "{}[]\",:\\0e-".getBytes(StandardCharsets.UTF_8);
        mutated[random.nextInt(mutated.length)] = signs[random.nextInt(signs.length)];
      }
    }
    return mutated;
  }
}
