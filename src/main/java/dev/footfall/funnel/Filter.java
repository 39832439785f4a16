package dev.footfall.funnel;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntPredicate;
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
public record Filter(String property, Operator operator, List<Operand> operands)
    implements Serializable {

  private static final int MAX_NUMBER_LENGTH = 64;

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

  /**
   * What a property is compared with, read once.
   *
   * @param text as declared
   * @param number its value, if the text is a number
   * @param regex its meaning, if it is a regular expression
   */
  public record Operand(String text, @Nullable BigDecimal number, @Nullable Regex regex)
      implements Serializable {

    public static Operand of(String text) {
      return new Operand(text, numberOf(text), null);
    }

    /**
     * A regular expression, found anywhere in the property.
     *
     * @throws java.util.regex.PatternSyntaxException if it is none
     */
    public static Operand regex(String regex) {
      return new Operand(regex, null, new Regex(regex));
    }

    /** Whether the text is a number: the only kind that has an order. */
    public boolean isNumber() {
      return number != null;
    }

    private boolean equalsNumber(@Nullable BigDecimal other) {
      return number != null && other != null && number.compareTo(other) == 0;
    }

    private boolean isFoundIn(String value) {
      return regex != null && regex.isFoundIn(value);
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
      case MATCHES -> value != null && operand().isFoundIn(value);
      case EXISTS -> (value != null) == operand().text().equals("true");
    };
  }

  /**
   * Whether it is certain that no value passes both. False also where it cannot be told, as for two
   * regular expressions.
   */
  public boolean contradicts(Filter other) {
    return property.equals(other.property) && (rulesOut(other) || other.rulesOut(this));
  }

  private boolean rulesOut(Filter other) {
    return switch (operator) {
      case EQ, IN -> operands.stream().allMatch(other::refusesAllEqualTo);
      case GT, GTE -> other.endsBefore(this);
      case CONTAINS ->
          other.operator == Operator.NOT_CONTAINS
              && operand().text().contains(other.operand().text());
      case NE, NOT_IN, LT, LTE, NOT_CONTAINS, MATCHES -> false;
      case EXISTS -> operand().text().equals("false") && !other.accepts(null);
    };
  }

  /** Whether no value that equals this one passes. */
  private boolean refusesAllEqualTo(Operand value) {
    // A number can be written in many ways, and text is searched as written.
    boolean cannotTell = value.isNumber() && searchesText();
    return !cannotTell && !accepts(value.text());
  }

  private boolean searchesText() {
    return switch (operator) {
      case CONTAINS, NOT_CONTAINS, MATCHES -> true;
      case EQ, NE, IN, NOT_IN, GT, GTE, LT, LTE, EXISTS -> false;
    };
  }

  /** Whether this is an upper limit that lies below the other, a lower one. */
  private boolean endsBefore(Filter lower) {
    BigDecimal highest = operand().number();
    BigDecimal lowest = lower.operand().number();
    if ((operator != Operator.LT && operator != Operator.LTE)
        || highest == null
        || lowest == null) {
      return false;
    }
    boolean bothIncluded = operator == Operator.LTE && lower.operator == Operator.GTE;
    return highest.compareTo(lowest) < (bothIncluded ? 0 : 1);
  }

  private Operand operand() {
    return operands.get(0);
  }

  private boolean equalsAny(String value) {
    for (Operand operand : operands) {
      if (operand.text().equals(value)) {
        return true;
      }
    }
    return equalsAnyNumber(value);
  }

  private boolean equalsAnyNumber(String value) {
    BigDecimal number = null;
    for (Operand operand : operands) {
      if (operand.isNumber()) {
        // Read at most once, and only where a number is asked for.
        number = number == null ? numberOf(value) : number;
        if (number == null) {
          return false;
        }
        if (operand.equalsNumber(number)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean compares(String value, IntPredicate wanted) {
    BigDecimal left = numberOf(value);
    BigDecimal right = operand().number();
    return left != null && right != null && wanted.test(left.compareTo(right));
  }

  private static @Nullable BigDecimal numberOf(String text) {
    if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH || !looksNumeric(text.charAt(0))) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static boolean looksNumeric(char first) {
    return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  }
}
