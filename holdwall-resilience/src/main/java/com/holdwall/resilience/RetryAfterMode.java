package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;
import java.time.Duration;

/** How far a server's {@link RetryAfter} is followed, so that no server can park its callers. */
public enum RetryAfterMode {

  /**
   * The server's wait, but never less than the backoff and never more than 5 s above it (the AWS
   * SDKs' standard mode).
   */
  STANDARD {
    @Override
    long waitNanos(RetryAfter asked, long backoffNanos, RandomSource random) {
      long server = Nanos.of(asked.delay());
      return Math.min(Math.max(server, backoffNanos), Nanos.plus(backoffNanos, ABOVE_BACKOFF));
    }
  },

  /**
   * The server's wait up to 60 s, and up to a tenth more, so that callers told the same do not come
   * back together. A longer one ends the call, as does one beyond the deadline.
   */
  EXACT {
    @Override
    long waitNanos(RetryAfter asked, long backoffNanos, RandomSource random) {
      long server = Nanos.of(asked.delay());
      return server > LONGEST ? STOP : server + random.nextLong(server / 10 + 1);
    }
  };

  /** The answer for no further attempt. */
  static final long STOP = -1;

  private static final long ABOVE_BACKOFF = Duration.ofSeconds(5).toNanos();
  private static final long LONGEST = Duration.ofSeconds(60).toNanos();

  abstract long waitNanos(RetryAfter asked, long backoffNanos, RandomSource random);

  /** The wait before the next attempt in nanoseconds, or {@link #STOP}. */
  long clamp(RetryAfter asked, long backoffNanos, RandomSource random) {
    return asked.stop() ? STOP : waitNanos(asked, backoffNanos, random);
  }
}
