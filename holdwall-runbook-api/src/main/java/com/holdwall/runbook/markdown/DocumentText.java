package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Reads a whole document: its title, its runbooks, and what they share. */
final class DocumentText {

  private static final Parser PARSER =
      Parser.builder()
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .maxOpenBlockParsers(Limits.OPEN_BLOCKS)
          .build();

  private final Source source;
  private final RunbookText runbooks;
  private final SourceMap map;
  private Map<Integer, String> anchors = Map.of();

  private DocumentText(Source source, Annotations annotations) {
    this.source = source;
    this.map = new SourceMap(source.text());
    this.runbooks = new RunbookText(source, annotations, map);
  }

  static RunbookDocument read(String name, String text, Annotations annotations) {
    boolean mark = text.startsWith("\uFEFF");
    Source source = new Source(name, mark ? text.substring(1) : text);
    Limits.check(source);
    source.throwProblems();
    DocumentText document = new DocumentText(source, annotations);
    RunbookCatalog catalog = document.catalog();
    return new RunbookDocument(
        name,
        text,
        annotations,
        catalog,
        new RunbookDocument.Places(document.map, document.anchors, source.warnings()));
  }

  private RunbookCatalog catalog() {
    Node document = PARSER.parse(source.text());
    Limits.checkDepth(source, document);
    source.throwProblems();
    anchors = Anchors.of(source, document);
    List<Node> blocks = Outline.children(document);
    List<Outline> titles = Outline.of(source, blocks, 1);
    if (titles.size() != 1) {
      source.problem(1, 1, titles.size() + " headings of level 1", "exactly 1, the title");
      source.throwProblems();
    }
    if (titles.get(0).title().isEmpty()) {
      source.problem(titles.get(0).heading(), "an empty title", "the document's title");
    }
    List<Outline> sections = titles.get(0).sections();
    List<Runbook> found = runbooks(sections);
    AppendixText appendix = new AppendixText(source);
    var steps = part(sections, "general").map(appendix::generalSteps).orElse(List.of());
    var contacts = part(sections, "contacts").map(appendix::contacts).orElse(List.of());
    var links = part(sections, "resources").map(appendix::links).orElse(List.of());
    source.throwProblems();
    part(sections, "contents").ifPresent(contents -> checkContents(contents, found));
    return new RunbookCatalog(titles.get(0).title(), found, steps, contacts, links);
  }

  private void checkContents(Outline contents, List<Runbook> found) {
    List<ContentsText.Entry> entries = new ArrayList<>();
    for (Runbook runbook : found) {
      map.place(runbook.id().toString())
          .map(place -> anchors.get(place.line()))
          .ifPresent(anchor -> entries.add(new ContentsText.Entry(runbook.id(), anchor)));
    }
    new ContentsText(source).check(contents, anchors.values(), entries);
  }

  private List<Runbook> runbooks(List<Outline> sections) {
    List<Runbook> found = new ArrayList<>();
    Map<RunbookId, Integer> lines = new HashMap<>();
    for (Outline section : sections) {
      if (!RunbookText.is(section)) {
        continue;
      }
      runbooks.read(section).ifPresent(runbook -> add(found, lines, section, runbook));
    }
    if (found.isEmpty() && !source.hasProblems()) {
      source.problem(
          1, 1, "no runbook", "a heading of level 2 with '### Symptoms' and the other sections");
    }
    return found;
  }

  private void add(
      List<Runbook> found, Map<RunbookId, Integer> lines, Outline section, Runbook runbook) {
    Integer before = lines.putIfAbsent(runbook.id(), Source.line(section.heading()));
    if (before == null) {
      found.add(runbook);
    } else {
      source.problem(
          section.heading(),
          "runbook '" + runbook.id() + "', which line " + before + " has too",
          "each runbook once");
    }
  }

  /** A section that is no runbook, by a word of its title. */
  private static java.util.Optional<Outline> part(List<Outline> sections, String word) {
    return sections.stream()
        .filter(section -> !RunbookText.is(section))
        .filter(section -> section.title().toLowerCase(Locale.ROOT).contains(word))
        .findFirst();
  }
}
