package dev.footfall.ingest;

import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import java.io.Serializable;
import java.util.List;

/** How the messages of topics are written. */
public sealed interface MessageFormat extends Serializable {

  /** One JSON object a message. */
  record Json() implements MessageFormat {

    @Override
    public String toString() {
      return "JSON";
    }
  }

  /**
   * One line of CSV a message.
   *
   * @param columns their names
   */
  record Csv(List<String> columns) implements MessageFormat {

    public Csv {
      columns = List.copyOf(columns);
    }

    @Override
    public String toString() {
      return "CSV of the columns " + String.join(", ", columns);
    }
  }

  /**
   * One Avro record a message, behind the number of its schema.
   *
   * @param registry where the schemas are
   */
  record Avro(SchemaRegistry registry) implements MessageFormat {

    @Override
    public String toString() {
      return "Avro, schemas of " + registry;
    }
  }

  /** A reader of such messages. */
  default EventReader reader(EventMapping mapping) {
    if (this instanceof Csv csv) {
      return EventReader.csv(mapping, csv.columns());
    }
    if (this instanceof Avro avro) {
      return EventReader.avro(mapping, new RegistrySchemas(avro.registry()));
    }
    return EventReader.json(mapping);
  }
}
