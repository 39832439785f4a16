package dev.footfall.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Refuses lists and mappings that lie deeper in each other than a person would write: composing is
 * recursive, and a file of brackets must not exhaust the stack.
 */
final class ShallowComposer extends Composer {

  private static final int MAX_DEPTH = 50;

  private int depth;

  ShallowComposer(LoadSettings settings, String text) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
  }

  @Override
  protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
    descend();
    SequenceNode node = super.composeSequenceNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected Node composeMappingNode(Optional<Anchor> anchor) {
    descend();
    Node node = super.composeMappingNode(anchor);
    depth--;
    return node;
  }

  private void descend() {
    if (depth == MAX_DEPTH) {
      throw new TooDeep(parser.peekEvent().getStartMark());
    }
    depth++;
  }

  /** Lists and mappings lie too deep in each other. */
  static final class TooDeep extends MarkedYamlEngineException {

    private static final long serialVersionUID = 1L;

    TooDeep(Optional<Mark> place) {
      super("too deep", place, "too deep", place);
    }
  }
}
