package com.holdwall.runbook.markdown;

import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A Markdown document and the runbooks that were read from it. Immutable and thread-safe. */
public final class RunbookDocument {

  private final String source;
  private final String text;
  private final Annotations annotations;
  private final RunbookCatalog catalog;
  private final Places places;

  /** Where the parts stand, by which anchor a link reaches them, and what is worth a look. */
  record Places(SourceMap map, Map<Integer, String> anchors, List<MarkdownProblem> warnings) {

    Places {
      anchors = Map.copyOf(anchors);
      warnings = List.copyOf(warnings);
    }
  }

  RunbookDocument(
      String source, String text, Annotations annotations, RunbookCatalog catalog, Places places) {
    this.source = source;
    this.text = text;
    this.annotations = annotations;
    this.catalog = catalog;
    this.places = places;
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

  /**
   * Reads a document from its bytes, as a file has them.
   *
   * @param source the document's name, for the problems
   * @param utf8 the document in UTF-8, with or without a byte order mark; the limits are those of
   *     {@link #read(String, String, Annotations)}
   * @param annotations what the document does not say
   * @return the document
   * @throws MarkdownException if the bytes are not UTF-8, with the offset of the first such byte,
   *     or the text cannot be read
   */
  public static RunbookDocument read(String source, byte[] utf8, Annotations annotations) {
    return read(source, Utf8.decode(source, utf8), annotations);
  }

  /**
   * Writes a catalogue that was built in code as a document.
   *
   * @param catalog the catalogue
   * @return the document; reading it gives an equal catalogue
   * @throws IllegalArgumentException if Markdown cannot say it, such as a check whose request does
   *     not stand in the step's words as code
   */
  public static RunbookDocument of(RunbookCatalog catalog) {
    RunbookDocument written;
    try {
      written = read("catalogue", MarkdownWriter.write(catalog), new CatalogAnnotations(catalog));
    } catch (MarkdownException unsayable) {
      throw new IllegalArgumentException(
          "catalogue '" + catalog.title() + "' cannot be said in Markdown: " + unsayable,
          unsayable);
    }
    if (!written.catalog.equals(catalog)) {
      throw new IllegalArgumentException(
          "catalogue '"
              + catalog.title()
              + "' cannot be said in Markdown: "
              + CatalogDifference.between(catalog, written.catalog)
              + " would be read as something else");
    }
    return written;
  }

  /** {@return the runbooks} */
  public RunbookCatalog catalog() {
    return catalog;
  }

  /**
   * {@return what is worth a look and hinders nobody from reading, in the document's order, at most
   * 100: a table of contents that is stale, horizons out of order}
   */
  public List<MarkdownProblem> warnings() {
    return places.warnings();
  }

  /**
   * Finds the anchor that GitHub gives a runbook's heading, to link to it.
   *
   * @param id the runbook
   * @return the anchor, without the {@code #}; empty if the document does not have the runbook
   */
  public Optional<String> anchor(RunbookId id) {
    return places.map().place(id.toString()).map(place -> places.anchors().get(place.line()));
  }

  /** {@return the document as Markdown: byte for byte what was read, but for what was edited} */
  public String toMarkdown() {
    return text;
  }

  /**
   * Changes the words of a symptom and nothing else: its key, role and condition stay.
   *
   * @param id a symptom of the document
   * @param words the new words, one line of Markdown
   * @return the changed document; no other line differs
   * @throws IllegalArgumentException if the document has no such symptom, or the words are blank,
   *     more than one line, or would be read as something else
   */
  public RunbookDocument withWords(SymptomId id, String words) {
    Symptom before =
        catalog.symptom(id).orElseThrow(() -> new IllegalArgumentException(missing(id)));
    return edit(id.toString(), words, new RenamedSymptom(annotations, before, words));
  }

  /**
   * Changes the words of a step or a prevention item and nothing else.
   *
   * @param id a step or a prevention item of the document
   * @param words the new words, one line of Markdown
   * @return the changed document; no other line differs
   * @throws IllegalArgumentException if the document has no such item, or the words are blank, more
   *     than one line, or would be read as something else
   */
  public RunbookDocument withWords(StepId id, String words) {
    return edit(id.toString(), words, annotations);
  }

  private RunbookDocument edit(String id, String words, Annotations known) {
    SourceMap.Place place =
        places.map().place(id).orElseThrow(() -> new IllegalArgumentException(missing(id)));
    if (words.isBlank() || !words.equals(words.strip()) || words.lines().count() != 1) {
      throw new IllegalArgumentException(
          "words '" + words + "' must be one line that neither starts nor ends with a space");
    }
    int mark = text.startsWith("\uFEFF") ? 1 : 0;
    String edited =
        text.substring(0, place.from() + mark) + words + text.substring(place.to() + mark);
    RunbookDocument changed;
    try {
      changed = read(source, edited, known);
    } catch (MarkdownException refused) {
      throw new IllegalArgumentException(
          "words '" + words + "' cannot be read: " + refused, refused);
    }
    if (!Words.ofAll(changed.catalog).equals(Words.ofAll(catalog, id, words))) {
      throw new IllegalArgumentException("words '" + words + "' would be read as something else");
    }
    return changed;
  }

  private static String missing(Object id) {
    return "'" + id + "' must be a part of the document";
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
    return places
        .map()
        .place(id)
        .map(place -> OptionalInt.of(place.line()))
        .orElseGet(OptionalInt::empty);
  }
}
