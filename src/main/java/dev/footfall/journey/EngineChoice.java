package dev.footfall.journey;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.journey.cep.PatternLimits;
import java.util.List;

/**
 * Which engine serves a funnel, and why.
 *
 * @param engine {@link Engine#TRACKER} or {@link Engine#CEP}
 * @param reason for people
 */
public record EngineChoice(Engine engine, String reason) {

  /**
   * The engine of a funnel: the one it asks for, else the step tracker, which can say everything
   * and costs less.
   */
  public static EngineChoice of(Funnel funnel) {
    return switch (funnel.engine()) {
      case AUTO -> new EngineChoice(Engine.TRACKER, "auto: it keeps only runs that can still win");
      case TRACKER -> new EngineChoice(Engine.TRACKER, "the definition asks for it");
      case CEP -> new EngineChoice(Engine.CEP, "the definition asks for it");
    };
  }

  /**
   * Why the engine that the funnel asks for cannot serve it, each reason a text; empty if it can.
   */
  public static List<String> obstacles(Funnel funnel) {
    return funnel.engine() == Engine.CEP ? PatternLimits.of(funnel) : List.of();
  }
}
