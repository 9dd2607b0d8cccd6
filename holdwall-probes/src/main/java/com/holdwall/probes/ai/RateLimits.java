package com.holdwall.probes.ai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The headers by which providers say what is left and when to come back. Stateless. */
final class RateLimits {

  private static final int MOST = 16;
  private static final int LONGEST = 60;

  private RateLimits() {}

  static boolean about(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.equals("retry-after")
        || name.equals("retry-after-ms")
        || name.startsWith("x-ratelimit-")
        || name.startsWith("anthropic-ratelimit-");
  }

  /** Keeps a few headers of a sane size: their sender is not trusted. */
  static Map<String, String> kept(Map<String, String> headers) {
    Map<String, String> kept = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
          if (about(name) && printable && value.length() <= LONGEST && kept.size() < MOST) {
            kept.put(name.toLowerCase(Locale.ROOT), value);
          }
        });
    return kept;
  }

  /**
   * How long the server wants to be left alone: milliseconds, seconds, or until a date (RFC 9110,
   * 10.2.3).
   */
  static Optional<Duration> retryAfter(Map<String, String> headers, Instant now) {
    Optional<Duration> exact =
        Optional.ofNullable(headers.get("retry-after-ms")).flatMap(text -> number(text, 1));
    return exact.isPresent()
        ? exact
        : Optional.ofNullable(headers.get("retry-after"))
            .flatMap(text -> number(text, 1_000).or(() -> date(text, now)));
  }

  private static Optional<Duration> number(String text, long millis) {
    try {
      double number = Double.parseDouble(text.trim());
      // NaN and what is negative say nothing.
      return number >= 0 && number < 1e9
          ? Optional.of(Duration.ofMillis((long) (number * millis)))
          : Optional.empty();
    } catch (NumberFormatException other) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(String text, Instant now) {
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.trim()));
      Duration left = Duration.between(now, until);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }

  static String words(Map<String, String> headers) {
    return headers.entrySet().stream()
        .map(header -> header.getKey() + " " + header.getValue())
        .collect(Collectors.joining(", "));
  }
}
