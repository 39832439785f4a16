package dev.footfall.yaml;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, so that a person sees every mistake at once. */
public final class Problems {

  private final Set<Problem> found = new LinkedHashSet<>();
  private final Set<Position> unknown = new HashSet<>();

  public void add(Position position, String what, String instead) {
    add(new Problem(position, what, instead));
  }

  public void add(Problem problem) {
    if (!unknown.contains(problem.position())) {
      found.add(problem);
    }
  }

  /**
   * Adds that the value at a place is not known. Whatever else is found wrong with it later means
   * nothing, and is not added.
   */
  public void addUnknown(Position position, String what, String instead) {
    found.add(new Problem(position, what, instead));
    unknown.add(position);
  }

  public void addAll(Problems others) {
    others.found.forEach(this::add);
    unknown.addAll(others.unknown);
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
