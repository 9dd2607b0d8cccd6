package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Section;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The label that opens a horizon of a resolution, such as {@code **Short-term**:}.
 *
 * @param section the horizon
 * @param rest what follows the label on its line, as Markdown; may be empty
 */
record Horizon(Section section, String rest) {

  /** Bold or plain, the colon inside the bold, outside or missing after a bold label. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(?:\\*\\*|__)?(immediate|short[ -]?term|long[ -]?term)\\s*:?(?:\\*\\*|__)?\\s*:?\\s*(.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  static Optional<Horizon> parse(String text) {
    Matcher matcher = LABEL.matcher(text);
    if (!matcher.matches() || !marked(text, matcher)) {
      return Optional.empty();
    }
    String word = matcher.group(1).toLowerCase(Locale.ROOT);
    Section section =
        word.startsWith("i")
            ? Section.IMMEDIATE
            : word.startsWith("s") ? Section.SHORT_TERM : Section.LONG_TERM;
    return Optional.of(new Horizon(section, matcher.group(2).strip()));
  }

  /** "Immediate restart of …" is a sentence and no label. */
  private static boolean marked(String text, Matcher matcher) {
    String label = text.substring(0, matcher.start(2));
    return label.contains(":") || label.contains("**") || label.contains("__");
  }
}
