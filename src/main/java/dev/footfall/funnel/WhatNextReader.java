package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlScalar;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a report on what came next in a funnel. */
final class WhatNextReader extends ReportReader {

  private static final Key FUNNEL = new Key("funnel", "trial");
  private static final Key EVENT = new Key("event", "[help, search, error]");
  private static final Key LAST = new Key("last", "[page, error_code]");

  /** Stands where the funnel is wrong, which is said. */
  private static final Funnel NONE =
      new Funnel(
          "",
          "",
          List.of(new Step("", Selector.named(""), false)),
          Within.NONE,
          Cohort.ALL,
          List.of(),
          1,
          Funnel.USER,
          List.of(),
          Funnel.Order.IN_ORDER,
          Set.of(),
          List.of(),
          Funnel.Engine.AUTO,
          ZoneOffset.UTC);

  WhatNextReader(YamlMapping mapping, Surroundings around) {
    super(mapping, Report.Kind.NEXT, List.of(FUNNEL, EVENT, LAST), around);
  }

  @Override
  Report read(Report.Frame frame) {
    reader().require(FUNNEL);
    Funnel funnel = readFunnel();
    if (!frame.breakdown().isEmpty() && !funnel.breakdowns().contains(frame.breakdown())) {
      problems()
          .add(
              reader().positionOf(BREAKDOWN),
              "funnel \"" + funnel.id() + "\" has no breakdown \"" + frame.breakdown() + "\"",
              Nearest.to(frame.breakdown(), funnel.breakdowns())
                  .map(near -> "write " + near)
                  .orElse("name one of the funnel's, or add it there"));
    }
    return new WhatNext(
        new Report.Frame(
            frame.id(),
            frame.title(),
            funnel.unit(),
            funnel.cohort(),
            funnel.zone(),
            frame.breakdown(),
            frame.maxValues()),
        funnel,
        selector(EVENT),
        reader().texts(LAST).stream().map(YamlScalar::text).toList());
  }

  private Funnel readFunnel() {
    Optional<String> id = reader().text(FUNNEL);
    if (id.isEmpty()) {
      return NONE;
    }
    Optional<Funnel> funnel = around().funnels().get(id.get());
    if (funnel == null) {
      problems()
          .add(
              reader().positionOf(FUNNEL),
              "there is no funnel \"" + id.get() + "\"",
              Nearest.to(id.get(), around().funnels().keySet())
                  .map(near -> "write " + near)
                  .orElse("write the id of a funnel"));
      return NONE;
    }
    if (funnel.isEmpty()) {
      return NONE;
    }
    return funnel.get();
  }
}
