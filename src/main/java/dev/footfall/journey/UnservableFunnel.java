package dev.footfall.journey;

import dev.footfall.funnel.Funnel;
import java.util.ArrayList;
import java.util.List;

/** A funnel asks for an engine that cannot say what it means. */
public final class UnservableFunnel extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnservableFunnel(List<String> problems) {
    super(String.join("\n", problems));
  }

  /**
   * Does nothing if every funnel can be served.
   *
   * @throws UnservableFunnel with every reason of every funnel that cannot
   */
  public static void refuseAnyOf(List<Funnel> funnels) {
    List<String> problems = problems(funnels);
    if (!problems.isEmpty()) {
      throw new UnservableFunnel(problems);
    }
  }

  /**
   * Every reason of every funnel that cannot be served, each a line that says what to write
   * instead.
   */
  public static List<String> problems(List<Funnel> funnels) {
    List<String> problems = new ArrayList<>();
    for (Funnel funnel : funnels) {
      for (String obstacle : EngineChoice.obstacles(funnel)) {
        problems.add(
            "funnel "
                + funnel.id()
                + ": engine cep cannot serve it, for "
                + obstacle
                + "; write engine: auto");
      }
    }
    return problems;
  }
}
