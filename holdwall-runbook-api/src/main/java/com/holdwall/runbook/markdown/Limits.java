package com.holdwall.runbook.markdown;

/** How much is read: a runbook is written by people, and whatever is longer is not one. */
final class Limits {

  static final int CHARACTERS = 1 << 20;
  static final int LINES = 10_000;
  static final int LINE_CHARACTERS = 16 << 10;

  private Limits() {}

  static void check(Source source) {
    String text = source.text();
    if (text.length() > CHARACTERS) {
      source.problem(1, 1, text.length() + " characters", "at most " + CHARACTERS);
      return;
    }
    int lines = 1;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) == 0) {
        source.problem(lines, i - start + 1, "the character NUL", "text");
      }
      if (i == text.length() || text.charAt(i) == '\n') {
        if (i - start > LINE_CHARACTERS) {
          source.problem(
              lines, 1, "a line of " + (i - start) + " characters", "at most " + LINE_CHARACTERS);
        }
        start = i + 1;
        lines += i < text.length() ? 1 : 0;
      }
    }
    if (lines > LINES) {
      source.problem(LINES + 1, 1, lines + " lines", "at most " + LINES);
    }
  }
}
