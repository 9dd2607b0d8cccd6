package com.holdwall.resilience.dlq.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * After which delays a record that failed for a transient reason comes again, out of a topic per
 * delay. Such a record comes after later ones of its key: a group whose keys must keep their order
 * uses {@link #none()}, which retries in place only. Immutable.
 */
public final class RetryTopics {

  private static final RetryTopics NONE = new RetryTopics(List.of());

  private final List<Duration> delays;

  private RetryTopics(List<Duration> delays) {
    this.delays = delays;
  }

  /** {@return no retry topics: the order of each key is kept} */
  public static RetryTopics none() {
    return NONE;
  }

  /**
   * Retry topics, one after the other.
   *
   * @param delays how long a record waits in each; whole milliseconds, each longer than the one
   *     before
   * @return the retry topics
   * @throws IllegalArgumentException if a delay breaks that rule
   */
  public static RetryTopics after(Duration... delays) {
    Duration before = Duration.ZERO;
    for (Duration delay : delays) {
      if (delay.compareTo(before) <= 0 || delay.toNanosPart() % 1_000_000 != 0) {
        throw new IllegalArgumentException(
            "delays must be whole milliseconds and rise, but are " + Arrays.toString(delays));
      }
      before = delay;
    }
    return new RetryTopics(List.of(delays));
  }

  int steps() {
    return delays.size();
  }

  /** The delay of a step, from 1. */
  Duration delay(int step) {
    return delays.get(step - 1);
  }

  @Override
  public String toString() {
    return "RetryTopics" + delays;
  }
}
