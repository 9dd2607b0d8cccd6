package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Check;
import com.holdwall.runbook.Safety;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.Code;
import org.commonmark.node.Node;

/** Makes a check of the code in a diagnosis step: an HTTP request, a command, or nothing to run. */
final class CheckText {

  private static final Set<String> HTTP_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** Programs that read; with the subcommands that do, where the program can also write. */
  private static final Set<String> READERS =
      Set.of("cat", "df", "du", "free", "grep", "head", "ls", "ps", "tail", "top", "uptime");

  private static final Set<String> KUBECTL_READERS =
      Set.of("describe", "explain", "get", "logs", "top", "version");

  private static final Pattern SHELL_WRITES = Pattern.compile("[;&><`$]");

  private final Source source;

  CheckText(Source source) {
    this.source = source;
  }

  /** The check of a step: its first piece of code that can be run. */
  Check of(Node paragraph) {
    for (Node child : Outline.children(paragraph)) {
      if (child instanceof Code code && code.getLiteral().strip().contains(" ")) {
        return check(code, code.getLiteral().strip());
      }
    }
    return new Check.ManualCheck();
  }

  private Check check(Code code, String text) {
    String method = text.substring(0, text.indexOf(' '));
    try {
      return HTTP_METHODS.contains(method)
          ? new Check.HttpCheck(method, text.substring(method.length()).strip())
          : new Check.CommandCheck(CommandText.parse(text, safety(text)));
    } catch (IllegalArgumentException refused) {
      source.problem(code, "`" + text + "`", "a read-only check: " + refused.getMessage());
      return new Check.ManualCheck();
    }
  }

  /** A pipeline is read-only if each of its programs is, and the shell writes nothing itself. */
  private static Safety safety(String text) {
    if (SHELL_WRITES.matcher(CommandText.withoutPlaceholders(text)).find()) {
      throw new IllegalArgumentException("it must not hold any of ; & > < ` $");
    }
    for (String part : text.split("\\|", -1)) {
      List<String> words = List.of(part.strip().split("\\s+"));
      if (!reads(words)) {
        throw new IllegalArgumentException("'" + part.strip() + "' is not known to change nothing");
      }
    }
    return Safety.readOnly();
  }

  private static boolean reads(List<String> words) {
    String program = words.get(0);
    if (program.equals("kubectl")) {
      return words.size() > 1 && KUBECTL_READERS.contains(words.get(1));
    }
    return READERS.contains(program);
  }
}
