package dev.footfall.testing;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One real broker, in a process of its own, for all tests of this JVM that need one. */
public final class RealKafka {

  /** Who may come in at {@link #guardedServers}, and the password. */
  public static final String USER = "footfall";

  public static final String PASSWORD = "hunter2";

  private static final int LARGEST_MESSAGE = 4 << 20;

  private static @Nullable RealKafka shared;

  private final int port = freePort();
  private final int guardedPort = freePort();
  private final int encryptedPort = freePort();
  private final Path folder;
  private final Process process;
  private final Admin admin;

  private RealKafka() throws IOException {
    folder = Files.createTempDirectory("kafka");
    Path settings = folder.resolve("server.properties");
    Files.writeString(
        settings,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@localhost:%3$d
        listeners=PLAIN://localhost:%1$d,GUARDED://localhost:%2$d,ENCRYPTED://localhost:%8$d,\
          CONTROLLER://localhost:%3$d
        inter.broker.listener.name=PLAIN
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAIN:PLAINTEXT,GUARDED:SASL_PLAINTEXT,ENCRYPTED:SSL,\
          CONTROLLER:PLAINTEXT
        listener.name.encrypted.ssl.keystore.type=PKCS12
        listener.name.encrypted.ssl.keystore.location=%9$s
        listener.name.encrypted.ssl.keystore.password=%5$s
        sasl.enabled.mechanisms=PLAIN
        listener.name.guarded.plain.sasl.jaas.config=\\
          org.apache.kafka.common.security.plain.PlainLoginModule required user_%4$s="%5$s";
        log.dirs=%6$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        message.max.bytes=%7$d
        auto.create.topics.enable=false
        """
            .formatted(
                port,
                guardedPort,
                freePort(),
                USER,
                PASSWORD,
                folder.resolve("logs"),
                LARGEST_MESSAGE,
                encryptedPort,
                makeCertificate()));
    format(settings);
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                System.getProperty("java.class.path"),
                "kafka.Kafka",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("kafka.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    admin = Admin.create(Map.of("bootstrap.servers", servers()));
    awaitAnswer();
  }

  /** Signs a certificate with its own key; gives the file that holds both. */
  private Path makeCertificate() throws IOException {
    Path keys = folder.resolve("keys.p12");
    keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-validity", "30");
    keytool(keys, "-exportcert", "-rfc", "-file", certificate().toString());
    return keys;
  }

  private static void keytool(Path keys, String... what) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(what));
    line.addAll(List.of("-alias", "broker", "-storetype", "PKCS12", "-storepass", PASSWORD));
    line.addAll(List.of("-keystore", keys.toString()));
    Process keytool = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException(String.join(" ", line) + ": " + said);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new IOException(hurry);
    }
  }

  private static void format(Path settings) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] words = {"format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString()};
    int status = StorageTool.execute(words, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (status != 0) {
      throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  private void awaitAnswer() throws IOException {
    Instant until = Instant.now().plus(Duration.ofSeconds(90));
    while (true) {
      try {
        admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
        return;
      } catch (Exception notYet) {
        if (!process.isAlive() || Instant.now().isAfter(until)) {
          throw new IOException(Files.readString(folder.resolve("kafka.log")), notYet);
        }
      }
    }
  }

  private void stop() {
    process.destroyForcibly();
    FileUtils.deleteDirectoryQuietly(new File(folder.toString()));
  }

  /** The broker; started if it is not there yet. */
  public static synchronized RealKafka shared() {
    try {
      if (shared == null) {
        shared = new RealKafka();
      }
      return shared;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Where everybody may come in. */
  public String servers() {
    return "localhost:" + port;
  }

  /** Where one must say who one is, by SASL with the mechanism PLAIN. */
  public String guardedServers() {
    return "localhost:" + guardedPort;
  }

  /** Where all is encrypted, and the broker shows {@link #certificate}. */
  public String encryptedServers() {
    return "localhost:" + encryptedPort;
  }

  /** Nobody trusts it who was not told so: it is signed by itself. A file in PEM. */
  public Path certificate() {
    return folder.resolve("certificate.pem");
  }

  /** Makes a topic, and gives its name back. */
  public String topic(String name, int partitions, Map<String, String> settings) {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
    try {
      admin.createTopics(List.of(topic.configs(settings))).all().get();
      return name;
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException("topic " + name, failed);
    }
  }

  /** Makes a topic, and gives its name back. */
  public String topic(String name, int partitions) {
    return topic(name, partitions, Map.of());
  }

  /** A record to be sent; its value may be null. */
  public static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, partition, null, value);
  }

  /** Sends them, in order, and waits until they are there. */
  public void send(List<ProducerRecord<byte[], byte[]>> records) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", servers());
    properties.put("max.request.size", Integer.toString(LARGEST_MESSAGE));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> taken = new ArrayList<>();
      records.forEach(record -> taken.add(producer.send(record)));
      for (Future<RecordMetadata> one : taken) {
        one.get();
      }
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException("a record was not taken", failed);
    }
  }

  /** Lets a consumer group begin at this offset of a partition. */
  public void commit(String group, String topic, int partition, long offset) {
    try {
      admin
          .alterConsumerGroupOffsets(
              group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException("no offset was committed", failed);
    }
  }

  /** Everything that is in the topic by now. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    Properties properties = new Properties();
    properties.put("bootstrap.servers", servers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }
}
