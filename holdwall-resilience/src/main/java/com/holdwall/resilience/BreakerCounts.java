package com.holdwall.resilience;

/**
 * What a {@link Breaker} has counted. Immutable. Read while callers go on, so that the numbers may
 * differ by the calls under way.
 *
 * @param calls outcomes in the present state's window; in half-open, probes that came back
 * @param failed how many of them failed
 * @param slow how many of them were slow
 * @param slowFailed how many of them were both; 0 in half-open
 * @param rejected calls refused since the breaker was built
 * @param stale outcomes since then that came too late for the state that let the call through, and
 *     were not counted
 */
public record BreakerCounts(
    long calls, long failed, long slow, long slowFailed, long rejected, long stale) {}
