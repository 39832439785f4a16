package dev.footfall.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the YAML library's nodes into ours, once, so that no other class knows the library. */
final class YamlTree {

  /** Aliases can make a short file stand for billions of values. */
  static final int MAX_VALUES = 100_000;

  private final String file;
  private final Problems problems;
  private final Deque<Node> ancestors = new ArrayDeque<>();
  private int values;

  YamlTree(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  static YamlMapping nothing(String file) {
    return new YamlMapping(Position.startOf(file), List.of());
  }

  static Position position(String file, Optional<Mark> mark) {
    return mark.map(place -> new Position(file, place.getLine() + 1, place.getColumn() + 1))
        .orElseGet(() -> Position.startOf(file));
  }

  /** The same document as ours; empty if it is too large or goes in circles. */
  Optional<YamlNode> of(Node document) {
    if (document instanceof ScalarNode scalar && typeOf(scalar) == YamlScalar.Type.NOTHING) {
      return Optional.of(nothing(file));
    }
    return convert(document);
  }

  private Optional<YamlNode> convert(Node node) {
    values++;
    if (values > MAX_VALUES) {
      if (values == MAX_VALUES + 1) {
        problems.add(
            Position.startOf(file),
            "with its aliases the file stands for more than " + MAX_VALUES + " values",
            "use fewer aliases");
      }
      return Optional.empty();
    }
    if (ancestors.contains(node)) {
      problems.add(
          position(node), "this contains itself by an alias", "write out what it should hold");
      return Optional.empty();
    }
    ancestors.push(node);
    Optional<YamlNode> converted = convertByKind(node);
    ancestors.pop();
    return converted;
  }

  private Optional<YamlNode> convertByKind(Node node) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(mapping(mapping));
    }
    if (node instanceof SequenceNode sequence) {
      return Optional.of(sequence(sequence));
    }
    return Optional.of(scalar((ScalarNode) node));
  }

  private YamlMapping mapping(MappingNode node) {
    Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)
          || typeOf(keyNode) == YamlScalar.Type.NOTHING) {
        problems.add(position(tuple.getKeyNode()), "this is no key", "write a word as the key");
        continue;
      }
      YamlScalar key = scalar(keyNode);
      YamlMapping.Entry first = entries.get(key.text());
      if (first != null) {
        problems.add(
            key.position(),
            "key \"" + key.text() + "\" is already given at " + first.key().position(),
            "leave one of them out");
        continue;
      }
      convert(tuple.getValueNode())
          .ifPresent(value -> entries.put(key.text(), new YamlMapping.Entry(key, value)));
    }
    return new YamlMapping(position(node), List.copyOf(entries.values()));
  }

  private YamlSequence sequence(SequenceNode node) {
    List<YamlNode> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      convert(item).ifPresent(items::add);
    }
    return new YamlSequence(position(node), items);
  }

  private YamlScalar scalar(ScalarNode node) {
    return new YamlScalar(position(node), node.getValue(), typeOf(node));
  }

  private static YamlScalar.Type typeOf(ScalarNode node) {
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return YamlScalar.Type.NOTHING;
    }
    if (tag.equals(Tag.BOOL)) {
      return YamlScalar.Type.BOOLEAN;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
        ? YamlScalar.Type.NUMBER
        : YamlScalar.Type.TEXT;
  }

  private Position position(Node node) {
    return position(file, node.getStartMark());
  }
}
