package dev.footfall.board;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins the page's modules into one script, those that are imported first: a browser then asks once
 * and not once a module.
 *
 * <p>Each module becomes a function that is called once and returns what it exports. It may import
 * {@code { names }}, {@code * as name} or nothing but the effect, and export a declaration or, at
 * its end, {@code { names }}; every other form is refused, so that none is joined wrongly.
 */
final class JoinedModules {

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:(\\{.+\\}|\\* as .+) from )?'(\\.[^']+)';$", Pattern.MULTILINE);

  private static final Pattern EXPORTED =
      Pattern.compile(
          "^export (?=(?:const|class|function|async function) ([\\w$]+))", Pattern.MULTILINE);

  private static final Pattern EXPORTED_NAMES = Pattern.compile("\\bexport ?\\{([^}]*)\\};?\\s*$");

  /** The last line may be a comment for tools that find sources; they are all here. */
  private static final Pattern PLACE_OF_SOURCES = Pattern.compile("//# sourceMappingURL=.*\\s*$");

  /** What begins a line so and is left over is of a form that is not known here. */
  private static final Pattern REST = Pattern.compile("^(?:import|export)\\b.*", Pattern.MULTILINE);

  private final UnaryOperator<String> textOf;
  private final StringBuilder script = new StringBuilder();
  private final Map<String, Boolean> isJoined = new LinkedHashMap<>();

  private JoinedModules(UnaryOperator<String> textOf) {
    this.textOf = textOf;
  }

  /**
   * The script that does what this module does.
   *
   * @param module its path, such as {@code board.js}
   * @param textOf the text of a module, by its path
   * @throws IllegalStateException if a module is written in a form that cannot be joined, or
   *     modules import each other
   */
  static String of(String module, UnaryOperator<String> textOf) {
    JoinedModules modules = new JoinedModules(textOf);
    modules.join(module);
    return modules.script.toString();
  }

  private void join(String module) {
    Boolean known = isJoined.putIfAbsent(module, false);
    if (known != null) {
      if (!known) {
        throw new IllegalStateException(
            "the modules of the page import each other, one of them is " + module);
      }
      return;
    }
    String text = PLACE_OF_SOURCES.matcher(textOf.apply(module)).replaceFirst("");
    List<String> exports = new ArrayList<>();
    String joinable = withExports(withImports(text, module), exports);
    Matcher rest = REST.matcher(joinable);
    if (rest.find()) {
      throw new IllegalStateException(
          "%s of the page has \"%s\", which cannot be joined; see JoinedModules for what can"
              .formatted(module, rest.group()));
    }
    script
        .append("// %s\nconst %s = (() => {\n".formatted(module, nameOf(module)))
        .append(joinable)
        .append("\nreturn { %s };\n})();\n".formatted(String.join(", ", exports)));
    isJoined.put(module, true);
  }

  private String withImports(String text, String module) {
    return IMPORT
        .matcher(text)
        .replaceAll(
            found -> {
              String path = resolve(module, found.group(2));
              join(path);
              String what = found.group(1);
              return Matcher.quoteReplacement(what == null ? "" : taken(what, nameOf(path)));
            });
  }

  /** {@code * as a} takes the module itself, {@code { a, b as c }} takes of it what it names. */
  private static String taken(String what, String module) {
    return what.startsWith("* as ")
        ? "const %s = %s;".formatted(what.substring("* as ".length()), module)
        : "const %s = %s;".formatted(what.replace(" as ", ": "), module);
  }

  private static String withExports(String text, List<String> exports) {
    EXPORTED.matcher(text).results().forEach(found -> exports.add(found.group(1)));
    return EXPORTED_NAMES
        .matcher(EXPORTED.matcher(text).replaceAll(""))
        .replaceFirst(
            found -> {
              for (String one : found.group(1).split(",", -1)) {
                String[] names = one.strip().split(" as ", -1);
                exports.add(names.length == 1 ? names[0] : names[1] + ": " + names[0]);
              }
              return "";
            });
  }

  private static String resolve(String module, String path) {
    return URI.create(module).resolve(path).toString();
  }

  /** No module has a name of this kind in itself. */
  private static String nameOf(String module) {
    return "$" + module.replaceFirst("\\.js$", "").replaceAll("\\W", "_");
  }
}
