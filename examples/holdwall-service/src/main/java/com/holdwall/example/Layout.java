package com.holdwall.example;

import java.util.ArrayList;
import java.util.List;

/** Text in columns, no wider than a terminal. Stateless. */
final class Layout {

  /** What fits beside another window. */
  static final int WIDTH = 110;

  static final int LABEL = 22;

  private Layout() {}

  static String rule() {
    return "-".repeat(WIDTH);
  }

  /** A label, and text that goes on under itself where it does not fit into one line. */
  static String labelled(String label, String text) {
    StringBuilder out = new StringBuilder();
    String head = label;
    for (String line : wrap(text, WIDTH - LABEL)) {
      out.append(String.format("%-" + LABEL + "s", head)).append(line).append('\n');
      head = "";
    }
    return out.toString();
  }

  /** Breaks at spaces; a word that is longer than a line stays whole, to be copied. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A table with a head, each column as wide as its widest cell; numbers to the right. */
  static String table(List<String> head, List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < head.size(); column++) {
      int at = column;
      widths.add(
          Math.max(
              head.get(at).length(),
              rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0)));
    }
    StringBuilder out = new StringBuilder();
    row(out, head, widths);
    row(out, widths.stream().map("-"::repeat).toList(), widths);
    rows.forEach(row -> row(out, row, widths));
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String space = " ".repeat(widths.get(column) - cell.length());
      boolean number =
          !cell.isEmpty() && cell.chars().allMatch(c -> Character.isDigit(c) || c == ',');
      line.append(column == 0 ? "" : "  ").append(number ? space + cell : cell + space);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
