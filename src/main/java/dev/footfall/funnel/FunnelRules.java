package dev.footfall.funnel;

import dev.footfall.funnel.Funnel.Order;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlScalar;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the parts of a funnel must be to each other; one method a rule. */
final class FunnelRules {

  private static final int MOST_STEPS = 50;

  private final FunnelDraft funnel;
  private final Problems problems;

  private FunnelRules(FunnelDraft funnel, Problems problems) {
    this.funnel = funnel;
    this.problems = problems;
  }

  static void check(FunnelDraft funnel, Problems problems) {
    FunnelRules rules = new FunnelRules(funnel, problems);
    rules.requireFewSteps();
    rules.requireDistinctStepNames();
    rules.requireFirstStep();
    rules.allowOptionalStepsOnlyInOrder();
    rules.requireOptionalStepsThatCanBeTaken();
    rules.requireExclusionsThatAreNoStep();
    rules.allowIgnoredEventsOnlyIfStrict();
    rules.requireIgnoredEventsThatAreNotExcluded();
    rules.requireHeldPropertiesBesideTheUnit();
  }

  private void requireFewSteps() {
    if (funnel.steps().size() > MOST_STEPS) {
      problems.add(
          funnel.steps().get(MOST_STEPS).position(),
          "a funnel has at most " + MOST_STEPS + " steps, and this is one more",
          "leave steps out, or write two funnels");
    }
  }

  private void requireDistinctStepNames() {
    Map<String, Position> declared = new HashMap<>();
    for (StepReader.Placed step : funnel.steps()) {
      Position first = declared.putIfAbsent(step.name(), step.position());
      if (first != null && step.isNamed()) {
        problems.add(
            step.position(),
            "step \"" + step.name() + "\" is already declared at " + first,
            "give this one another name, as in {name: "
                + step.name()
                + " again, event: "
                + step.name()
                + "}");
      }
    }
  }

  private void requireFirstStep() {
    if (!funnel.steps().isEmpty() && funnel.steps().get(0).step().optional()) {
      problems.add(
          funnel.steps().get(0).position(),
          "the first step is optional, but it is the entry",
          "leave \"optional\" out");
    }
  }

  private void allowOptionalStepsOnlyInOrder() {
    if (funnel.order() == Order.IN_ORDER) {
      return;
    }
    for (StepReader.Placed step : funnel.steps()) {
      if (step.step().optional()) {
        problems.add(
            step.position(),
            "only a funnel with \"order: in_order\" can have optional steps",
            "leave \"optional\" out, or write order: in_order");
      }
    }
  }

  /** An event that fits both an optional and the next required step fills the required one. */
  private void requireOptionalStepsThatCanBeTaken() {
    for (int i = 0; i < funnel.steps().size(); i++) {
      StepReader.Placed step = funnel.steps().get(i);
      Optional<StepReader.Placed> next = nextRequiredAfter(i);
      if (step.step().optional()
          && next.isPresent()
          && next.get().sound()
          && next.get().step().fills().equals(step.step().fills())) {
        problems.add(
            step.position(),
            "optional step \""
                + step.name()
                + "\" can never be taken: its events fill \""
                + next.get().name()
                + "\"",
            "leave it out, or tell them apart with a filter");
      }
    }
  }

  private Optional<StepReader.Placed> nextRequiredAfter(int index) {
    return funnel.steps().stream()
        .skip(index + 1L)
        .filter(step -> !step.step().optional())
        .findFirst();
  }

  private void requireExclusionsThatAreNoStep() {
    for (ExclusionReader.Placed exclusion : funnel.exclusions()) {
      Selector ends = exclusion.exclusion().ends();
      Optional<StepReader.Placed> step =
          funnel.steps().stream()
              .filter(StepReader.Placed::sound)
              .filter(placed -> placed.step().fills().overlaps(ends))
              .findFirst();
      step.ifPresent(
          filled ->
              problems.add(
                  exclusion.position(),
                  "the excluded event can itself fill step \"" + filled.name() + "\"",
                  "exclude another event, or tell them apart with a filter on the same property"
                      + " in both"));
    }
  }

  private void allowIgnoredEventsOnlyIfStrict() {
    if (funnel.ignores() && funnel.order() != Order.STRICT) {
      problems.add(
          funnel.ignorePosition(),
          "\"ignore\" means nothing unless the order is strict",
          "write order: strict, or leave \"ignore\" out");
    }
  }

  private void requireIgnoredEventsThatAreNotExcluded() {
    for (YamlScalar ignored : funnel.ignored()) {
      if (ignored.text().equals("*")) {
        problems.add(
            ignored.position(),
            "a strict funnel that ignores every event is not strict",
            "write order: in_order, and leave \"ignore\" out");
      }
      for (ExclusionReader.Placed exclusion : funnel.exclusions()) {
        Selector ends = exclusion.exclusion().ends();
        if (ends.filters().isEmpty() && ends.acceptsName(ignored.text())) {
          problems.add(
              ignored.position(),
              "\"" + ignored.text() + "\" is ignored here and excluded at " + exclusion.position(),
              "leave it out of one of them");
        }
      }
    }
  }

  private void requireHeldPropertiesBesideTheUnit() {
    for (YamlScalar held : funnel.held()) {
      if (held.text().equals(funnel.unit())) {
        problems.add(
            held.position(),
            "\"" + held.text() + "\" is the unit, which every run holds already",
            "leave it out of \"hold\"");
      }
    }
  }
}
