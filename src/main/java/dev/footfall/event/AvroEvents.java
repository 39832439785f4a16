package dev.footfall.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads a message in the wire format of schema registries: the byte 0, the number of the schema it
 * was written by in four bytes, the highest first, and one record in Avro's binary encoding.
 *
 * <p>It is read as the JSON object that says the same, so that one mapping does for both: a union
 * is what it holds, and moments are ISO-8601 whatever they count. Bytes are Base64, unless they are
 * a decimal.
 */
final class AvroEvents {

  private static final int HEADER = 5;

  /** An array of nulls takes no bytes: its length must be held by something else. */
  private static final int MAX_ITEMS = 1 << 20;

  private static final int UUID_BYTES = 16;

  private final JsonEvents json;
  private final Schemas schemas;

  AvroEvents(JsonEvents json, Schemas schemas) {
    this.json = json;
    this.schemas = schemas;
  }

  /** Gathers what the message says. */
  void read(byte[] bytes, int from, int length, EventDraft draft) throws Refusal {
    if (length < HEADER || bytes[from] != 0) {
      throw new Refusal(
          RejectionReason.MALFORMED,
          "it does not begin as Avro does that names a registry's schema: with the byte 0 and a"
              + " number of four bytes");
    }
    int id = ByteBuffer.wrap(bytes, from + 1, HEADER - 1).getInt();
    Schema schema = schemaOf(id);
    AvroInput input = new AvroInput(bytes, from + HEADER, from + length);
    try (TokenBuffer tokens = new TokenBuffer(null, false)) {
      new Transcription(input, tokens).write(schema);
      if (input.remaining() > 0) {
        throw new Refusal(
            RejectionReason.MALFORMED,
            "%,d bytes follow the record of schema %d".formatted(input.remaining(), id));
      }
      try (JsonParser parser = tokens.asParser()) {
        json.readTokens(parser, draft);
      }
    } catch (DateTimeException | ArithmeticException noMoment) {
      throw new Refusal(RejectionReason.MALFORMED, "a moment in it cannot be: " + noMoment);
    } catch (IOException tooDeep) {
      throw new Refusal(RejectionReason.MALFORMED, "it cannot be read: " + tooDeep.getMessage());
    }
  }

  private Schema schemaOf(int id) throws Refusal {
    try {
      Schema schema = schemas.schema(id);
      if (schema.getType() != Schema.Type.RECORD) {
        throw new Refusal(
            RejectionReason.BAD_SCHEMA,
            "schema %d is no record but %s".formatted(id, schema.getType().getName()));
      }
      return schema;
    } catch (UnknownSchema unknown) {
      throw new Refusal(RejectionReason.BAD_SCHEMA, unknown.why());
    }
  }

  /** Writes one message down as the tokens of JSON. */
  private static final class Transcription {

    private final AvroInput input;
    private final JsonGenerator json;
    private long items;

    Transcription(AvroInput input, JsonGenerator json) {
      this.input = input;
      this.json = json;
    }

    void write(Schema schema) throws IOException, Refusal {
      switch (schema.getType()) {
        case RECORD -> writeRecord(schema);
        case ARRAY -> writeArray(schema);
        case MAP -> writeMap(schema);
        case UNION -> write(chosen(schema.getTypes(), "branch of a union"));
        case ENUM -> json.writeString(chosen(schema.getEnumSymbols(), "symbol of an enum"));
        case FIXED -> writeBytes(schema, input.take(schema.getFixedSize()));
        case BYTES -> writeBytes(schema, input.readBytes());
        case STRING -> json.writeString(input.readString());
        case INT, LONG -> writeWhole(schema.getLogicalType(), input.readLong());
        case FLOAT -> json.writeNumber(input.readFloat());
        case DOUBLE -> json.writeNumber(input.readDouble());
        case BOOLEAN -> json.writeBoolean(input.readBoolean());
        case NULL -> json.writeNull();
      }
    }

    private <T> T chosen(List<T> choices, String what) throws Refusal {
      long index = input.readLong();
      if (index < 0 || index >= choices.size()) {
        throw new Refusal(
            RejectionReason.MALFORMED,
            "it is not Avro of its schema: there is no %s %d".formatted(what, index));
      }
      return choices.get((int) index);
    }

    private void writeRecord(Schema schema) throws IOException, Refusal {
      json.writeStartObject();
      for (Schema.Field field : schema.getFields()) {
        json.writeFieldName(field.name());
        write(field.schema());
      }
      json.writeEndObject();
    }

    private void writeArray(Schema schema) throws IOException, Refusal {
      json.writeStartArray();
      for (long left = nextItems(); left > 0; left = nextItems()) {
        for (; left > 0; left--) {
          write(schema.getElementType());
        }
      }
      json.writeEndArray();
    }

    private void writeMap(Schema schema) throws IOException, Refusal {
      Set<String> names = new HashSet<>();
      json.writeStartObject();
      for (long left = nextItems(); left > 0; left = nextItems()) {
        for (; left > 0; left--) {
          String name = input.readString();
          if (!names.add(name)) {
            throw new Refusal(
                RejectionReason.MALFORMED, "a map in it has the key \"%s\" twice".formatted(name));
          }
          json.writeFieldName(name);
          write(schema.getValueType());
        }
      }
      json.writeEndObject();
    }

    private long nextItems() throws Refusal {
      long count = input.readItemCount();
      items += Math.min(count, MAX_ITEMS + 1);
      if (items > MAX_ITEMS) {
        throw new Refusal(
            RejectionReason.TOO_LONG, "its lists have more than %,d items".formatted(MAX_ITEMS));
      }
      return count;
    }

    private void writeWhole(LogicalType meaning, long number) throws IOException {
      switch (meaning == null ? "" : meaning.getName()) {
        case "timestamp-millis" -> json.writeString(moment(number, ChronoUnit.MILLIS).toString());
        case "timestamp-micros" -> json.writeString(moment(number, ChronoUnit.MICROS).toString());
        case "timestamp-nanos" -> json.writeString(moment(number, ChronoUnit.NANOS).toString());
        case "local-timestamp-millis" -> json.writeString(local(number, ChronoUnit.MILLIS));
        case "local-timestamp-micros" -> json.writeString(local(number, ChronoUnit.MICROS));
        case "local-timestamp-nanos" -> json.writeString(local(number, ChronoUnit.NANOS));
        case "date" -> json.writeString(LocalDate.ofEpochDay(number).toString());
        case "time-millis" -> json.writeString(ofDay(Math.multiplyExact(number, 1_000_000L)));
        case "time-micros" -> json.writeString(ofDay(Math.multiplyExact(number, 1_000L)));
        default -> json.writeNumber(number);
      }
    }

    private static Instant moment(long number, ChronoUnit unit) {
      return Instant.EPOCH.plus(number, unit);
    }

    private static String local(long number, ChronoUnit unit) {
      return LocalDateTime.ofInstant(moment(number, unit), ZoneOffset.UTC).toString();
    }

    private static String ofDay(long nanos) {
      return LocalTime.ofNanoOfDay(nanos).toString();
    }

    private void writeBytes(Schema schema, byte[] bytes) throws IOException {
      LogicalType meaning = schema.getLogicalType();
      if (meaning instanceof LogicalTypes.Decimal decimal && bytes.length > 0) {
        BigDecimal number = new BigDecimal(new BigInteger(bytes), decimal.getScale());
        json.writeString(number.toPlainString());
      } else if (meaning instanceof LogicalTypes.Uuid && bytes.length == UUID_BYTES) {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        json.writeString(new UUID(halves.getLong(), halves.getLong()).toString());
      } else {
        json.writeString(Base64.getEncoder().encodeToString(bytes));
      }
    }
  }
}
