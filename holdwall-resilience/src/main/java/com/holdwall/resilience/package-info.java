/**
 * The long-term fixes that the runbooks ask for. {@link com.holdwall.resilience.Backoff} is how
 * long to wait before a retry; time, sleep and randomness are the small ports {@link
 * com.holdwall.resilience.Ticker}, {@link com.holdwall.resilience.Sleeper} and {@link
 * com.holdwall.resilience.RandomSource}.
 */
@NullMarked
package com.holdwall.resilience;

import org.jspecify.annotations.NullMarked;
