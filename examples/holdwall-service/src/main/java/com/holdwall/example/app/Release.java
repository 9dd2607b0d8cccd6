package com.holdwall.example.app;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the newest release of the service's own code does. The drills ship bad ones. Thread-safe.
 */
public final class Release {

  private final AtomicLong calls = new AtomicLong();
  private volatile int failingEvery;
  private volatile double querySeconds;
  private volatile double eventSeconds;

  Release() {}

  /**
   * Ships a handler with a bug.
   *
   * @param every of so many requests for an item one fails with an exception; 0 for none
   */
  public void failEvery(int every) {
    failingEvery = every;
  }

  /**
   * Ships a query that goes past the cache and lost its index.
   *
   * @param seconds how long the query for an item takes longer; 0 for not at all
   */
  public void slowQuery(double seconds) {
    querySeconds = seconds;
  }

  /**
   * Ships a consumer that does too much for each event.
   *
   * @param seconds how long each event takes longer; 0 for not at all
   */
  public void slowEvents(double seconds) {
    eventSeconds = seconds;
  }

  void handle() {
    int every = failingEvery;
    if (every > 0 && calls.incrementAndGet() % every == 0) {
      throw new IllegalStateException("the bug of the newest release");
    }
  }

  double querySeconds() {
    return querySeconds;
  }

  double eventSeconds() {
    return eventSeconds;
  }
}
