package com.holdwall.runbook.markdown;

/**
 * Something in a document that is not a runbook's form. Immutable.
 *
 * @param source the document's name, such as a path
 * @param line from 1
 * @param column from 1, in UTF-16 code units
 * @param found what stands there
 * @param expected what should
 */
public record MarkdownProblem(String source, int line, int column, String found, String expected) {

  /** {@return {@code source:line:column: found …, but expected …}} */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + ": found " + found + ", but expected " + expected;
  }
}
