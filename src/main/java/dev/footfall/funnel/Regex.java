package dev.footfall.funnel;

import java.io.Serializable;
import java.util.regex.Pattern;

/** A regular expression that equals every other of the same text, so that funnels compare. */
public final class Regex implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Pattern pattern;

  /**
   * @throws java.util.regex.PatternSyntaxException if the text is no regular expression
   */
  public Regex(String text) {
    this.pattern = Pattern.compile(text);
  }

  /** Whether it is found anywhere in the text. */
  public boolean isFoundIn(String text) {
    return pattern.matcher(text).find();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regex regex && regex.pattern.pattern().equals(pattern.pattern());
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
