package com.holdwall.runbook.markdown;

import java.util.List;
import java.util.stream.Collectors;

/** A document cannot be read as runbooks. It holds all problems of one pass, in their order. */
public final class MarkdownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Not serialized: the message has them too. */
  private final transient List<MarkdownProblem> problems;

  MarkdownException(List<MarkdownProblem> problems) {
    super(problems.stream().map(MarkdownProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** {@return the problems, in the order of the document; at most 100} */
  public List<MarkdownProblem> problems() {
    return problems == null ? List.of() : problems;
  }
}
