package com.holdwall.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when somebody sleeps or a test says so. Not thread-safe. */
public final class FakeTime implements Ticker, Sleeper {

  private final List<Duration> sleeps = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000; // wraps around early, as a real reading may

  /** Starts at a reading close to the end of a long. */
  public FakeTime() {}

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void sleep(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the sleep");
    }
    sleeps.add(Duration.ofNanos(nanos));
    now += nanos;
  }

  /** Lets time pass. */
  public void advance(Duration by) {
    now += by.toNanos();
  }

  /** {@return every sleep so far} */
  public List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}
