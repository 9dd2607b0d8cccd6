package com.holdwall.servers;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What an {@link AiProviderStub} does instead of answering well. Immutable and thread-safe. */
public sealed interface AiFault {

  /** No fault: it answers at once. */
  record None() implements AiFault {}

  /**
   * It answers with a status, and an error body in the shape of the API.
   *
   * @param code such as 429, 500 or Anthropic's 529; 400 to 599
   * @param headers such as {@code retry-after} or {@code x-ratelimit-remaining-requests}
   */
  record Status(int code, Map<String, String> headers) implements AiFault {

    /**
     * Copies the headers.
     *
     * @throws IllegalArgumentException if the code is no error
     */
    public Status {
      if (code < 400 || code > 599) {
        throw new IllegalArgumentException("code must be within 400 and 599, but is " + code);
      }
      headers = Map.copyOf(new TreeMap<>(headers));
    }
  }

  /**
   * It answers well, but late.
   *
   * @param before how long it waits before the status line; 0 or more
   */
  record Delay(Duration before) implements AiFault {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Delay {
      if (before.isNegative()) {
        throw new IllegalArgumentException("before must be 0 or more, but is " + before);
      }
    }
  }

  /**
   * It sends the status line at once, and the body byte by byte.
   *
   * @param gap how long it waits before each byte; 0 or more
   */
  record Dribble(Duration gap) implements AiFault {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Dribble {
      if (gap.isNegative()) {
        throw new IllegalArgumentException("gap must be 0 or more, but is " + gap);
      }
    }
  }

  /**
   * It answers with a status and an error code, as the API writes it into the body.
   *
   * @param code 400 to 599
   * @param error such as {@code context_length_exceeded} or {@code content_filter}
   */
  record Refusal(int code, String error) implements AiFault {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if the code is no error
     */
    public Refusal {
      if (code < 400 || code > 599) {
        throw new IllegalArgumentException("code must be within 400 and 599, but is " + code);
      }
    }
  }

  /**
   * It streams well up to an event, and then the connection is closed, as by a proxy that dies.
   *
   * @param events how many events of the answer come before that; 0 or more
   */
  record CutAfter(int events) implements AiFault {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public CutAfter {
      notNegative(events);
    }
  }

  /**
   * It streams well up to an event, and then one comes that makes no sense.
   *
   * @param events how many events of the answer come before that; 0 or more
   */
  record MalformedAfter(int events) implements AiFault {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public MalformedAfter {
      notNegative(events);
    }
  }

  /**
   * It streams well up to an event, and then waits before each one. The status line comes at once,
   * so that with 0 events the first token is slow.
   *
   * @param events how many events of the answer come before that; 0 or more
   * @param gap how long it waits before each of the others; 0 or more
   */
  record SlowAfter(int events, Duration gap) implements AiFault {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public SlowAfter {
      notNegative(events);
      if (gap.isNegative()) {
        throw new IllegalArgumentException("gap must be 0 or more, but is " + gap);
      }
    }
  }

  private static void notNegative(int events) {
    if (events < 0) {
      throw new IllegalArgumentException("events must be 0 or more, but is " + events);
    }
  }

  /** It answers 200 without a body. */
  record Empty() implements AiFault {}

  /** It answers 200, and what comes is not what the API says: broken JSON, a broken chunk. */
  record Malformed() implements AiFault {}

  /** It closes the connection after half of the body. */
  record CutOff() implements AiFault {}
}
