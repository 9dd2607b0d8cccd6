package com.holdwall.runbook.markdown;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where each part stands: its identity as text, and the line it starts on. */
final class SourceMap {

  private final Map<String, Integer> lines = new LinkedHashMap<>();

  void put(String id, int line) {
    lines.put(id, line);
  }

  Map<String, Integer> lines() {
    return Map.copyOf(lines);
  }
}
