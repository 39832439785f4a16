package dev.footfall.yaml;

/**
 * One thing that is wrong in a file that a person wrote.
 *
 * @param position where
 * @param what is wrong, in the words of the file
 * @param instead what to write instead
 */
public record Problem(Position position, String what, String instead) {

  private static final int MAX_LENGTH = 400;

  public Problem {
    what = oneLine(what);
    instead = oneLine(instead);
  }

  /** A problem quotes what was written, which may hold lines of its own, or go on for pages. */
  private static String oneLine(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= MAX_LENGTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH / 2)) + "…";
  }

  /** {@code file:line:column: what is wrong; what to write instead}. */
  @Override
  public String toString() {
    return position + ": " + what + "; " + instead;
  }
}
