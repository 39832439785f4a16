package dev.footfall.journey;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problems;
import java.io.Serializable;
import java.util.List;

/**
 * An experiment as a declaration has it.
 *
 * @param experiment what it is
 * @param time how often it has had this definition, from 1
 */
public record DeclaredExperiment(Experiment experiment, int time) implements Serializable {

  /** An experiment that was there from the beginning. */
  public static DeclaredExperiment first(Experiment experiment) {
    return new DeclaredExperiment(experiment, 1);
  }

  /**
   * All experiments of a declaration.
   *
   * @throws InvalidDefinitions never, for what is not valid is refused before it is declared
   */
  public static List<DeclaredExperiment> allIn(Declaration declaration) {
    Problems problems = new Problems();
    List<Experiment> experiments =
        FunnelFile.parseAll(declaration.texts(), FunnelFile.Use.CONTINUOUS, problems).experiments();
    problems.throwIfAny();
    return experiments.stream()
        .map(
            experiment ->
                new DeclaredExperiment(
                    experiment, declaration.times().getOrDefault(key(experiment.id()), 1)))
        .toList();
  }

  /** Under what name {@link Declaration#times} has an experiment; no funnel's id has a colon. */
  public static String key(String id) {
    return "experiment:" + id;
  }

  /** Names what the definition means, see {@link Experiment#version}. */
  public String version() {
    return experiment.version(time);
  }

  /** The same as a number. */
  public long number() {
    return experiment.number(time);
  }
}
