/**
 * The long-term fixes that the runbooks ask for. {@link com.holdwall.resilience.Guard} guards the
 * calls to one target, with a {@link com.holdwall.resilience.Breaker} and a {@link
 * com.holdwall.resilience.RetryBudget} that other guards of the target may share. {@link
 * com.holdwall.resilience.CacheFallback} reads past a cache that is out. {@link
 * com.holdwall.resilience.Backoff} is how long to wait before a retry; time, sleep and randomness
 * are the small ports {@link com.holdwall.resilience.Ticker}, {@link
 * com.holdwall.resilience.Sleeper} and {@link com.holdwall.resilience.RandomSource}.
 */
@NullMarked
package com.holdwall.resilience;

import org.jspecify.annotations.NullMarked;
