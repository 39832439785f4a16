package dev.footfall.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFilesTest {

  @TempDir private Path folder;

  @Test
  void aFolderIsReadByTheNamesOfItsFilesAsTheyAreNow() throws Exception {
    write("b.yaml", "of b");
    write("a.yml", "of a");
    write("notes.txt", "of nobody");
    write(".hidden.yaml", "of nobody");
    try (DefinitionStore.Reader reader = new DefinitionFiles(folder.toString()).open()) {
      assertThat(reader.read()).containsExactly(text("a.yml", "of a"), text("b.yaml", "of b"));
      Files.delete(folder.resolve("a.yml"));
      write("b.yaml", "other");
      assertThat(reader.read()).containsExactly(text("b.yaml", "other"));
    }
  }

  @Test
  void aFileThatIsGoneCannotBeReadUntilItIsBack() throws Exception {
    Path file = write("funnels.yaml", "before");
    try (DefinitionStore.Reader reader = new DefinitionFiles(file.toString()).open()) {
      Files.delete(file);
      assertThatThrownBy(reader::read).isInstanceOf(NoSuchFileException.class);
      write("funnels.yaml", "after");
      assertThat(reader.read()).isEqualTo(List.of(text("funnels.yaml", "after")));
    }
  }

  @Test
  void aFolderWithoutDefinitionsIsNoneThatHasNoFunnels() throws Exception {
    try (DefinitionStore.Reader reader = new DefinitionFiles(folder.toString()).open()) {
      assertThatThrownBy(reader::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the folder has no .yaml and no .yml file");
    }
  }

  @Test
  void aPathMeansTheSameInEveryProcess() {
    assertThat(new DefinitionFiles("funnels.yaml").fromAnywhere().path())
        .isEqualTo(Path.of("").toAbsolutePath() + "/funnels.yaml");
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml);
  }

  private Declaration.Text text(String name, String yaml) {
    return new Declaration.Text(folder.resolve(name).toString(), yaml);
  }
}
