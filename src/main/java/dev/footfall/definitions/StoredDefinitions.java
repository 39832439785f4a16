package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import java.util.List;

/** Reads a store of definitions once. */
public final class StoredDefinitions {

  private StoredDefinitions() {}

  /**
   * What a store holds.
   *
   * @throws InvalidDefinitions if it cannot be read, or holds nothing
   */
  public static List<Declaration.Text> read(DefinitionStore store) {
    Problems problems = new Problems();
    List<Declaration.Text> texts = read(store, problems);
    problems.throwIfAny();
    return texts;
  }

  /** What a store holds; nothing, and a problem, if it cannot be read. */
  public static List<Declaration.Text> read(DefinitionStore store, Problems problems) {
    Position place = Position.startOf(store.describe());
    try (DefinitionStore.Reader reader = store.open()) {
      List<Declaration.Text> texts = reader.read();
      if (texts.isEmpty()) {
        problems.add(place, "no definitions are there", "put at least one funnel there");
      }
      return texts;
    } catch (Exception unreadable) {
      problems.add(
          place,
          "definitions cannot be read: " + unreadable.getMessage(),
          "see that it is there and may be read");
      return List.of();
    }
  }

  /**
   * The funnels that are written there.
   *
   * @throws InvalidDefinitions with every problem, if there is any
   */
  public static List<Funnel> parse(List<Declaration.Text> texts, Use use) {
    return parseAll(texts, use).funnels();
  }

  /**
   * All that is written there.
   *
   * @throws InvalidDefinitions with every problem, if there is any
   */
  public static FunnelFile.Content parseAll(List<Declaration.Text> texts, Use use) {
    Problems problems = new Problems();
    FunnelFile.Content content = FunnelFile.parseAll(texts, use, problems);
    problems.throwIfAny();
    return content;
  }
}
