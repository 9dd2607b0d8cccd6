package com.holdwall.resilience;

/** Calls are refused until a time. */
final class OpenState extends BreakerState {

  final int opensInRow;
  final boolean byHealth;
  final long untilNanos;

  OpenState(long epoch, long untilNanos, int opensInRow, boolean byHealth) {
    super(epoch);
    this.untilNanos = untilNanos;
    this.opensInRow = opensInRow;
    this.byHealth = byHealth;
  }

  @Override
  BreakerPhase phase() {
    return BreakerPhase.OPEN;
  }

  boolean over(long nowNanos) {
    return nowNanos - untilNanos >= 0;
  }
}
