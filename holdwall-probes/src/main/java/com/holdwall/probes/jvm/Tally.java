package com.holdwall.probes.jvm;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How much a counter of the kernel's has grown since the first reading. A counter that went down
 * has started anew from 0: what it shows has come since. Not thread-safe.
 */
final class Tally {

  private OptionalLong before = OptionalLong.empty();
  private long grown;
  private @Nullable Instant lastGrowth;

  /** Takes a reading; returns by how much it grew. */
  long read(OptionalLong now, Instant at) {
    if (now.isEmpty()) {
      return 0;
    }
    long value = now.getAsLong();
    long more =
        before.isEmpty() ? 0 : value < before.getAsLong() ? value : value - before.getAsLong();
    before = now;
    if (more > 0) {
      grown += more;
      lastGrowth = at;
    }
    return more;
  }

  boolean known() {
    return before.isPresent();
  }

  long grown() {
    return grown;
  }

  Optional<Instant> lastGrowth() {
    return Optional.ofNullable(lastGrowth);
  }
}
