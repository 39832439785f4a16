package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flink passes over a key it does not know without a word, so a slip in these files shows here. */
class FlinkConfTest {

  /** Every option the files may set; a file that needs another class adds it here. */
  private static final Map<String, ConfigOption<?>> OPTIONS =
      optionsOf(
          CheckpointingOptions.class,
          CoreOptions.class,
          HeartbeatManagerOptions.class,
          HighAvailabilityOptions.class,
          JobManagerOptions.class,
          RestOptions.class,
          RestartStrategyOptions.class,
          RocksDBOptions.class,
          StateBackendOptions.class,
          StateRecoveryOptions.class,
          TaskManagerOptions.class);

  @ParameterizedTest
  @ValueSource(strings = {"flink-conf", "flink-conf/large-state"})
  void everyKeyIsAnOptionOfFlinkWithAValueItCanRead(String folder) {
    Configuration flink = GlobalConfiguration.loadConfiguration(folder);

    assertThat(OPTIONS.keySet()).containsAll(flink.keySet());
    for (String key : flink.keySet()) {
      assertThat(flink.getOptional(OPTIONS.get(key))).as(key).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flink-conf", "flink-conf/large-state"})
  void whatTheJobFixesStandsInNoFile(String folder) {
    Configuration flink = GlobalConfiguration.loadConfiguration(folder);

    assertThat(flink.keySet()).doesNotContainAnyElementsOf(LocalFlink.strict().keySet());
  }

  private static Map<String, ConfigOption<?>> optionsOf(Class<?>... classes) {
    Map<String, ConfigOption<?>> options = new TreeMap<>();
    for (Class<?> declaring : classes) {
      for (Field field : declaring.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          ConfigOption<?> option = valueOf(field);
          options.put(option.key(), option);
        }
      }
    }
    return options;
  }

  private static ConfigOption<?> valueOf(Field field) {
    try {
      return (ConfigOption<?>) field.get(null);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(field + " is public", impossible);
    }
  }
}
