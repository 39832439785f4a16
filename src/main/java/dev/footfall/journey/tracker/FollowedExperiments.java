package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.DeclaredExperiment;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.ExperimentVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The experiments that are followed at a moment, each with its funnel compiled. */
final class FollowedExperiments {

  /** Followed when nothing is. */
  static final FollowedExperiments NOTHING = new FollowedExperiments(List.of(), Map.of());

  /** Names are as many as senders like; beyond this many they are looked at afresh each time. */
  private static final int NAMES_TO_REMEMBER = 10_000;

  private final List<One> all = new ArrayList<>();
  private final Map<Long, One> byNumber = new HashMap<>();
  private final Map<String, Boolean> concernedByName = new HashMap<>();
  private final Followed.OfUnit funnels;

  /**
   * One experiment.
   *
   * @param number under which its units are kept
   */
  record One(long number, Experiment experiment, ExperimentVersion version) {

    /** The variant's position if the event exposes its user to one, else -1. */
    int exposes(Event event) {
      boolean inTime = experiment.start() <= event.time() && event.time() < experiment.end();
      if (!inTime || !experiment.exposure().accepts(event)) {
        return -1;
      }
      String variant = event.properties().get(experiment.variant());
      return variant == null ? -1 : experiment.indexOf(variant);
    }

    /** The last millisecond at which a unit may take a step. */
    long endOf(ExposedUnit unit) {
      return experiment.funnel().within().endOf(unit.exposedAt);
    }

    /** From when on nobody asks any more who was exposed. */
    long forgottenAt() {
      return experiment.funnel().within().endOf(experiment.end());
    }
  }

  /**
   * @param sinceByNumber the event time after which each has seen every event
   */
  FollowedExperiments(List<DeclaredExperiment> experiments, Map<Long, Long> sinceByNumber) {
    List<DeclaredFunnel> followed = new ArrayList<>();
    for (DeclaredExperiment declared : experiments) {
      long since = sinceByNumber.getOrDefault(declared.number(), FunnelVersion.FROM_THE_BEGINNING);
      One one =
          new One(declared.number(), declared.experiment(), ExperimentVersion.of(declared, since));
      all.add(one);
      byNumber.put(one.number(), one);
      followed.add(DeclaredFunnel.first(declared.experiment().followed()));
    }
    funnels =
        Objects.requireNonNullElseGet(
            new Followed(followed, Map.of()).of(Funnel.USER), Followed.OfUnit::new);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<One> all() {
    return all;
  }

  /** The experiment whose units are kept under this number, or null if it is not followed. */
  @Nullable One numbered(long number) {
    return byNumber.get(number);
  }

  /** Their funnels, each at the position of its experiment. */
  Followed.OfUnit funnels() {
    return funnels;
  }

  /** Whether an event of this name may expose somebody or mean something to a funnel. */
  boolean areConcernedBy(String name) {
    Boolean known = concernedByName.get(name);
    if (known != null) {
      return known;
    }
    boolean concerned =
        !funnels.vocabulary().wordsFor(name).isEmpty()
            || all.stream().anyMatch(one -> one.experiment().exposure().acceptsName(name));
    if (concernedByName.size() < NAMES_TO_REMEMBER) {
      concernedByName.put(name, concerned);
    }
    return concerned;
  }
}
