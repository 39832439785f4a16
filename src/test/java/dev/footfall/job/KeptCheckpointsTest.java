package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptCheckpointsTest {

  @TempDir private Path folder;

  @Test
  void theNewestIsTheOneCompletedLastWhateverItsNumber() throws IOException {
    String url = folder.toUri().toString();
    assertThat(KeptCheckpoints.newest(url)).isEmpty();
    assertThat(KeptCheckpoints.newest(url + "none")).isEmpty();

    checkpoint("first/chk-31", "2026-11-20T10:00:00Z");
    checkpoint("second/chk-4", "2026-11-21T10:00:00Z");
    Files.createDirectories(folder.resolve("second/chk-5"));
    Files.createDirectories(folder.resolve("second/shared"));

    assertThat(KeptCheckpoints.newest(url).orElseThrow()).endsWith("/second/chk-4");
  }

  @Test
  void aStartThatBeginsAnewNamesWhatItCouldGoOnFrom() throws IOException {
    Configuration flink = new Configuration();
    assertThat(ProductionJob.passedOver(flink)).isEmpty();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    assertThat(ProductionJob.passedOver(flink)).isEmpty();
    checkpoint("first/chk-31", "2026-11-20T10:00:00Z");
    assertThat(ProductionJob.passedOver(flink).orElseThrow())
        .startsWith("begins anew, and writes over rows")
        .contains("say --resume")
        .endsWith("first/chk-31");
    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///somewhere");
    assertThat(ProductionJob.passedOver(flink)).isEmpty();
  }

  @Test
  void aStartThatResumesGoesOnFromTheNewestUnlessToldFromWhere() throws IOException {
    Configuration flink = new Configuration();
    assertThat(ProductionJob.resumed(flink)).isEqualTo(flink);
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
    assertThat(ProductionJob.resumed(flink)).isEqualTo(flink);
    checkpoint("first/chk-31", "2026-11-20T10:00:00Z");
    assertThat(ProductionJob.resumed(flink).get(StateRecoveryOptions.SAVEPOINT_PATH))
        .endsWith("first/chk-31");
    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///somewhere");
    assertThat(ProductionJob.resumed(flink)).isEqualTo(flink);
  }

  private void checkpoint(String name, String completed) throws IOException {
    Path metadata = Files.createDirectories(folder.resolve(name)).resolve("_metadata");
    Files.createFile(metadata);
    Files.setLastModifiedTime(metadata, FileTime.from(Instant.parse(completed)));
  }
}
