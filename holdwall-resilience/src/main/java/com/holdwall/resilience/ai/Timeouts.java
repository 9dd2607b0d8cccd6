package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Require;
import java.time.Duration;

/**
 * How long a model may take. A plain call has a total only, and what is left of the caller's
 * deadline may shorten all of them. The defaults are ours. Immutable.
 *
 * @param connect until the provider takes the request: until a streamed answer's publisher is
 *     there; default 10 s
 * @param firstToken from the request to the first content of a streamed answer; default 30 s
 * @param betweenTokens from one item of a streamed answer to the next, while the subscriber wants
 *     one; default 15 s
 * @param total from the request to the end of the answer; default 2 min
 */
public record Timeouts(
    Duration connect, Duration firstToken, Duration betweenTokens, Duration total) {

  private static final Timeouts DEFAULTS =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Duration.ofMinutes(2));

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one of them is not longer than zero
   */
  public Timeouts {
    Require.positive("connect", connect);
    Require.positive("firstToken", firstToken);
    Require.positive("betweenTokens", betweenTokens);
    Require.positive("total", total);
  }

  /** {@return the defaults} */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /**
   * Changes the connect timeout.
   *
   * @param value longer than zero
   * @return timeouts with that one
   */
  public Timeouts withConnect(Duration value) {
    return new Timeouts(value, firstToken, betweenTokens, total);
  }

  /**
   * Changes the time to the first token.
   *
   * @param value longer than zero
   * @return timeouts with that one
   */
  public Timeouts withFirstToken(Duration value) {
    return new Timeouts(connect, value, betweenTokens, total);
  }

  /**
   * Changes the time between tokens.
   *
   * @param value longer than zero
   * @return timeouts with that one
   */
  public Timeouts withBetweenTokens(Duration value) {
    return new Timeouts(connect, firstToken, value, total);
  }

  /**
   * Changes the total.
   *
   * @param value longer than zero
   * @return timeouts with that one
   */
  public Timeouts withTotal(Duration value) {
    return new Timeouts(connect, firstToken, betweenTokens, value);
  }
}
