package com.holdwall.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a server asked for about the next attempt: to wait, or not to come again. Immutable.
 *
 * @param delay how long to wait from the answer on; not negative
 * @param stop true if the server wants no further attempt; the delay is then zero
 */
public record RetryAfter(Duration delay, boolean stop) {

  /** In the order of trust: the first header that can be read wins. */
  private static final List<String> MILLISECOND_HEADERS =
      List.of("retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if {@code delay} is negative, or not zero with {@code stop}
   */
  public RetryAfter {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, but is " + delay);
    }
    if (stop && !delay.isZero()) {
      throw new IllegalArgumentException("delay must be zero with stop, but is " + delay);
    }
  }

  /**
   * A wish to wait.
   *
   * @param delay how long; not negative
   * @return the wish
   * @throws IllegalArgumentException if it is negative
   */
  public static RetryAfter of(Duration delay) {
    return new RetryAfter(delay, false);
  }

  /** {@return the wish for no further attempt, gRPC's negative pushback} */
  public static RetryAfter never() {
    return new RetryAfter(Duration.ZERO, true);
  }

  /**
   * Reads the headers of a response or the trailers of a gRPC call: {@code grpc-retry-pushback-ms}
   * (negative or unreadable: no further attempt, as gRPC A6 says), {@code retry-after-ms}, {@code
   * x-ms-retry-after-ms}, {@code x-amz-retry-after} (milliseconds) and {@code retry-after} (seconds
   * or one of the three forms of an HTTP date). A value that cannot be read is skipped; a date in
   * the past is no wait; a number too large for a {@code long} saturates.
   *
   * @param header finds a header by its lower-case name; answers null where there is none
   * @param now what time it is, for HTTP dates
   * @return what the server asked for; empty if it asked for nothing that can be read
   */
  public static Optional<RetryAfter> parse(UnaryOperator<@Nullable String> header, Instant now) {
    Objects.requireNonNull(now, "now must not be null");
    String pushback = header.apply("grpc-retry-pushback-ms");
    if (pushback != null) {
      Duration wait = WaitText.millis(pushback);
      return Optional.of(wait == null ? never() : of(wait));
    }
    for (String name : MILLISECOND_HEADERS) {
      Duration wait = WaitText.millis(header.apply(name));
      if (wait != null) {
        return Optional.of(of(wait));
      }
    }
    return Optional.ofNullable(WaitText.secondsOrDate(header.apply("retry-after"), now))
        .map(RetryAfter::of);
  }
}
