package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Argument;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Placeholder;
import com.holdwall.runbook.Safety;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a command line as a POSIX shell splits it, without running one. What only a shell can do,
 * such as a pipeline, stays text for display.
 */
final class CommandText {

  private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z0-9]++(?:-[a-z0-9]++)*+)>");

  /** Unquoted, each of these means something to a shell. */
  private static final String SHELL = "|&;<>()$`*?[]{}~#!\n";

  /** Between double quotes: text and escaped characters, then something that a shell replaces. */
  private static final Pattern EXPANDED =
      Pattern.compile("(?:[^\\\\$`]|\\\\.)*+[$`]", Pattern.DOTALL);

  private final String line;
  private final Safety safety;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<Argument.Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private boolean inArgument;
  private int at;

  private CommandText(String line, Safety safety) {
    this.line = line;
    this.safety = safety;
  }

  /**
   * Reads one command.
   *
   * @throws IllegalArgumentException if a quote is open or a placeholder's type is not known
   */
  static Command parse(String line, Safety safety) {
    return new CommandText(line, safety).parse();
  }

  static String withoutPlaceholders(String text) {
    return PLACEHOLDER.matcher(text).replaceAll("");
  }

  private Command parse() {
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == ' ' || c == '\t') {
        endArgument();
        at++;
      } else if (c == '\'' || c == '"') {
        if (!quoted(c)) {
          return new Command.ShellText(line, safety);
        }
      } else if (c == '<' && placeholder()) {
        inArgument = true;
      } else if (SHELL.indexOf(c) >= 0) {
        return new Command.ShellText(line, safety);
      } else {
        literal.append(c == '\\' && at + 1 < line.length() ? line.charAt(++at) : c);
        inArgument = true;
        at++;
      }
    }
    endArgument();
    return new Command.Invocation(arguments, safety);
  }

  private boolean placeholder() {
    Matcher matcher = PLACEHOLDER.matcher(line).region(at, line.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    endLiteral();
    String name = matcher.group(1);
    parts.add(new Placeholder(name, type(name)));
    at = matcher.end();
    return true;
  }

  private static Placeholder.Type type(String name) {
    if (name.endsWith("name") || name.endsWith("namespace")) {
      return Placeholder.Type.DNS_NAME;
    }
    if (name.endsWith("count") || name.endsWith("number") || name.equals("replicas")) {
      return Placeholder.Type.NUMBER;
    }
    throw new IllegalArgumentException(
        "placeholder <" + name + "> must end with 'name', 'namespace', 'count' or 'number'");
  }

  /** False if only a shell knows what stands between the quotes: it replaces $ and ` in "". */
  private boolean quoted(char quote) {
    int end = at + 1;
    while (end < line.length() && line.charAt(end) != quote) {
      end += line.charAt(end) == '\\' && quote == '"' ? 2 : 1;
    }
    if (end >= line.length()) {
      throw new IllegalArgumentException("quote " + quote + " must be closed");
    }
    String inside = line.substring(at + 1, end);
    if (quote == '"' && EXPANDED.matcher(inside).lookingAt()) {
      return false;
    }
    literal.append(quote == '"' ? inside.replaceAll("\\\\([\"\\\\$`])", "$1") : inside);
    inArgument = true;
    at = end + 1;
    return true;
  }

  private void endLiteral() {
    if (literal.length() > 0) {
      parts.add(new Argument.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private void endArgument() {
    endLiteral();
    if (inArgument) {
      arguments.add(new Argument(List.copyOf(parts)));
      parts.clear();
      inArgument = false;
    }
  }
}
