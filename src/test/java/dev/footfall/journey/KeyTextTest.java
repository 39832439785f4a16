package dev.footfall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  @Test
  void aTextThatFitsStaysItself() {
    assertThat(KeyText.of("mail")).isEqualTo("mail");
    assertThat(KeyText.of("x".repeat(1000))).isEqualTo("x".repeat(1000));
  }

  @Test
  void aTextThatDoesNotFitKeepsItsBeginningAndStaysApartFromOthers() {
    String one = "漏".repeat(10_000);
    String other = one + "斗";
    assertThat(KeyText.of(one)).startsWith("漏".repeat(200) + "… #");
    assertThat(KeyText.of(one)).isNotEqualTo(KeyText.of(other));
    assertThat(KeyText.of(one).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(Event.MAX_KEY_BYTES);
  }

  @Test
  void noCharacterIsCutInTwo() {
    String faces = "a" + "\uD83D\uDE00".repeat(600);
    String cut = KeyText.of(faces);
    assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(cut);
  }
}
