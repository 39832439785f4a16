package dev.footfall.funnel;

import dev.footfall.funnel.Filter.Operand;
import dev.footfall.funnel.Filter.Operator;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import dev.footfall.yaml.YamlScalar;
import dev.footfall.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Reads {@code where}: for each property a plain value, which it must equal, or a mapping of one or
 * more operators.
 */
final class FilterReader {

  private static final List<String> OPERATORS =
      Arrays.stream(Operator.values()).map(FilterReader::nameOf).toList();

  private final Problems problems;

  FilterReader(Problems problems) {
    this.problems = problems;
  }

  List<Filter> read(YamlMapping where) {
    List<Filter> filters = new ArrayList<>();
    for (YamlMapping.Entry entry : where.entries()) {
      filters.addAll(filtersOn(entry.name(), entry.value()));
    }
    return filters;
  }

  private List<Filter> filtersOn(String property, YamlNode value) {
    if (value instanceof YamlScalar scalar) {
      return equality(property, scalar);
    }
    if (value instanceof YamlMapping operators) {
      return operators(property, operators);
    }
    problems.add(
        value.position(),
        "\"" + property + "\" is compared with a list",
        "write " + property + ": {in: [pro, team]}");
    return List.of();
  }

  private List<Filter> equality(String property, YamlScalar scalar) {
    if (scalar.isNothing()) {
      problems.add(
          scalar.position(),
          "\"" + property + "\" is compared with nothing",
          "write a value, or " + property + ": {exists: false}");
      return List.of();
    }
    return List.of(new Filter(property, Operator.EQ, List.of(Operand.of(scalar.text()))));
  }

  private List<Filter> operators(String property, YamlMapping operators) {
    if (operators.entries().isEmpty()) {
      problems.add(
          operators.position(),
          "\"" + property + "\" is compared with nothing",
          "write " + property + ": {gt: 0}");
    }
    List<Filter> filters = new ArrayList<>();
    for (YamlMapping.Entry entry : operators.entries()) {
      Optional<Filter> filter = filter(property, entry);
      filter.ifPresent(added -> refuseContradiction(filters, added, entry.key().position()));
      filter.ifPresent(filters::add);
    }
    return filters;
  }

  private void refuseContradiction(List<Filter> filters, Filter added, Position position) {
    for (Filter filter : filters) {
      if (filter.contradicts(added)) {
        problems.add(
            position,
            "no value of \""
                + added.property()
                + "\" can pass both "
                + nameOf(filter.operator())
                + " and "
                + nameOf(added.operator()),
            "leave one of them out");
        return;
      }
    }
  }

  private Optional<Filter> filter(String property, YamlMapping.Entry entry) {
    Optional<Operator> operator = operatorOf(property, entry.key());
    if (operator.isEmpty()) {
      return Optional.empty();
    }
    return operands(operator.get(), entry.value())
        .map(operands -> new Filter(property, operator.get(), operands));
  }

  private Optional<Operator> operatorOf(String property, YamlScalar key) {
    if (OPERATORS.contains(key.text())) {
      return Optional.of(Operator.valueOf(key.text().toUpperCase(Locale.ROOT)));
    }
    problems.add(
        key.position(),
        "unknown operator \"" + key.text() + "\" for \"" + property + "\"",
        Nearest.to(key.text(), OPERATORS)
            .map(near -> "write " + near)
            .orElse("write one of " + String.join(" ", OPERATORS)));
    return Optional.empty();
  }

  private Optional<List<Operand>> operands(Operator operator, YamlNode value) {
    return switch (operator) {
      case IN, NOT_IN -> list(operator, value);
      case EQ, NE, CONTAINS, NOT_CONTAINS -> one(operator, value, "pro").map(List::of);
      case GT, GTE, LT, LTE -> number(operator, value).map(List::of);
      case MATCHES -> regex(value).map(List::of);
      case EXISTS -> trueOrFalse(value).map(List::of);
    };
  }

  private Optional<List<Operand>> list(Operator operator, YamlNode value) {
    String instead = "write " + nameOf(operator) + ": [pro, team]";
    if (!(value instanceof YamlSequence list)) {
      problems.add(
          value.position(),
          "\"" + nameOf(operator) + "\" is " + value.kind() + " where a list is wanted",
          instead);
      return Optional.empty();
    }
    if (list.items().isEmpty()) {
      problems.add(list.position(), "\"" + nameOf(operator) + "\" lists nothing", instead);
      return Optional.empty();
    }
    List<Operand> operands = new ArrayList<>();
    for (YamlNode item : list.items()) {
      one(operator, item, "[pro, team]").ifPresent(operands::add);
    }
    return Optional.of(operands);
  }

  private Optional<Operand> one(Operator operator, YamlNode value, String example) {
    return scalar(operator, value, example).map(scalar -> Operand.of(scalar.text()));
  }

  private Optional<YamlScalar> scalar(Operator operator, YamlNode value, String example) {
    if (value instanceof YamlScalar scalar && !scalar.isNothing()) {
      return Optional.of(scalar);
    }
    problems.add(
        value.position(),
        "\"" + nameOf(operator) + "\" is " + value.kind() + " where a value is wanted",
        "write " + nameOf(operator) + ": " + example);
    return Optional.empty();
  }

  private Optional<Operand> number(Operator operator, YamlNode value) {
    Optional<YamlScalar> scalar = scalar(operator, value, "0");
    Optional<Operand> operand = scalar.map(given -> Operand.of(given.text()));
    if (operand.isPresent() && !operand.get().isNumber()) {
      problems.add(
          value.position(),
          "\""
              + operand.get().text()
              + "\" is no number, and \""
              + nameOf(operator)
              + "\" compares numbers",
          "write " + nameOf(operator) + ": 0, or eq for text");
      return Optional.empty();
    }
    return operand;
  }

  private Optional<Operand> regex(YamlNode value) {
    Optional<YamlScalar> scalar = scalar(Operator.MATCHES, value, "\"^/shop/\"");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Operand.regex(scalar.get().text()));
    } catch (PatternSyntaxException noRegex) {
      problems.add(
          value.position(),
          "\"" + scalar.get().text() + "\" is no regular expression: " + noRegex.getDescription(),
          "write matches: \"^/shop/\", or contains for plain text");
      return Optional.empty();
    }
  }

  private Optional<Operand> trueOrFalse(YamlNode value) {
    Optional<YamlScalar> scalar = scalar(Operator.EXISTS, value, "true");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(
          value.position(),
          "\"" + text + "\" is neither true nor false",
          "write exists: true or exists: false");
      return Optional.empty();
    }
    return Optional.of(Operand.of(text));
  }

  private static String nameOf(Operator operator) {
    return operator.name().toLowerCase(Locale.ROOT);
  }
}
