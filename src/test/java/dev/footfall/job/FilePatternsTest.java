package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternsTest {

  private Path folder = Path.of("");

  @BeforeEach
  void fill(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("may/first"));
    for (String file :
        List.of("b.jsonl", "a.jsonl", "c.csv", "may/d.jsonl", "may/first/e.jsonl", "odd[1].csv")) {
      Files.createFile(folder.resolve(file));
    }
  }

  @Test
  void aPatternMeansTheFilesThatMatchByName() {
    assertThat(expand("*.jsonl")).containsExactly("a.jsonl", "b.jsonl");
    assertThat(expand("?.{csv,jsonl}")).containsExactly("a.jsonl", "b.jsonl", "c.csv");
    assertThat(expand("*/*.jsonl")).containsExactly("may/d.jsonl");
    assertThat(expand("**/e.*")).containsExactly("may/first/e.jsonl");
  }

  @Test
  void whatNamesAFileOrMatchesNothingStaysItself() {
    assertThat(expand("c.csv")).containsExactly("c.csv");
    assertThat(expand("odd[1].csv")).containsExactly("odd[1].csv");
    assertThat(expand("*.avro")).containsExactly("*.avro");
    assertThat(expand("june/*.csv")).containsExactly("june/*.csv");
    assertThat(FilePatterns.expand(List.of("s3://bucket/*.csv", "-")))
        .containsExactly("s3://bucket/*.csv", "-");
  }

  @Test
  void aFileThatTwoPatternsMeanIsReadOnce() {
    assertThat(expand("a.jsonl", "*.jsonl")).containsExactly("a.jsonl", "b.jsonl");
  }

  private List<String> expand(String... patterns) {
    List<String> full = List.of(patterns).stream().map(name -> folder + "/" + name).toList();
    return FilePatterns.expand(full).stream().map(file -> file.replace(folder + "/", "")).toList();
  }
}
