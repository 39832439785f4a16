package dev.footfall.funnel;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one property of an event.
 *
 * <p>Text and number compare as a person would expect: two texts that are both numbers are equal
 * when the numbers are ({@code "5"} equals {@code 5.0}); an order ({@code gt gte lt lte}) on text
 * that is no number is false. An absent property passes only {@code ne}, {@code not_in}, {@code
 * not_contains} and {@code exists: false}.
 *
 * @param property the property's name
 * @param operator what is asked
 * @param operands what it is compared with; one, but for {@code in} and {@code not_in}
 */
public record Filter(String property, Operator operator, List<Operand> operands) {

  /** What a filter asks of a property. */
  public enum Operator {
    EQ,
    NE,
    IN,
    NOT_IN,
    GT,
    GTE,
    LT,
    LTE,
    CONTAINS,
    NOT_CONTAINS,
    MATCHES,
    EXISTS
  }

  /** What a property is compared with, read once. */
  public record Operand(String text, Optional<BigDecimal> number, Optional<Pattern> pattern) {

    public static Operand of(String text) {
      return new Operand(text, numberOf(text), Optional.empty());
    }

    /**
     * A regular expression, found anywhere in the property.
     *
     * @throws java.util.regex.PatternSyntaxException if it is none
     */
    public static Operand regex(String regex) {
      return new Operand(regex, Optional.empty(), Optional.of(Pattern.compile(regex)));
    }
  }

  public Filter {
    operands = List.copyOf(operands);
  }

  /** Whether the property's value passes; null is an absent property. */
  public boolean accepts(@Nullable String value) {
    return switch (operator) {
      case EQ, IN -> value != null && equalsAny(value);
      case NE, NOT_IN -> value == null || !equalsAny(value);
      case GT -> value != null && compares(value, sign -> sign > 0);
      case GTE -> value != null && compares(value, sign -> sign >= 0);
      case LT -> value != null && compares(value, sign -> sign < 0);
      case LTE -> value != null && compares(value, sign -> sign <= 0);
      case CONTAINS -> value != null && value.contains(operand().text());
      case NOT_CONTAINS -> value == null || !value.contains(operand().text());
      case MATCHES -> value != null && operand().pattern().orElseThrow().matcher(value).find();
      case EXISTS -> (value != null) == operand().text().equals("true");
    };
  }

  private Operand operand() {
    return operands.get(0);
  }

  private boolean equalsAny(String value) {
    Optional<BigDecimal> number = Optional.empty();
    for (Operand operand : operands) {
      if (operand.text().equals(value)) {
        return true;
      }
      if (operand.number().isPresent()) {
        number = number.isPresent() ? number : numberOf(value);
        if (number.isPresent() && number.get().compareTo(operand.number().get()) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean compares(String value, java.util.function.IntPredicate wanted) {
    Optional<BigDecimal> left = numberOf(value);
    Optional<BigDecimal> right = operand().number();
    return left.isPresent() && right.isPresent() && wanted.test(left.get().compareTo(right.get()));
  }

  private static Optional<BigDecimal> numberOf(String text) {
    if (text.isEmpty() || text.length() > 64 || !looksNumeric(text.charAt(0))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static boolean looksNumeric(char first) {
    return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  }
}
