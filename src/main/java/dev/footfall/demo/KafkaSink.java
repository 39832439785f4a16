package dev.footfall.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Writes lines as records of a topic: key the user, timestamp the arrival. */
final class KafkaSink implements LineSink {

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

  KafkaSink(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  @Override
  public void write(TrafficLine line) throws IOException {
    failIfOneFailed();
    byte @Nullable [] key =
        line.user() == null ? null : line.user().getBytes(StandardCharsets.UTF_8);
    // The callback keeps a failure until the next line or flush; the future would say it twice.
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(topic, null, line.arrival(), key, line.bytes()),
            (written, failure) -> {
              if (failure != null) {
                firstFailure.compareAndSet(null, failure);
              }
            });
  }

  @Override
  public void flush() throws IOException {
    producer.flush();
    failIfOneFailed();
  }

  @Override
  public void close() throws IOException {
    producer.close();
    failIfOneFailed();
  }

  private void failIfOneFailed() throws IOException {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw new IOException("Kafka did not take a record: " + failure.getMessage(), failure);
    }
  }
}
