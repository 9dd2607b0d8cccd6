package com.holdwall.runbook.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;

/** How much is read: a runbook is written by people, and whatever is longer is not one. */
final class Limits {

  static final int CHARACTERS = 1 << 20;
  static final int LINES = 10_000;
  static final int LINE_CHARACTERS = 16 << 10;

  /** Of lists and quotes, one in another; a runbook needs 2. */
  static final int DEPTH = 8;

  /** A list takes two open blocks, itself and its item; the parser reads deeper ones as text. */
  static final int OPEN_BLOCKS = 4 * DEPTH;

  private Limits() {}

  /** One block on the way down. */
  private record Nested(Node node, int depth) {}

  static void checkDepth(Source source, Node document) {
    Deque<Nested> open = new ArrayDeque<>();
    open.push(new Nested(document, 0));
    while (!open.isEmpty()) {
      Nested one = open.pop();
      boolean deeper = one.node instanceof ListBlock || one.node instanceof BlockQuote;
      int depth = one.depth + (deeper ? 1 : 0);
      if (depth > DEPTH) {
        source.problem(one.node, "a list or quote " + depth + " levels deep", "at most " + DEPTH);
      } else {
        Outline.children(one.node).forEach(child -> open.push(new Nested(child, depth)));
      }
    }
  }

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
