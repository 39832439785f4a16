package dev.footfall.event;

import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** Finds the Avro schema by which a message was written. */
public interface Schemas {

  /**
   * The schema under this number.
   *
   * @throws UnknownSchema if there is none that could ever be read
   * @throws UncheckedIOException if that cannot be told at present: then nothing is wrong with the
   *     message
   */
  Schema schema(int id) throws UnknownSchema;
}
