package dev.footfall.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where generated lines go. */
public sealed interface Destination {

  /** Opens it for writing, from its beginning. */
  LineSink open(OutputStream standardOutput) throws IOException;

  /** Standard output. */
  record StandardOutput() implements Destination {
    @Override
    public LineSink open(OutputStream standardOutput) {
      return new StreamSink(new BufferedOutputStream(standardOutput, 1 << 16));
    }
  }

  /** A file, replaced if it exists; compressed if its name ends in {@code .gz}. */
  record LinesFile(Path path) implements Destination {
    @Override
    public LineSink open(OutputStream standardOutput) throws IOException {
      OutputStream bytes = Files.newOutputStream(path);
      if (path.toString().endsWith(".gz")) {
        bytes = new GZIPOutputStream(bytes, 1 << 16);
      }
      return new StreamSink(new BufferedOutputStream(bytes, 1 << 16));
    }
  }

  /**
   * A Kafka topic. A record's key is the user, its timestamp the moment of arrival.
   *
   * @param topic its name
   * @param properties of Kafka's producer; at least {@code bootstrap.servers}
   */
  record KafkaTopic(String topic, Properties properties) implements Destination {
    @Override
    public LineSink open(OutputStream standardOutput) throws IOException {
      try {
        return new KafkaSink(
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
            topic);
      } catch (KafkaException unusable) {
        Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
        throw new IOException("Kafka cannot be used: " + cause.getMessage(), unusable);
      }
    }
  }
}
