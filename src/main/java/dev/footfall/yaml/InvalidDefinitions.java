package dev.footfall.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** What a person wrote cannot be used; says everything that is wrong with it, one line each. */
public final class InvalidDefinitions extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidDefinitions(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in reading order. */
  public List<Problem> problems() {
    return problems;
  }
}
