package com.holdwall.runbook.markdown;

import java.util.ArrayList;
import java.util.List;

/** The commands in a fence: without prompts, comments and blank lines; continued lines joined. */
final class FenceText {

  private FenceText() {}

  static List<String> commands(String literal) {
    List<String> commands = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String raw : literal.lines().toList()) {
      String line = raw.strip();
      if (open.length() == 0) {
        line = line.startsWith("$ ") ? line.substring(2).strip() : line;
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
      }
      if (line.endsWith("\\")) {
        open.append(line, 0, line.length() - 1);
      } else {
        commands.add(open.append(line).toString());
        open.setLength(0);
      }
    }
    if (open.length() > 0) {
      commands.add(open.toString().strip());
    }
    return commands;
  }
}
