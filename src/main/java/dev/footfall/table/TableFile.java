package dev.footfall.table;

import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The declaration of one sink table.
 *
 * @param file where it stands
 * @param written as it stands there
 * @param values what each {@code ${NAME}} in it stands for; they may be secrets and are never
 *     printed
 */
record TableFile(String file, String written, Map<String, String> values) {

  private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private static final Pattern CREATE_TABLE =
      Pattern.compile(
          "(?is)(?:\\s++|--[^\\n]*\\n|/\\*.*?\\*/)*+create\\s+(?:temporary\\s+)?table\\b.*");

  /** Where a parser of SQL says that it stumbled. */
  private static final Pattern LINE_AND_COLUMN =
      Pattern.compile("at line ([0-9]+), column ([0-9]+)");

  /** Where a planner says which column it is about. */
  private static final Pattern COLUMN = Pattern.compile("(?i)column '?([a-z_]+)'?");

  /** A word of a message, with the path or address that it may be. */
  private static final Pattern WORD = Pattern.compile("[^\\s'\"]+");

  /** So many characters of a value betray it; Flink may show a value with others left out. */
  private static final int BETRAYING = 6;

  /** What Flink writes over the names of options that are not there, or should not be. */
  private static final Pattern OPTIONS =
      Pattern.compile("Missing required options are:|Unsupported options:");

  /** One option, in its quotes; or what is none and may look like it. */
  private static final Pattern OPTION_OR_COMMENT =
      Pattern.compile("--[^\\n]*|(?s:/\\*.*?\\*/)|'((?:[^']|'')*)'\\s*=\\s*'((?:[^']|'')*)'");

  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");

  TableFile {
    values = Map.copyOf(values);
  }

  /** Reads a declaration; a name that stands for nothing is a problem. */
  static TableFile of(String file, String written, Names names, Problems problems) {
    Map<String, String> values = new LinkedHashMap<>();
    Matcher matcher = NAME.matcher(written);
    while (matcher.find()) {
      String name = matcher.group(1);
      Optional<String> value = names.value(name);
      if (value.isEmpty()) {
        problems.add(
            positionAt(file, written, matcher.start()),
            names.whatIsWrongWith(name),
            names.whatToDoAbout(name));
      }
      value.ifPresent(known -> values.put(name, known));
    }
    return new TableFile(file, written, values);
  }

  /** Whether it is what it should be, and nothing that would do something else when it is run. */
  boolean createsTable() {
    return CREATE_TABLE.matcher(written).matches();
  }

  /** Whether it declares this table. */
  boolean creates(String table) {
    return createsTable()
        && Pattern.compile("(?is).*?table\\s+(?:if\\s+not\\s+exists\\s+)?`?" + table + "`?[\\s(].*")
            .matcher(withoutComments(statement()))
            .matches();
  }

  /**
   * What stands behind {@code WITH}, every {@code ${NAME}} replaced. There may be secrets in it.
   */
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    Matcher matcher = OPTION_OR_COMMENT.matcher(statement());
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        options.put(unquoted(matcher.group(1)), unquoted(matcher.group(2)));
      }
    }
    return options;
  }

  private static String unquoted(String text) {
    return text.replace("''", "'");
  }

  private static String withoutComments(String sql) {
    return COMMENT.matcher(sql).replaceAll(comment -> " ".repeat(comment.group().length()));
  }

  /** The statement to be run, with every {@code ${NAME}} replaced. It may hold secrets. */
  String statement() {
    String filled =
        NAME.matcher(written)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        values.getOrDefault(found.group(1), found.group()).replace("'", "''")));
    return filled.strip().replaceFirst(";$", "");
  }

  /** Where it begins. */
  Position start() {
    return Position.startOf(file);
  }

  /** Where this word first stands in it, comments aside; where it begins if it does not. */
  Position positionOf(String word) {
    Matcher matcher =
        Pattern.compile("(?i)\\b" + Pattern.quote(word) + "\\b").matcher(withoutComments(written));
    return matcher.find() ? positionAt(file, written, matcher.start()) : start();
  }

  private static Position positionAt(String file, String text, int index) {
    int line = 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    return new Position(file, line, index - text.lastIndexOf('\n', index - 1));
  }

  /** What Flink has to say against it, as far as it names the thing, and without secrets. */
  Problem problem(Throwable failure, String instead) {
    // The causes are terser from one to the next, and only the outer ones list all options.
    Throwable root =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .filter(cause -> cause.getMessage() != null)
            .reduce(failure, (outer, inner) -> inner);
    String said = gistOf(String.valueOf(root.getMessage()));
    return new Problem(positionIn(said), withoutValues(said).replaceFirst("[.\\s]+$", ""), instead);
  }

  /** Its first paragraph, and the names of options if it is about some. */
  private static String gistOf(String message) {
    String[] parts = message.split("\n\n|\nWas expecting", 4);
    return parts.length > 2 && OPTIONS.matcher(parts[1]).matches()
        ? parts[0].replaceFirst("\\.$", "") + ": " + parts[2].replace("\n", ", ")
        : parts[0];
  }

  private Position positionIn(String said) {
    Matcher place = LINE_AND_COLUMN.matcher(said);
    if (place.find()) {
      return new Position(file, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
    }
    return COLUMN
        .matcher(said)
        .results()
        .map(column -> positionOf(column.group(1)))
        .filter(position -> !position.equals(start()))
        .findFirst()
        .orElse(positionOf("with"));
  }

  private String withoutValues(String text) {
    return WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(shown(word.group())));
  }

  private String shown(String word) {
    return values.entrySet().stream()
        .filter(value -> betrays(word, value.getValue()))
        .map(value -> "${" + value.getKey() + "}")
        .findFirst()
        .orElse(word);
  }

  private static boolean betrays(String word, String value) {
    return IntStream.rangeClosed(0, value.length() - BETRAYING)
        .anyMatch(start -> word.contains(value.substring(start, start + BETRAYING)));
  }
}
