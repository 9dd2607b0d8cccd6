package com.holdwall.resilience;

/** Reads the counts out of a state. */
final class BreakerReading {

  private BreakerReading() {}

  static BreakerCounts of(BreakerState state, long nowNanos, long rejected, long stale) {
    if (state instanceof ClosedState closed) {
      OutcomeWindow window = closed.window;
      return new BreakerCounts(
          window.total(nowNanos),
          window.with(OutcomeWindow.FAILED, nowNanos),
          window.with(OutcomeWindow.SLOW, nowNanos),
          window.with(OutcomeWindow.FAILED | OutcomeWindow.SLOW, nowNanos),
          rejected,
          stale);
    }
    if (state instanceof HalfOpenState half) {
      return new BreakerCounts(
          half.counted(0),
          half.counted(OutcomeWindow.FAILED),
          half.counted(OutcomeWindow.SLOW),
          0,
          rejected,
          stale);
    }
    return new BreakerCounts(0, 0, 0, 0, rejected, stale);
  }
}
