package dev.footfall.funnel;

import dev.footfall.funnel.Funnel.Order;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.YamlScalar;
import java.util.List;

/**
 * The parts of a funnel that must fit each other, with their places.
 *
 * @param ignorePosition where the ignored names stand
 * @param ignores whether any are given, be it an empty list
 */
record FunnelDraft(
    List<StepReader.Placed> steps,
    Order order,
    List<ExclusionReader.Placed> exclusions,
    Position ignorePosition,
    boolean ignores,
    List<YamlScalar> ignored,
    String unit,
    List<YamlScalar> held) {}
