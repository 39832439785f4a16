package dev.footfall.journey;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problems;
import java.util.List;

/**
 * A funnel as a declaration has it.
 *
 * @param funnel what it is
 * @param time how often it has had this definition, from 1
 */
public record DeclaredFunnel(Funnel funnel, int time) {

  /** A funnel that was there from the beginning. */
  public static DeclaredFunnel first(Funnel funnel) {
    return new DeclaredFunnel(funnel, 1);
  }

  /**
   * All funnels of a declaration.
   *
   * @throws InvalidDefinitions never, if the declaration was checked by {@link DeclareChanges}
   */
  public static List<DeclaredFunnel> allIn(Declaration declaration) {
    Problems problems = new Problems();
    List<Funnel> funnels =
        FunnelFile.parse(declaration.texts(), FunnelFile.Use.CONTINUOUS, problems);
    problems.throwIfAny();
    return funnels.stream()
        .map(funnel -> new DeclaredFunnel(funnel, declaration.times().getOrDefault(funnel.id(), 1)))
        .toList();
  }

  /** Names what the definition means, see {@link Funnel#version}. */
  public String version() {
    return funnel.version(time);
  }

  /** The same as a number. */
  public long number() {
    return funnel.number(time);
  }
}
