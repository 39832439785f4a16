package dev.footfall.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in a person's words why a text is no YAML. */
final class SyntaxProblem {

  private SyntaxProblem() {}

  static Problem of(YamlEngineException noYaml, String file, String text) {
    if (noYaml instanceof MarkedYamlEngineException marked) {
      return ofMarked(marked, file);
    }
    if (noYaml instanceof ReaderException unprintable) {
      int index = text.offsetByCodePoints(0, unprintable.getPosition());
      return new Problem(
          positionAfter(text.substring(0, index), file),
          String.format("the character U+%04X cannot stand here", unprintable.getCodePoint()),
          "leave it out");
    }
    return new Problem(
        Position.startOf(file), "this is no YAML: " + noYaml.getMessage(), "write it as YAML");
  }

  private static Problem ofMarked(MarkedYamlEngineException marked, String file) {
    Position at = YamlTree.position(file, first(marked.getProblemMark(), marked.getContextMark()));
    if (marked instanceof ShallowComposer.TooDeep) {
      return new Problem(at, "this lies too deep inside other values", "write it flatter");
    }
    String what = marked.getProblem() == null ? "" : marked.getProblem();
    String context = marked.getContext() == null ? "" : marked.getContext();
    if (what.contains("TAB") || what.contains("'\\t'")) {
      return new Problem(at, "a tab stands where a line is indented", "write spaces");
    }
    if (what.contains("mapping values are not allowed")) {
      return new Problem(
          at,
          "a colon cannot stand here",
          "indent the line like its neighbours, or put text that holds a colon in quotes");
    }
    if (what.contains("undefined alias")) {
      return new Problem(
          at, "this alias names nothing above it", "put text that begins with * in quotes");
    }
    if (context.contains("quoted scalar")) {
      return new Problem(
          at,
          "the quote that opens at " + opening(marked, file) + " is not closed",
          "close it, or write \\\\ for a backslash in double quotes");
    }
    if (context.contains("flow sequence")) {
      return new Problem(
          at, "the list that opens at " + opening(marked, file) + " is broken", "write , or ]");
    }
    if (context.contains("flow mapping")) {
      return new Problem(
          at, "the mapping that opens at " + opening(marked, file) + " is broken", "write , or }");
    }
    if (context.contains("block")) {
      return new Problem(
          at,
          "this fits neither the lines above nor their indentation",
          "indent it like the lines it belongs to");
    }
    return new Problem(at, "this is no YAML: " + what, "write it as YAML, or put it in quotes");
  }

  private static Position opening(MarkedYamlEngineException marked, String file) {
    return YamlTree.position(file, marked.getContextMark());
  }

  private static Optional<Mark> first(Optional<Mark> one, Optional<Mark> other) {
    return one.isPresent() ? one : other;
  }

  /** The place right behind this beginning of a file. */
  static Position positionAfter(String beginning, String file) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < beginning.length(); i++) {
      if (beginning.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int column = beginning.codePointCount(lineStart, beginning.length()) + 1;
    return new Position(file, line, column);
  }
}
