package dev.footfall.job;

import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Reads properties of Kafka's consumer. A value that Kafka would refuse is found here, where it has
 * a place, and not on the cluster, where the job would fail and start again for ever. Names that
 * Kafka does not know may be those of a plug-in and pass, unless they are one letter from one it
 * knows.
 */
final class ConsumerProperties {

  private static final ConfigDef KAFKA = ConsumerConfig.configDef();

  /** What the job decides, and what to write instead. */
  private static final Map<String, String> SET_BY_THE_JOB =
      Map.of(
          "bootstrap.servers", "write servers: beside \"properties\"",
          "auto.offset.reset", "write start: beside \"properties\"",
          "enable.auto.commit", "leave it out; offsets are committed with checkpoints",
          "key.deserializer", "leave it out",
          "value.deserializer", "write format: beside \"kafka\"");

  private static final Set<String> KNOWN_TO_FLINK =
      Set.of(
          KafkaSourceOptions.CLIENT_ID_PREFIX.key(),
          KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
          KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(),
          KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key());

  /** By so many letters a name may differ from one that was meant. */
  private static final int SLIPS = 2;

  private ConsumerProperties() {}

  /** The properties by name; what cannot be is a problem. */
  static Map<String, String> read(YamlMapping mapping, Problems problems) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (YamlMapping.Entry entry : mapping.entries()) {
      if (entry.value() instanceof YamlScalar scalar && !scalar.isNothing()) {
        properties.put(entry.name(), scalar.text());
        check(entry, scalar, problems);
      } else {
        problems.add(
            entry.value().position(),
            "\"" + entry.name() + "\" is " + entry.value().kind() + " where one value is wanted",
            "write " + entry.name() + ": and its value");
      }
    }
    return properties;
  }

  /** Whether Kafka itself keeps the value to itself: passwords, and keys written out. */
  static boolean isSecret(String name) {
    ConfigDef.ConfigKey key = KAFKA.configKeys().get(name);
    return key != null && key.type() == ConfigDef.Type.PASSWORD;
  }

  private static void check(YamlMapping.Entry entry, YamlScalar value, Problems problems) {
    String name = entry.name();
    String instead = SET_BY_THE_JOB.get(name);
    if (instead != null) {
      problems.add(entry.key().position(), "the job sets \"" + name + "\" itself", instead);
      return;
    }
    ConfigDef.ConfigKey key = KAFKA.configKeys().get(name);
    if (key == null) {
      likely(name)
          .ifPresent(
              known ->
                  problems.add(
                      entry.key().position(),
                      "Kafka's consumer knows no \"" + name + "\"",
                      "write \"" + known + "\""));
    } else if (!takes(key, value.text())) {
      problems.add(
          value.position(),
          "Kafka's consumer does not take "
              + (Settings.Kafka.isSecret(name) ? "this" : "\"" + value.shown() + "\"")
              + " as "
              + name,
          advice(key));
    }
  }

  private static Optional<String> likely(String name) {
    return KNOWN_TO_FLINK.contains(name)
        ? Optional.empty()
        : Nearest.to(name, KAFKA.names(), SLIPS);
  }

  /** A class may be known on the cluster and not here. */
  private static boolean takes(ConfigDef.ConfigKey key, String value) {
    boolean names = key.type() == ConfigDef.Type.CLASS || key.type() == ConfigDef.Type.LIST;
    if (names) {
      return true;
    }
    try {
      Object parsed = ConfigDef.parseType(key.name, value, key.type);
      if (key.validator != null) {
        key.validator.ensureValid(key.name, parsed);
      }
      return true;
    } catch (ConfigException refused) {
      return false;
    }
  }

  private static String advice(ConfigDef.ConfigKey key) {
    String allowed = key.validator == null ? "" : " " + key.validator;
    return "write a value of the type "
        + key.type().name().toLowerCase(Locale.ROOT)
        + (allowed.isBlank() ? "" : ":" + allowed);
  }
}
