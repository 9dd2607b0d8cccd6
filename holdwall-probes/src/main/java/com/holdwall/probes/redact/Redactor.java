package com.holdwall.probes.redact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes secrets out of text before it is kept, logged or sent: what looks like one, and the ones
 * that a service names. Counts what it took out, by rule. Thread-safe.
 *
 * <p>It is the second line of defence. The first one is that no probe puts an exception's message
 * into its result.
 */
public final class Redactor {

  /** Longer text is cut: it keeps the matching quick, and reports short. In characters. */
  static final int LONGEST = 4_096;

  private static final int SHORTEST_SECRET = 4;

  private final List<Rule> rules;

  private Redactor(List<String> secrets) {
    List<Rule> all = new ArrayList<>();
    if (!secrets.isEmpty()) {
      all.add(Rule.literals(secrets));
    }
    all.addAll(Rule.shapes());
    this.rules = List.copyOf(all);
  }

  /** {@return a redactor that knows what secrets look like, and none by name} */
  public static Redactor standard() {
    return new Redactor(List.of());
  }

  /**
   * Makes a redactor that also knows some secrets.
   *
   * @param secrets the values, such as the configured passwords; each of at least 4 characters
   * @return the redactor
   * @throws IllegalArgumentException if one of them is shorter; its value is not in the message
   */
  public static Redactor of(List<String> secrets) {
    for (String secret : secrets) {
      if (Objects.requireNonNull(secret, "secret must not be null").length() < SHORTEST_SECRET) {
        throw new IllegalArgumentException(
            "a secret must have at least "
                + SHORTEST_SECRET
                + " characters, or common words would be taken out, but one has "
                + secret.length());
      }
    }
    return new Redactor(List.copyOf(secrets));
  }

  /**
   * Takes the secrets out.
   *
   * @param text any text
   * @return the text, each secret replaced by {@code [redacted]} and its rule counted; the same
   *     string if there was none; cut at 4,096 characters
   */
  public String redact(String text) {
    String rest = text.length() <= LONGEST ? text : cut(text);
    for (Rule rule : rules) {
      rest = rule.apply(rest);
    }
    return rest;
  }

  private static String cut(String text) {
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    // The cut may halve a secret, whose shape is then no longer known: drop the last word too.
    int word = end;
    while (word > 0 && !Character.isWhitespace(text.charAt(word - 1))) {
      word--;
    }
    return text.substring(0, word) + "[cut]";
  }

  /**
   * {@return how often each rule took something out, by its name; rules that never did are left
   * out}
   */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (rule.count() > 0) {
        counts.put(rule.name(), rule.count());
      }
    }
    return counts;
  }
}
