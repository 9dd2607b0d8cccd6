package com.holdwall.probes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A time that goes on when told, as an instant and as nanoseconds. */
public final class ManualClock extends Clock {

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();

  public void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  public void goTo(long changed) {
    nanos.set(changed);
  }

  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
