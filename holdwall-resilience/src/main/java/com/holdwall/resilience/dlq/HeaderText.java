package com.holdwall.resilience.dlq;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers as text by name; the last of a name wins. Immutable. */
final class HeaderText {

  private final Map<String, String> texts;

  private HeaderText(Map<String, String> texts) {
    this.texts = texts;
  }

  static HeaderText of(List<RawHeader> headers, String prefix) {
    Map<String, String> texts = new HashMap<>();
    for (RawHeader header : headers) {
      String text = header.name().startsWith(prefix) ? header.text() : null;
      if (text != null) {
        texts.put(header.name(), text);
      }
    }
    return new HeaderText(texts);
  }

  @Nullable String get(String name) {
    return texts.get(name);
  }

  String required(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("header " + name + " is absent");
    }
    return text;
  }
}
