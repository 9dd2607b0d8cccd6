package com.holdwall.resilience;

/**
 * One stay of a breaker in one phase. The breaker holds one reference to its state and replaces it
 * by compare-and-set; a permit carries the state's epoch. What a call reports against a state that
 * was replaced meanwhile is lost with that state, so that it can never change a newer one.
 */
abstract sealed class BreakerState permits ClosedState, OpenState, HalfOpenState, FixedState {

  /** The answer to a call that is refused. */
  static final long REJECTED = 0;

  /** The low bits of a permit: which probe of a half-open state; 0 in other states. */
  static final int PROBE_BITS = 20;

  final long epoch;

  BreakerState(long epoch) {
    this.epoch = epoch;
  }

  abstract BreakerPhase phase();

  final boolean gave(long permit) {
    return permit >>> PROBE_BITS == epoch;
  }

  final long permit(int probe) {
    return epoch << PROBE_BITS | probe;
  }
}
