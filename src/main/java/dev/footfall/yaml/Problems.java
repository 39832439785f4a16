package dev.footfall.yaml;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, so that a person sees every mistake at once. */
public final class Problems {

  private final Set<Problem> found = new LinkedHashSet<>();

  public void add(Position position, String what, String instead) {
    add(new Problem(position, what, instead));
  }

  public void add(Problem problem) {
    found.add(problem);
  }

  public void addAll(Problems others) {
    found.addAll(others.found);
  }

  /** How many there are so far; a reader that finds the number unchanged has read its part well. */
  public int count() {
    return found.size();
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Every problem once, in reading order. */
  public List<Problem> all() {
    return found.stream().sorted(Comparator.comparing(Problem::position)).toList();
  }

  /**
   * Goes on only if nothing is wrong.
   *
   * @throws InvalidDefinitions with every problem, if there is any
   */
  public void throwIfAny() {
    if (!isEmpty()) {
      throw new InvalidDefinitions(all());
    }
  }
}
