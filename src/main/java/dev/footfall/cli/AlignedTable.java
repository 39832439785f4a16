package dev.footfall.cli;

import java.io.PrintWriter;
import java.util.List;

/**
 * A table for a terminal. Columns that show nothing are left out.
 *
 * @param lines a header, then a line a row; a cell for each column
 * @param firstNumber the columns before this one are text and stand to the left
 */
record AlignedTable(List<List<String>> lines, int firstNumber) {

  void print(PrintWriter out) {
    int[] widths = new int[lines.get(0).size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = widest(column);
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder(" ");
      for (int column = 0; column < widths.length; column++) {
        if (widths[column] == 0) {
          continue;
        }
        String cell = line.get(column);
        String gap = " ".repeat(widths[column] - width(cell));
        text.append(' ').append(column < firstNumber ? cell + gap : gap + cell).append(' ');
      }
      out.println(text.toString().stripTrailing());
    }
  }

  /** How wide the column must be; 0 if it has nothing to show but its header. */
  private int widest(int column) {
    boolean empty = lines.stream().skip(1).allMatch(line -> line.get(column).isEmpty());
    return empty ? 0 : lines.stream().mapToInt(line -> width(line.get(column))).max().orElse(0);
  }

  /** Columns of a terminal: Chinese, Japanese and Korean take two each. */
  private static int width(String text) {
    return text.codePoints()
        .map(
            point ->
                Character.isIdeographic(point)
                        || (point >= 0x3000 && point <= 0x30FF)
                        || (point >= 0xAC00 && point <= 0xD7A3)
                        || (point >= 0xFF00 && point <= 0xFF60)
                    ? 2
                    : 1)
        .sum();
  }
}
