package com.holdwall.runbook.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/**
 * A heading with what stands below it: a flat list of blocks becomes a tree of sections.
 *
 * @param heading the heading
 * @param title its text, as Markdown
 * @param blocks the blocks before the first section
 * @param sections the sections of the next level that is used
 */
record Outline(Heading heading, String title, List<Node> blocks, List<Outline> sections) {

  /** The sections of one level, each with everything up to the next heading of its level. */
  static List<Outline> of(Source source, List<Node> nodes, int level) {
    List<Outline> outlines = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (level(nodes.get(i)) == level) {
        int end = i + 1;
        while (end < nodes.size() && level(nodes.get(end)) > level) {
          end++;
        }
        outlines.add(outline(source, (Heading) nodes.get(i), nodes.subList(i + 1, end)));
        i = end - 1;
      }
    }
    return outlines;
  }

  private static Outline outline(Source source, Heading heading, List<Node> below) {
    int first = 0;
    while (first < below.size() && !(below.get(first) instanceof Heading)) {
      first++;
    }
    String title = title(source, heading);
    return new Outline(
        heading,
        title,
        List.copyOf(below.subList(0, first)),
        of(source, below.subList(first, below.size()), heading.getLevel() + 1));
  }

  /** The text of a heading, without its hashes or its underline. */
  static String title(Source source, Heading heading) {
    List<SourceSpan> spans =
        children(heading).stream().flatMap(child -> child.getSourceSpans().stream()).toList();
    if (spans.isEmpty()) {
      return "";
    }
    SourceSpan last = spans.get(spans.size() - 1);
    int end = last.getInputIndex() + last.getLength();
    return source.text().substring(spans.get(0).getInputIndex(), end).strip();
  }

  /** 7, deeper than any heading, for everything else. */
  private static int level(Node node) {
    return node instanceof Heading heading ? heading.getLevel() : 7;
  }

  static List<Node> children(Node node) {
    List<Node> children = new ArrayList<>();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      children.add(child);
    }
    return children;
  }

  Optional<Outline> section(String name) {
    return sections.stream().filter(section -> section.title.equalsIgnoreCase(name)).findFirst();
  }
}
