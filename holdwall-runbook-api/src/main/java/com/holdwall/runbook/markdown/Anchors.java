package com.holdwall.runbook.markdown;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/**
 * The anchors that GitHub gives the headings of a document: in lower case, without punctuation,
 * each space a hyphen; a second heading of the same words gets {@code -1}. An anchor differs from a
 * runbook's id where a title has punctuation between spaces, an underscore, or letters beyond
 * ASCII.
 */
final class Anchors {

  /** All but letters, marks, digits, connectors, hyphens and spaces. */
  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\- ]");

  private Anchors() {}

  /** By the heading's line, in the order of the document. */
  static Map<Integer, String> of(Source source, Node document) {
    Map<Integer, String> anchors = new TreeMap<>();
    Map<String, Integer> seen = new HashMap<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            String words = words(Outline.title(source, heading));
            int before = seen.merge(words, 1, Integer::sum) - 1;
            anchors.put(Source.line(heading), before == 0 ? words : words + "-" + before);
          }
        });
    return anchors;
  }

  private static String words(String title) {
    return PUNCTUATION.matcher(title.toLowerCase(Locale.ROOT)).replaceAll("").replace(' ', '-');
  }
}
