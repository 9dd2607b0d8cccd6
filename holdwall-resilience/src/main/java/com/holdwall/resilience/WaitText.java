package com.holdwall.resilience;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms in which headers write a wait. Answers null for what is none of them. */
final class WaitText {

  /** Java's own arithmetic on durations stays exact up to here; 292 million years are enough. */
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,200}");
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,200})(?:\\.([0-9]{1,200}))?");

  /** RFC 9110, 5.6.7: IMF-fixdate, and the two obsolete forms that a recipient must accept. */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
              .withZone(ZoneOffset.UTC));

  private WaitText() {}

  static @Nullable Duration millis(@Nullable String text) {
    if (text == null || !DIGITS.matcher(text.strip()).matches()) {
      return null;
    }
    return Duration.ofMillis(saturated(text.strip()));
  }

  static @Nullable Duration secondsOrDate(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    var seconds = SECONDS.matcher(text.strip());
    if (!seconds.matches()) {
      return untilDate(text.strip(), now);
    }
    String fraction = seconds.group(2) == null ? "" : seconds.group(2);
    long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
    long whole = saturated(seconds.group(1));
    return whole >= LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(whole, nanos);
  }

  private static @Nullable Duration untilDate(String text, Instant now) {
    for (DateTimeFormatter form : DATES) {
      Instant then = date(form, text);
      if (then != null) {
        Duration wait = Duration.between(now, then);
        return wait.isNegative() ? Duration.ZERO : wait;
      }
    }
    return null;
  }

  private static @Nullable Instant date(DateTimeFormatter form, String text) {
    try {
      return form.parse(text, Instant::from);
    } catch (DateTimeException notThisForm) {
      return null;
    }
  }

  private static long saturated(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException tooLarge) {
      return Long.MAX_VALUE;
    }
  }
}
