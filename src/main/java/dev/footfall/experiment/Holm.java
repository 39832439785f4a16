package dev.footfall.experiment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Keeps the chance of any false finding among several comparisons at alpha. */
public final class Holm {

  private Holm() {}

  /**
   * P-values adjusted after Holm (Scandinavian Journal of Statistics 6, 1979, 65), in the order
   * given; to be compared with alpha. Valid at any stopping time if the p-values are.
   */
  public static List<Double> adjust(List<Double> p) {
    Integer[] smallestFirst =
        IntStream.range(0, p.size())
            .boxed()
            .sorted(Comparator.comparing(p::get))
            .toArray(Integer[]::new);
    Double[] adjusted = new Double[p.size()];
    double above = 0;
    for (int rank = 0; rank < p.size(); rank++) {
      int index = smallestFirst[rank];
      above = Math.max(above, Math.min(1, (p.size() - rank) * p.get(index)));
      adjusted[index] = above;
    }
    return Arrays.asList(adjusted);
  }
}
