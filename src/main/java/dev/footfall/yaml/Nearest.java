package dev.footfall.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person probably meant to write. */
public final class Nearest {

  private Nearest() {}

  /**
   * The candidate that differs least from the word: by at most two letters of five, letter case and
   * the choice of {@code - _} aside.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    return to(word, candidates, Math.max(1, word.length() * 2 / 5));
  }

  /** The candidate that differs least from the word, by at most so many letters. */
  public static Optional<String> to(String word, Collection<String> candidates, int most) {
    String wanted = plain(word);
    Optional<String> nearest = Optional.empty();
    int least = most + 1;
    for (String candidate : candidates) {
      int distance = distance(wanted, plain(candidate));
      if (distance < least) {
        least = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** How many letters must be put in, left out, changed, or swapped with their neighbour. */
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
        if (swaps(from, i, to, j)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }

  private static boolean swaps(String from, int i, String to, int j) {
    return i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
  }
}
