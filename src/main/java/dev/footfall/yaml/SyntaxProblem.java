package dev.footfall.yaml;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says in a person's words why a text is no YAML. */
final class SyntaxProblem {

  /**
   * What the library's complaint means to whoever wrote the file.
   *
   * @param words found in the complaint
   * @param what is wrong; may name the place where the broken value begins
   */
  private record Meaning(String words, String what, String instead) {}

  /** The first that fits counts: what a complaint is about comes before what it was found in. */
  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning("TAB", "a tab stands where a line is indented", "write spaces"),
          new Meaning(
              "mapping values are not allowed",
              "a colon cannot stand here",
              "indent the line like its neighbours, or put text that holds a colon in quotes"),
          new Meaning(
              "undefined alias",
              "this alias names nothing above it",
              "put text that begins with * in quotes"),
          new Meaning(
              "unknown escape character",
              "a backslash in double quotes must escape something",
              "write \\\\, or use single quotes"),
          new Meaning(
              "cannot start any token",
              "text cannot begin with this character",
              "put it in quotes"),
          new Meaning(
              "'<stream end>'", "the file ends before this is complete", "close it with ] or }"),
          new Meaning("expected the node content", "a value is missing here", "write one"),
          new Meaning("quoted scalar", "the quote that opens at %s is not closed", "close it"),
          new Meaning("flow sequence", "the list that opens at %s is broken", "write , or ]"),
          new Meaning("flow mapping", "the mapping that opens at %s is broken", "write , or }"),
          new Meaning(
              "block",
              "this fits neither the lines above nor their indentation",
              "indent it like the lines it belongs to"));

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
    Position opening = YamlTree.position(file, marked.getContextMark());
    String complaint = marked.getContext() + " " + marked.getProblem();
    for (Meaning meaning : MEANINGS) {
      if (complaint.contains(meaning.words())) {
        return new Problem(at, meaning.what().formatted(opening), meaning.instead());
      }
    }
    return new Problem(
        at, "this is no YAML: " + marked.getProblem(), "write it as YAML, or put it in quotes");
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
