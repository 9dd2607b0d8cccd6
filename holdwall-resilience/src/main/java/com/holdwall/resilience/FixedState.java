package com.holdwall.resilience;

/** A phase that only a hand leaves: disabled, which lets all through, or forced open. */
final class FixedState extends BreakerState {

  private final BreakerPhase phase;

  FixedState(long epoch, BreakerPhase phase) {
    super(epoch);
    this.phase = phase;
  }

  @Override
  BreakerPhase phase() {
    return phase;
  }

  long tryAcquire() {
    return phase == BreakerPhase.DISABLED ? permit(0) : REJECTED;
  }
}
