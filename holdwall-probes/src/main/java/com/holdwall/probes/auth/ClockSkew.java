package com.holdwall.probes.auth;

import com.holdwall.probes.client.ProbeAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How far a server's clock is from ours, by the Date of an answer (RFC 9110, 6.6.1). Stateless. */
final class ClockSkew {

  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  private ClockSkew() {}

  /**
   * The least difference that explains the answer: the header has whole seconds, and the answer was
   * made at some moment between the request and its end.
   *
   * @param answer the answer
   * @param end our time when it was there
   * @return how far the server is ahead; negative if it is behind; empty if it does not say, or a
   *     cache answered with the time of an earlier answer
   */
  static Optional<Duration> of(ProbeAnswer answer, Instant end) {
    Optional<String> date = answer.header("date");
    if (date.isEmpty() || !answer.header("age").orElse("0").equals("0")) {
      return Optional.empty();
    }
    try {
      Instant earliest = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.get()));
      Instant latest = earliest.plus(RESOLUTION);
      Instant start = end.minus(answer.took());
      if (earliest.isAfter(end)) {
        return Optional.of(Duration.between(end, earliest));
      }
      return Optional.of(latest.isBefore(start) ? Duration.between(start, latest) : Duration.ZERO);
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }
}
