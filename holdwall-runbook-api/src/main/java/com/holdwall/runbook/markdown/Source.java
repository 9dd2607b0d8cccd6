package com.holdwall.runbook.markdown;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/** The document's text, its name, and what was found wrong in it. Used by one thread. */
final class Source {

  /** More problems than this help nobody. */
  private static final int MOST_PROBLEMS = 100;

  private final String name;
  private final String text;
  private final List<MarkdownProblem> problems = new ArrayList<>();
  private final List<MarkdownProblem> warnings = new ArrayList<>();

  Source(String name, String text) {
    this.name = name;
    this.text = text;
  }

  String text() {
    return text;
  }

  /** From 1; 1 for a node without a place. */
  static int line(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? 1 : spans.get(0).getLineIndex() + 1;
  }

  private static int column(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? 1 : spans.get(0).getColumnIndex() + 1;
  }

  /** The Markdown that a block was read from: its lines without their indentation, joined. */
  String slice(Node node) {
    List<String> lines = new ArrayList<>();
    for (SourceSpan span : node.getSourceSpans()) {
      int from = span.getInputIndex();
      lines.add(text.substring(from, from + span.getLength()).strip());
    }
    return String.join("\n", lines).strip();
  }

  void problem(Node at, String found, String expected) {
    problem(line(at), column(at), found, expected);
  }

  void problem(int line, int column, String found, String expected) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new MarkdownProblem(name, line, column, found, expected));
    }
  }

  /** Notes what is worth a look and hinders nobody from reading. */
  void warning(Node at, String found, String expected) {
    if (warnings.size() < MOST_PROBLEMS) {
      warnings.add(new MarkdownProblem(name, line(at), column(at), found, expected));
    }
  }

  List<MarkdownProblem> warnings() {
    return sorted(warnings);
  }

  private static List<MarkdownProblem> sorted(List<MarkdownProblem> found) {
    return found.stream()
        .sorted(
            Comparator.comparingInt(MarkdownProblem::line)
                .thenComparingInt(MarkdownProblem::column))
        .toList();
  }

  boolean hasProblems() {
    return !problems.isEmpty();
  }

  void throwProblems() {
    if (hasProblems()) {
      throw new MarkdownException(sorted(problems));
    }
  }
}
