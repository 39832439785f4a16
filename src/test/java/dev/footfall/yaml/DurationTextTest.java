package dev.footfall.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationTextTest {

  @Test
  void aLengthOfTimeIsANumberWithAUnit() {
    assertThat(DurationText.parse("1500ms")).contains(Duration.ofMillis(1500));
    assertThat(DurationText.parse("30s")).contains(Duration.ofSeconds(30));
    assertThat(DurationText.parse("90m")).contains(Duration.ofMinutes(90));
    assertThat(DurationText.parse("12h")).contains(Duration.ofHours(12));
    assertThat(DurationText.parse("14d")).contains(Duration.ofDays(14));
    assertThat(DurationText.parse("0s")).contains(Duration.ZERO);
  }

  @Test
  void severalUnitsStandFromTheLongestToTheShortest() {
    assertThat(DurationText.parse("1h 30m")).contains(Duration.ofMinutes(90));
    assertThat(DurationText.parse("1d2h3m4s5ms")).contains(Duration.ofMillis(93_784_005));
    assertThat(DurationText.parse("30m 1h")).isEmpty();
  }

  @Test
  void anythingElseIsNone() {
    for (String text :
        List.of(
            "",
            " ",
            "d",
            "5",
            "-5m",
            "+5m",
            "5 m",
            "5M",
            "1.5h",
            "5m ",
            " 5m",
            "5 minutes",
            "PT5M",
            "1h  30m",
            "٥m",
            "106751991168d",
            "99999999999999999999d",
            "106751991167d 24h")) {
      assertThat(DurationText.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void itIsWrittenInTheLongestUnitsThatFit() {
    assertThat(DurationText.of(Duration.ofDays(14))).isEqualTo("14d");
    assertThat(DurationText.of(Duration.ofMinutes(90))).isEqualTo("1h 30m");
    assertThat(DurationText.of(Duration.ofMillis(1500))).isEqualTo("1s 500ms");
    assertThat(DurationText.of(Duration.ZERO)).isEqualTo("0s");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      Duration length = Duration.ofMillis(random.nextLong() >>> random.nextInt(1, 63));
      assertThat(DurationText.parse(DurationText.of(length))).isEqualTo(Optional.of(length));
    }
  }
}
