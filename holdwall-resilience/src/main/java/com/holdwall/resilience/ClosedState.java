package com.holdwall.resilience;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Calls go through and are recorded. With {@code opens} false it is the metrics-only phase. */
final class ClosedState extends BreakerState {

  final long permit;
  final OutcomeWindow window;
  final boolean opens;
  final int opensInRow;
  private final BreakerSettings settings;
  private final long since;
  private final AtomicLong askedUntil;

  /** A failure was seen while there were too few calls: successes have to look, too. */
  private volatile boolean undecided;

  ClosedState(long epoch, BreakerSettings settings, boolean opens, int opensInRow, long nowNanos) {
    super(epoch);
    this.permit = permit(0);
    this.settings = settings;
    this.window = settings.newWindow(nowNanos);
    this.opens = opens;
    this.opensInRow = opensInRow;
    this.since = nowNanos;
    this.askedUntil = new AtomicLong(nowNanos);
  }

  @Override
  BreakerPhase phase() {
    return opens ? BreakerPhase.CLOSED : BreakerPhase.METRICS_ONLY;
  }

  /** Records an outcome; answers why the breaker has to open, if it has to. */
  BreakerTransition.@Nullable Reason record(int outcome, long nowNanos) {
    window.record(outcome, nowNanos);
    return outcome != 0 || undecided ? judge(nowNanos) : null;
  }

  private BreakerTransition.@Nullable Reason judge(long nowNanos) {
    long total = window.total(nowNanos);
    if (total < settings.minimumCalls()) {
      undecided = true;
      return null;
    }
    undecided = false;
    if (!opens) {
      return null;
    }
    if (reaches(OutcomeWindow.FAILED, settings.failurePercent(), total, nowNanos)) {
      return BreakerTransition.Reason.FAILURE_RATE;
    }
    return settings.watchesSlowCalls()
            && reaches(OutcomeWindow.SLOW, settings.slowPercent(), total, nowNanos)
        ? BreakerTransition.Reason.SLOW_CALLS
        : null;
  }

  private boolean reaches(int bits, int percent, long total, long nowNanos) {
    return window.with(bits, nowNanos) * 100 >= total * percent;
  }

  void asked(long untilNanos) {
    askedUntil.accumulateAndGet(untilNanos, (old, more) -> more - old > 0 ? more : old);
  }

  /** What servers asked for, or the past. */
  long askedUntil() {
    return askedUntil.get();
  }

  /** Openings in a row are forgotten after one full window without another. */
  int opensInRow(long nowNanos) {
    return window.turnedOnce(since, nowNanos) ? 0 : opensInRow;
  }
}
