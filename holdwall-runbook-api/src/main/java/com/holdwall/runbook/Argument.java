package com.holdwall.runbook;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One argument of a command: literal text and placeholders, joined. Immutable.
 *
 * @param parts the parts in order; empty for the empty argument
 */
public record Argument(List<Part> parts) {

  /** Copies the parts. */
  public Argument {
    parts = List.copyOf(parts);
  }

  /** A part of an argument. */
  public sealed interface Part permits Literal, Placeholder {}

  /**
   * Text that stands for itself.
   *
   * @param text the text
   */
  public record Literal(String text) implements Part {
    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if {@code text} holds the character NUL, which no argument
     *     of a program can hold
     */
    public Literal {
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "argument '" + text.replace('\0', '?') + "' must not hold the character NUL");
      }
    }
  }

  /**
   * Makes an argument without placeholders.
   *
   * @param text the text
   * @return the argument
   */
  public static Argument of(String text) {
    return new Argument(List.of(new Literal(text)));
  }

  /** {@return the placeholders, in order} */
  public List<Placeholder> placeholders() {
    return parts.stream()
        .filter(Placeholder.class::isInstance)
        .map(Placeholder.class::cast)
        .toList();
  }

  String display() {
    if (placeholders().isEmpty()) {
      return ShellQuoting.quote(text(Map.of()));
    }
    return parts.stream()
        .map(
            part ->
                part instanceof Literal literal
                    ? ShellQuoting.quote(literal.text())
                    : "<" + ((Placeholder) part).name() + ">")
        .collect(Collectors.joining());
  }

  String bind(Map<String, String> values) {
    return text(values);
  }

  private String text(Map<String, String> values) {
    return parts.stream()
        .map(
            part ->
                part instanceof Literal literal
                    ? literal.text()
                    : ((Placeholder) part).check(values.get(((Placeholder) part).name())))
        .collect(Collectors.joining());
  }
}
