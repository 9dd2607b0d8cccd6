package com.holdwall.probes.kafka;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * While a group rebalances nobody reads, and its lag says nothing of how it does: what was judged
 * before holds, for as long as a member may take to come back. Not thread-safe.
 */
final class RebalanceHold {

  private final Duration most;
  private @Nullable Long since;
  private @Nullable LagSummary before;

  RebalanceHold(Duration most) {
    this.most = most;
  }

  LagSummary held(long nanos, boolean rebalancing, LagSummary judged) {
    if (!rebalancing) {
      since = null;
      before = judged;
      return judged;
    }
    since = since == null ? Long.valueOf(nanos) : since;
    LagSummary held = before;
    return held == null || rebalancingFor(nanos).compareTo(most) > 0 ? judged : held;
  }

  /** For how long the group has been seen rebalancing; zero if it is not. */
  Duration rebalancingFor(long nanos) {
    Long start = since;
    return start == null ? Duration.ZERO : Duration.ofNanos(nanos - start);
  }
}
