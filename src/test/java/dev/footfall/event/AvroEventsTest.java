package dev.footfall.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AvroEventsTest {

  private static final int ID = 7;

  private static final Schema CLICK =
      schema(
          """
          {"type": "record", "name": "Click", "fields": [
            {"name": "event", "type": "string"},
            {"name": "context", "type": {"type": "record", "name": "Context", "fields": [
              {"name": "userId", "type": ["null", "string"]},
              {"name": "page", "type": {"type": "map", "values": "string"}}]}},
            {"name": "ts", "type": {"type": "long", "logicalType": "timestamp-micros"}},
            {"name": "price", "type": {"type": "bytes", "logicalType": "decimal",
              "precision": 9, "scale": 2}},
            {"name": "plan", "type": {"type": "enum", "name": "Plan", "symbols": ["FREE", "PRO"]}},
            {"name": "tags", "type": {"type": "array", "items": "string"}},
            {"name": "day", "type": {"type": "int", "logicalType": "date"}},
            {"name": "score", "type": "double"},
            {"name": "loggedIn", "type": "boolean"},
            {"name": "coupon", "type": ["null", "string"]}]}
          """);

  private static final EventMapping MAPPING =
      EventMapping.OWN.with("user", "context.userId").with("time", "ts");

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json);
  }

  private static Schemas only(Schema schema) {
    return id -> {
      if (id != ID) {
        throw new UnknownSchema("schema " + id + ": there is none");
      }
      return schema;
    };
  }

  private static GenericRecord click() {
    GenericRecord context = new GenericData.Record(CLICK.getField("context").schema());
    context.put("userId", "ann");
    context.put("page", Map.of("path", "/cart"));
    GenericRecord click = new GenericData.Record(CLICK);
    click.put("event", "cart");
    click.put("context", context);
    click.put("ts", 1_780_000_000_123_456L);
    click.put("price", ByteBuffer.wrap(new byte[] {0x07, (byte) 0xcf}));
    click.put("plan", new GenericData.EnumSymbol(CLICK.getField("plan").schema(), "PRO"));
    click.put("tags", List.of("a", "b\"c"));
    click.put("day", 20_000);
    click.put("score", 0.5);
    click.put("loggedIn", true);
    return click;
  }

  private static byte[] message(GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 0, 0, 0, ID});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static Arrival read(EventMapping mapping, Schema schema, byte... bytes) {
    return EventReader.avro(mapping, only(schema)).read(bytes, 0, bytes.length, "clicks/3@", 77);
  }

  private static RejectedEvent rejection(Schema schema, byte... bytes) {
    return Objects.requireNonNull(read(MAPPING, schema, bytes).rejected());
  }

  /** A message of a schema whose only field is of this type, with these bytes for it. */
  private static RejectedEvent rejectionOf(String type, int... field) {
    Schema schema =
        schema(
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":"
                + type
                + "}]}");
    byte[] bytes = new byte[5 + field.length];
    bytes[4] = ID;
    for (int i = 0; i < field.length; i++) {
      bytes[5 + i] = (byte) field[i];
    }
    return rejection(schema, bytes);
  }

  @Test
  void aRecordIsTheEventThatTheSameJsonWouldBe() throws IOException {
    assertThat(read(MAPPING, CLICK, message(click())))
        .isEqualTo(
            Arrival.of(
                new Event(
                    null,
                    "cart",
                    "ann",
                    Instant.parse("2026-05-28T20:26:40.123Z").toEpochMilli(),
                    Map.of(
                        "context.page.path", "/cart",
                        "price", "19.99",
                        "plan", "PRO",
                        "tags", "[\"a\",\"b\\\"c\"]",
                        "day", "2024-10-04",
                        "score", "0.5",
                        "loggedIn", "true")),
                "clicks/3@",
                77));
  }

  @Test
  void aNumberIsTheTimeInTheUnitOfTheMapping() throws IOException {
    Schema plain =
        schema(
            """
            {"type": "record", "name": "E", "fields": [
              {"name": "event", "type": "string"}, {"name": "user", "type": "string"},
              {"name": "time", "type": "long"},
              {"name": "properties", "type": {"type": "map", "values": ["long", "string"]}}]}
            """);
    GenericRecord event = new GenericData.Record(plain);
    event.put("event", "pay");
    event.put("user", "bob");
    event.put("time", 5000L);
    event.put("properties", Map.of("amount", 12L));
    assertThat(read(EventMapping.OWN, plain, message(event)).event())
        .isEqualTo(new Event(null, "pay", "bob", 5000, Map.of("amount", "12")));
  }

  @Test
  void whatIsMissingOrNullIsMissingAsInJson() throws IOException {
    GenericRecord nobody = click();
    ((GenericRecord) nobody.get("context")).put("userId", null);
    RejectedEvent rejected = rejection(CLICK, message(nobody));
    assertThat(rejected.reason()).isEqualTo(RejectionReason.NO_USER);
    assertThat(rejected.place()).isEqualTo("clicks/3@77");
    assertThat(rejected.raw()).isEqualTo(message(nobody));
  }

  @Test
  void aSchemaThatIsNotThereOrIsNoRecordIsABadSchema() {
    byte[] other = {0, 0, 0, 1, 0, 2};
    assertThat(rejection(CLICK, other))
        .extracting(RejectedEvent::reason, RejectedEvent::detail)
        .containsExactly(RejectionReason.BAD_SCHEMA, "schema 256: there is none");
    byte[] text = {0, 0, 0, 0, ID, 2, 'a'};
    assertThat(rejection(schema("\"string\""), text))
        .extracting(RejectedEvent::reason, RejectedEvent::detail)
        .containsExactly(RejectionReason.BAD_SCHEMA, "schema 7 is no record but string");
  }

  @Test
  void whatIsNoAvroIsMalformed() throws IOException {
    byte[] json = "{\"event\":\"cart\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(rejection(CLICK, json).detail())
        .isEqualTo(
            "it does not begin as Avro does that names a registry's schema: with the byte 0 and a"
                + " number of four bytes");
    assertThat(rejection(CLICK, (byte) 0, (byte) 0).reason()).isEqualTo(RejectionReason.MALFORMED);
    assertThat(rejection(CLICK).reason()).isEqualTo(RejectionReason.EMPTY);
    byte[] longer = Arrays.copyOf(message(click()), message(click()).length + 3);
    assertThat(rejection(CLICK, longer).detail())
        .isEqualTo("3 bytes follow the record of schema 7");
    assertThat(rejectionOf("[\"null\",\"int\"]", 4).detail())
        .isEqualTo("it is not Avro of its schema: there is no branch of a union 2");
    assertThat(rejectionOf("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}", 1).detail())
        .isEqualTo("it is not Avro of its schema: there is no symbol of an enum -1");
    assertThat(rejectionOf("\"boolean\"", 2).detail())
        .isEqualTo("it is not Avro of its schema: a boolean is neither 0 nor 1");
    assertThat(rejectionOf("\"string\"", 4, 0xc3, 0x28).reason())
        .isEqualTo(RejectionReason.NOT_UTF8);
    assertThat(rejectionOf("\"string\"", 2, 0).detail()).isEqualTo("it holds the character U+0000");
    assertThat(rejectionOf("{\"type\":\"map\",\"values\":\"null\"}", 4, 2, 'a', 2, 'a', 0).detail())
        .isEqualTo("a map in it has the key \"a\" twice");
    assertThat(
            rejectionOf(
                    "{\"type\":\"long\",\"logicalType\":\"time-micros\"}",
                    0xff,
                    0xff,
                    0xff,
                    0xff,
                    0xff,
                    0xff,
                    0xff,
                    0xff,
                    0xff,
                    1)
                .reason())
        .isEqualTo(RejectionReason.MALFORMED);
  }

  @Test
  void aLengthThatLiesTakesNoMemory() {
    int[] twoGigabytes = {0xfe, 0xff, 0xff, 0xff, 0x0f};
    assertThat(rejectionOf("\"string\"", twoGigabytes).detail())
        .isEqualTo("it is not Avro of its schema: it ends before its schema does");
    assertThat(rejectionOf("\"bytes\"", twoGigabytes).reason())
        .isEqualTo(RejectionReason.MALFORMED);
    // Nulls take no bytes at all.
    assertThat(rejectionOf("{\"type\":\"array\",\"items\":\"null\"}", twoGigabytes).detail())
        .isEqualTo("its lists have more than 1,048,576 items");
    Schema endless =
        schema(
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"next\",\"type\":\"R\"}]}");
    assertThat(rejection(endless, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) ID).reason())
        .isEqualTo(RejectionReason.MALFORMED);
  }

  @Test
  void whateverTheBytesAreNothingIsThrown() throws IOException {
    byte[] right = message(click());
    EventReader reader = EventReader.avro(MAPPING, only(CLICK));
    Random random = new Random(1);
    int events = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] wrong = Arrays.copyOf(right, random.nextInt(right.length + 1));
      for (int change = random.nextInt(3); change > 0 && wrong.length > 5; change--) {
        wrong[5 + random.nextInt(wrong.length - 5)] = (byte) random.nextInt();
      }
      Arrival arrival = reader.read(wrong, 0, wrong.length, "clicks/3@", i);
      assertThat(arrival.event() == null).isNotEqualTo(arrival.rejected() == null);
      events += arrival.event() == null ? 0 : 1;
    }
    assertThat(events).isBetween(100, 5_000);
  }

  @Test
  void whileTheSchemasCannotBeAskedNothingIsSaidOfTheMessage() {
    UncheckedIOException away = new UncheckedIOException(new IOException("away"));
    EventReader reader =
        EventReader.avro(
            MAPPING,
            id -> {
              throw away;
            });
    assertThatThrownBy(() -> reader.read(message(click()), 0, 6, "clicks/3@", 77)).isSameAs(away);
  }
}
