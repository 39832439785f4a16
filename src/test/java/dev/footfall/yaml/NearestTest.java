package dev.footfall.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KEYS = List.of("within", "cohort", "max_values", "id");

  @Test
  void aSlipOfTheFingerFindsItsWord() {
    assertThat(Nearest.to("witin", KEYS)).contains("within");
    assertThat(Nearest.to("wihtin", KEYS)).contains("within");
    assertThat(Nearest.to("withinn", KEYS)).contains("within");
    assertThat(Nearest.to("Cohort", KEYS)).contains("cohort");
    assertThat(Nearest.to("max-values", KEYS)).contains("max_values");
    assertThat(Nearest.to("di", KEYS)).contains("id");
  }

  @Test
  void anotherWordFindsNone() {
    assertThat(Nearest.to("window", KEYS)).isEmpty();
    assertThat(Nearest.to("x", List.of("within"))).isEmpty();
    assertThat(Nearest.to("", KEYS)).isEmpty();
  }
}
