package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class WordsTest {

  private static final Pattern KEY =
      Pattern.compile("(?:^|[{,])\\s*'?([A-Za-z_0-9]+)'?:", Pattern.MULTILINE);

  @Test
  void everyWordIsSaidInBothLanguagesAndInTheSameOrder() throws IOException {
    assertThat(keys("words/zh.js")).isEqualTo(keys("words/en.js")).hasSizeGreaterThan(150);
  }

  private static List<String> keys(String file) throws IOException {
    try (InputStream words =
        Objects.requireNonNull(BoardServer.class.getResourceAsStream("page/" + file))) {
      String text = new String(words.readAllBytes(), StandardCharsets.UTF_8);
      return KEY.matcher(text).results().map(found -> found.group(1)).toList();
    }
  }
}
