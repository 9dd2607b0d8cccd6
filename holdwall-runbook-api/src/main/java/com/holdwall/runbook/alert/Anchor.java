package com.holdwall.runbook.alert;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The anchor that GitHub gives a heading: in lower case, without punctuation, each space a hyphen.
 * It differs from a runbook's id where a title has punctuation between spaces, an underscore, or
 * letters beyond ASCII.
 */
final class Anchor {

  /** All but letters, marks, digits, connectors, hyphens and spaces. */
  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\- ]");

  private Anchor() {}

  static String of(String title) {
    String words = PUNCTUATION.matcher(title.toLowerCase(Locale.ROOT)).replaceAll("");
    return words.replace(' ', '-');
  }
}
