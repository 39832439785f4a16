package dev.footfall.table;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of a sink table and how it is read from what the job knows.
 *
 * @param name as the DDL names it
 * @param type the Flink SQL type
 * @param inKey whether it is part of the primary key
 * @param flinkType how its values travel
 * @param read its value in a row
 */
record Column<T>(
    String name, String type, boolean inKey, TypeInformation<?> flinkType, Reader<T> read)
    implements Serializable {

  /** Reads a column's value of what is written, and of when. */
  interface Reader<T> extends Serializable {
    @Nullable Object of(T what, Stamp when);
  }

  /**
   * When a row is written.
   *
   * @param watermark the watermark then
   * @param now the moment of the clock, in milliseconds since the epoch
   */
  record Stamp(long watermark, long now) {}

  /** The last moment that every database can store. */
  private static final long LAST_MOMENT = 253_402_300_799_999L;

  static <T> Column<T> text(String name, SerializableFunction<T, @Nullable Object> read) {
    return new Column<>(name, "STRING", false, Types.STRING, (what, when) -> read.apply(what));
  }

  static <T> Column<T> whole(String name, SerializableFunction<T, @Nullable Object> read) {
    return new Column<>(name, "BIGINT", false, Types.LONG, (what, when) -> read.apply(what));
  }

  static <T> Column<T> share(String name, SerializableFunction<T, @Nullable Object> read) {
    return new Column<>(name, "DOUBLE", false, Types.DOUBLE, (what, when) -> read.apply(what));
  }

  static <T> Column<T> position(String name, SerializableFunction<T, @Nullable Object> read) {
    return new Column<>(name, "INT", false, Types.INT, (what, when) -> read.apply(what));
  }

  static <T> Column<T> flag(String name, SerializableFunction<T, @Nullable Object> read) {
    return new Column<>(name, "BOOLEAN", false, Types.BOOLEAN, (what, when) -> read.apply(what));
  }

  static <T> Column<T> bytes(String name, SerializableFunction<T, @Nullable Object> read) {
    return new Column<>(
        name, "BYTES", false, Types.PRIMITIVE_ARRAY(Types.BYTE), (what, when) -> read.apply(what));
  }

  /**
   * A moment in milliseconds since the epoch, written as UTC. A moment beyond what databases store,
   * such as the end of all time, becomes the last they can.
   */
  static <T> Column<T> moment(String name, SerializableFunction<T, Long> read) {
    return new Column<>(
        name, "TIMESTAMP(3)", false, Types.LOCAL_DATE_TIME, (what, when) -> utc(read.apply(what)));
  }

  /** The same for a moment that may be missing. */
  static <T> Column<T> momentOrNull(String name, SerializableFunction<T, @Nullable Long> read) {
    return new Column<>(
        name,
        "TIMESTAMP(3)",
        false,
        Types.LOCAL_DATE_TIME,
        (what, when) -> {
          Long millis = read.apply(what);
          return millis == null ? null : utc(millis);
        });
  }

  /** The watermark at which the row is written. */
  static <T> Column<T> watermark(String name) {
    return new Column<>(
        name, "TIMESTAMP(3)", false, Types.LOCAL_DATE_TIME, (what, when) -> utc(when.watermark()));
  }

  /** The moment of the clock at which the row is written. */
  static <T> Column<T> now(String name) {
    return new Column<>(
        name, "TIMESTAMP(3)", false, Types.LOCAL_DATE_TIME, (what, when) -> utc(when.now()));
  }

  private static LocalDateTime utc(long millis) {
    long storable = Math.max(0, Math.min(LAST_MOMENT, millis));
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(storable), ZoneOffset.UTC);
  }

  Column<T> key() {
    return new Column<>(name, type, true, flinkType, read);
  }

  /** As a schema declares it: a key has no nulls. */
  String declaredType() {
    return inKey ? type + " NOT NULL" : type;
  }
}
