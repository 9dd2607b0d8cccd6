package com.holdwall.runbook.markdown;

import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.SymptomId;
import java.util.Map;
import java.util.OptionalInt;

/** A Markdown document and the runbooks that were read from it. Immutable and thread-safe. */
public final class RunbookDocument {

  private final String text;
  private final RunbookCatalog catalog;
  private final Map<String, Integer> lines;

  RunbookDocument(String text, RunbookCatalog catalog, Map<String, Integer> lines) {
    this.text = text;
    this.catalog = catalog;
    this.lines = lines;
  }

  /**
   * Reads a document. Line ends may be LF or CRLF; headings, bullets and labels as people write
   * them; sections in any order; headings that are not known are left alone.
   *
   * @param source the document's name, for the problems
   * @param text the document; at most 1,048,576 characters, 10,000 lines and 16,384 characters a
   *     line
   * @param annotations what the document does not say
   * @return the document
   * @throws MarkdownException if it cannot be read, with all problems of one pass
   */
  public static RunbookDocument read(String source, String text, Annotations annotations) {
    return DocumentText.read(source, text, annotations);
  }

  /** {@return the runbooks} */
  public RunbookCatalog catalog() {
    return catalog;
  }

  /** {@return the document as Markdown: byte for byte what was read} */
  public String toMarkdown() {
    return text;
  }

  /**
   * Finds a runbook's heading.
   *
   * @param id the runbook
   * @return its line, from 1; empty if the document does not have it
   */
  public OptionalInt line(RunbookId id) {
    return line(id.toString());
  }

  /**
   * Finds a symptom.
   *
   * @param id the symptom
   * @return its line, from 1; empty if the document does not have it
   */
  public OptionalInt line(SymptomId id) {
    return line(id.toString());
  }

  /**
   * Finds a step or a prevention item.
   *
   * @param id the step
   * @return its line, from 1; empty if the document does not have it
   */
  public OptionalInt line(StepId id) {
    return line(id.toString());
  }

  private OptionalInt line(String id) {
    Integer line = lines.get(id);
    return line == null ? OptionalInt.empty() : OptionalInt.of(line);
  }
}
