package dev.footfall.funnel;

import java.util.Set;
import java.util.TreeSet;

/**
 * A number that is the same for the same definition and another for any other: the name under which
 * a funnel's journeys are kept. So a funnel that is changed starts afresh, and what was kept for
 * its old definition is never mistaken for its own.
 */
public final class DefinitionNumber {

  private final StringBuilder text = new StringBuilder();

  private DefinitionNumber() {}

  /**
   * The number of what the definition means; its title and the like do not count. One that insists
   * on Flink CEP has another: neither engine goes on with what the other keeps.
   *
   * @param time from 1: a definition that comes back after it was given up is not taken up again
   */
  static long of(Funnel funnel, int time) {
    DefinitionNumber definition = new DefinitionNumber();
    definition.add(funnel);
    if (funnel.engine() == Funnel.Engine.CEP) {
      definition.add("by Flink CEP");
    }
    if (time > 1) {
      definition.add("time " + time);
    }
    return definition.number();
  }

  /**
   * The number of what an experiment means, its funnel included.
   *
   * @param time from 1, likewise
   */
  static long of(Experiment experiment, int time) {
    DefinitionNumber definition = new DefinitionNumber();
    definition.add(experiment);
    if (time > 1) {
      definition.add("time " + time);
    }
    return definition.number();
  }

  /**
   * The number of what a report means.
   *
   * @param time from 1, likewise
   */
  static long of(Report report, int time) {
    DefinitionNumber definition = new DefinitionNumber();
    definition.add("report " + report.kind());
    report.frame().means(definition);
    report.means(definition);
    if (time > 1) {
      definition.add("time " + time);
    }
    return definition.number();
  }

  /** The number of what an alert means. */
  static long of(Alert alert) {
    DefinitionNumber definition = new DefinitionNumber();
    definition.add("alert " + alert.id());
    if (alert instanceof PatternAlert pattern) {
      definition.add(pattern);
    } else if (alert instanceof CohortAlert ofFunnel) {
      definition.add(ofFunnel);
    }
    return definition.number();
  }

  private void add(PatternAlert alert) {
    for (PatternAlert.Element element : alert.elements()) {
      add(element.absent() ? "not" : "times " + element.times());
      add(element.accepts());
      add("within " + element.within().millis());
    }
    add("within " + alert.within().millis());
    add("cooldown " + alert.cooldown());
    add(alert.unit());
  }

  private void add(CohortAlert alert) {
    add("funnel " + alert.funnel());
    add("step " + alert.step());
    add("within " + alert.within().millis());
    add("cohorts " + alert.cohorts());
    add("alpha " + alert.alpha());
  }

  private void add(Experiment experiment) {
    add("experiment " + experiment.id());
    add(experiment.followed());
    add("variant " + experiment.variant());
    add("control " + experiment.control());
    for (Experiment.Variant variant : experiment.variants()) {
      add(variant.name());
      add("share " + variant.share());
    }
    add("from " + experiment.start() + " to " + experiment.end());
    add(experiment.exposure());
    add("metric " + experiment.metric());
    for (Experiment.Guard guard : experiment.guards()) {
      add("guard " + guard.step() + " by " + guard.margin());
    }
    add("alpha " + experiment.alpha());
    add("planned " + experiment.planned());
    add("least effect " + experiment.leastEffect());
  }

  void add(Funnel funnel) {
    add(funnel.id());
    for (Step step : funnel.steps()) {
      add(step.optional() ? "optional" : "step");
      add(step.fills());
    }
    add("within " + funnel.within().millis());
    add("cohort " + funnel.cohort().length() + " in " + funnel.zone().getId());
    funnel.breakdowns().forEach(property -> add("by " + property));
    add(funnel.unit());
    funnel.hold().forEach(property -> add("hold " + property));
    add(funnel.order().name());
    addSorted(funnel.ignore());
    for (Exclusion exclusion : funnel.exclusions()) {
      add("exclude " + exclusion.after() + " to " + exclusion.before());
      add(exclusion.ends());
    }
  }

  void add(Selector selector) {
    addSorted(selector.names());
    for (Filter filter : selector.filters()) {
      add(filter.property());
      add(filter.operator().name());
      filter.operands().forEach(operand -> add(operand.text()));
    }
  }

  private void addSorted(Set<String> names) {
    add("names " + names.size());
    new TreeSet<>(names).forEach(this::add);
  }

  void add(String part) {
    // The length keeps ("a", "bc") apart from ("ab", "c").
    text.append(part.length()).append(':').append(part);
  }

  /** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/. */
  private long number() {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
