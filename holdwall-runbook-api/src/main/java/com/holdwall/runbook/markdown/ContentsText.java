package com.holdwall.runbook.markdown;

import com.holdwall.runbook.RunbookId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Holds a table of contents against the headings. A stale one is worth a warning, no refusal. */
final class ContentsText {

  private final Source source;

  ContentsText(Source source) {
    this.source = source;
  }

  /**
   * Checks both ways.
   *
   * @param contents the section with the table
   * @param anchors the anchors of all headings
   * @param runbooks where each runbook stands, and its anchor
   */
  void check(Outline contents, Collection<String> anchors, List<Entry> runbooks) {
    Set<String> headings = new HashSet<>(anchors);
    Set<String> named = new HashSet<>();
    for (Link link : links(contents)) {
      String target = link.getDestination();
      if (target.startsWith("#")) {
        named.add(target.substring(1));
        if (!headings.contains(target.substring(1))) {
          source.warning(link, "a link to '" + target + "'", "the anchor of a heading");
        }
      }
    }
    for (Entry runbook : runbooks) {
      if (!named.contains(runbook.anchor())) {
        source.warning(
            contents.heading(),
            "no link to runbook '" + runbook.id() + "'",
            "'#" + runbook.anchor() + "'");
      }
    }
  }

  /** A runbook and its heading's anchor. */
  record Entry(RunbookId id, String anchor) {}

  private static List<Link> links(Outline contents) {
    List<Link> links = new ArrayList<>();
    for (Node block : contents.blocks()) {
      block.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Link link) {
              links.add(link);
            }
          });
    }
    return links;
  }
}
