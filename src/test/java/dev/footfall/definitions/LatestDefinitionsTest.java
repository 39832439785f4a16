package dev.footfall.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.yaml.InvalidDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestDefinitionsTest {

  private static final String SHOP =
      "funnels: [{id: shop, steps: [browse, pay], within: 1h, cohort: 1h}]";

  @TempDir private Path folder;

  @Test
  void whatIsSavedIsShownAndWhatIsNotValidIsNot() throws Exception {
    Path file = Files.writeString(folder.resolve("funnels.yaml"), SHOP);
    try (LatestDefinitions latest =
        LatestDefinitions.of(new DefinitionFiles(file.toString()), Duration.ofMillis(10))) {
      assertThat(ids(latest)).containsExactly("shop");

      save(file, SHOP.replace("}]", "}, {id: tour, steps: [ask], within: 1h, cohort: 1h}]"));
      await(latest, ids -> ids.equals(List.of("shop", "tour")));

      save(file, "funnels: [{id: broken}]");
      Files.delete(file);
      save(file, SHOP.replace("shop", "store"));
      await(latest, ids -> ids.equals(List.of("store")));
    }
  }

  /** Nothing but whole files of definitions that are valid is ever seen on the way. */
  private static void await(LatestDefinitions latest, Predicate<List<String>> wanted)
      throws InterruptedException {
    long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!wanted.test(ids(latest))) {
      assertThat(ids(latest)).isNotEmpty().doesNotContain("broken");
      assertThat(System.nanoTime()).as("patience").isLessThan(patience);
      Thread.sleep(5);
    }
  }

  private static List<String> ids(LatestDefinitions latest) {
    return latest.get().funnels().stream().map(funnel -> funnel.id()).toList();
  }

  private void save(Path file, String yaml) throws IOException {
    Path written = Files.writeString(folder.resolve("new"), yaml);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatIsNotValidAtFirstIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("funnels.yaml"), "funnels: [{id: broken}]");
    assertThatThrownBy(
            () -> LatestDefinitions.of(new DefinitionFiles(file.toString()), Duration.ofDays(1)))
        .isInstanceOf(InvalidDefinitions.class);
  }
}
