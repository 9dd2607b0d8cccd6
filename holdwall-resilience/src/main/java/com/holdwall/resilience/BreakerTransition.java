package com.holdwall.resilience;

/**
 * A change of a breaker's phase. Immutable.
 *
 * @param breaker the breaker's name
 * @param from the phase before
 * @param to the phase after
 * @param reason what led to it
 */
public record BreakerTransition(String breaker, BreakerPhase from, BreakerPhase to, Reason reason) {

  /** Why a breaker changes its phase. */
  public enum Reason {
    /** Too many of the window's calls failed. */
    FAILURE_RATE,
    /** Too many of the window's calls were slow. */
    SLOW_CALLS,
    /** The health check of the target failed several times running. */
    HEALTH_DOWN,
    /** The health check of the target succeeded several times running. */
    HEALTH_UP,
    /** The open time is over. */
    OPEN_TIME_OVER,
    /** Too many of the half-open calls failed, were slow or never came back. */
    PROBES_FAILED,
    /** The half-open calls went well. */
    PROBES_SUCCEEDED,
    /** Somebody switched it. */
    MANUAL
  }
}
