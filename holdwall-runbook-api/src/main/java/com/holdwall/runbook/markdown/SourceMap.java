package com.holdwall.runbook.markdown;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/** Where each part stands, by its identity as text. */
final class SourceMap {

  /**
   * The place of a part.
   *
   * @param line the line it starts on, from 1
   * @param from the index of its text's first character
   * @param to the index after its text's last character
   */
  record Place(int line, int from, int to) {}

  private final String text;
  private final Map<String, Place> places = new LinkedHashMap<>();

  SourceMap(String text) {
    this.text = text;
  }

  /** Notes a block whose text ends with the part's words; a label may stand before them. */
  void put(String id, Node block, String words) {
    var spans = block.getSourceSpans();
    SourceSpan first = spans.get(0);
    SourceSpan last = spans.get(spans.size() - 1);
    int to = last.getInputIndex() + last.getLength();
    while (to > last.getInputIndex() && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    int from = spans.size() == 1 ? to - words.length() : first.getInputIndex();
    places.put(id, new Place(Source.line(block), Math.max(from, first.getInputIndex()), to));
  }

  Optional<Place> place(String id) {
    return Optional.ofNullable(places.get(id));
  }
}
