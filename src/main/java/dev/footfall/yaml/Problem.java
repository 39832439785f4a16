package dev.footfall.yaml;

/**
 * One thing that is wrong in a file that a person wrote.
 *
 * @param position where
 * @param what is wrong, in the words of the file
 * @param instead what to write instead
 */
public record Problem(Position position, String what, String instead) {

  /** {@code file:line:column: what is wrong; what to write instead}. */
  @Override
  public String toString() {
    return position + ": " + what + "; " + instead;
  }
}
