package dev.footfall.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells, printed so that their columns stand below each other. */
final class AlignedText {

  private final int firstNumber;
  private final List<List<String>> lines = new ArrayList<>();

  /**
   * @param firstNumber the columns before this one stand to the left, the others to the right
   */
  AlignedText(int firstNumber) {
    this.firstNumber = firstNumber;
  }

  /** Adds a line; the first is the header, and every line has as many cells. */
  void add(List<String> cells) {
    lines.add(cells);
  }

  /** Columns with nothing but a header are left out. */
  void print(PrintWriter out) {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (int column = 0; column < columns; column++) {
      widths[column] = widest(column);
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder(" ");
      for (int column = 0; column < columns; column++) {
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
