package com.holdwall.probes.redact;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One kind of secret. The patterns have possessive or bounded repetitions only, so that no text
 * makes them slow.
 */
final class Rule {

  private static final String GONE = "[redacted]";

  /** Words whose value is a secret, wherever they stand in a longer name. */
  private static final String NAMES =
      "(?:password|passwd|passphrase|pwd|secret|token(?!s)|api[_-]?key|apikey|access[_-]?key"
          + "|private[_-]?key|credentials?|session[_-]?id)";

  private final String name;
  private final Pattern pattern;
  private final String replacement;
  private final LongAdder count = new LongAdder();

  private Rule(String name, Pattern pattern, String replacement) {
    this.name = name;
    this.pattern = pattern;
    this.replacement = replacement;
  }

  static Rule literals(List<String> secrets) {
    // The longest first, or a secret that begins with another would leave its rest.
    String any =
        secrets.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return new Rule("named-secret", Pattern.compile(any), GONE);
  }

  static List<Rule> shapes() {
    return List.of(
        shape(
            "private-key",
            "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*+(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?",
            GONE),
        shape("url-user", "(?<=://)[^/\\s?#@]{1,256}+@", GONE + "@"),
        shape(
            "authorization",
            "(?i)\\b(authorization|cookie|set-cookie|proxy-authorization)(\\s{0,4}[:=]\\s{0,4})[^\\r\\n]++",
            "$1$2" + GONE),
        shape("scheme", "(?i)\\b(bearer|basic)\\s++[A-Za-z0-9._~+/=-]{6,}+", "$1 " + GONE),
        shape(
            "named-value",
            "(?i)("
                + NAMES
                + "[\\w.-]{0,24}[\"']?\\s{0,4}(?:=>|=|:)\\s{0,4})"
                + "(?:\"[^\"]*+\"?|'[^']*+'?|(?!\\[redacted])[^\\s,;&)}\\]]++)",
            "$1" + GONE),
        shape("jwt", "\\beyJ[A-Za-z0-9_-]{4,}+\\.[A-Za-z0-9_-]{2,}+\\.?[A-Za-z0-9_-]*+", GONE),
        shape(
            "provider-key",
            "\\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{12,}+|\\bgh[pousr]_[A-Za-z0-9]{16,}+"
                + "|\\b(?:AKIA|ASIA)[A-Z0-9]{12,}+|\\bxox[abprs]-[A-Za-z0-9-]{8,}+",
            GONE));
  }

  private static Rule shape(String name, String regex, String replacement) {
    return new Rule(name, Pattern.compile(regex), replacement);
  }

  String name() {
    return name;
  }

  long count() {
    return count.sum();
  }

  String apply(String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    do {
      count.increment();
      matcher.appendReplacement(out, replacement);
    } while (matcher.find());
    return matcher.appendTail(out).toString();
  }
}
