package com.holdwall.resilience;

import java.util.concurrent.atomic.LongAdder;

/** A guard's counters. */
final class GuardTally {

  final LongAdder succeeded = new LongAdder();
  final LongAdder recovered = new LongAdder();
  final LongAdder failed = new LongAdder();

  /** Those of {@link #failed} that had a second attempt at least. */
  final LongAdder failedAfterRetry = new LongAdder();

  final LongAdder rejected = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder hedges = new LongAdder();
  final LongAdder timeouts = new LongAdder();
  final LongAdder budgetDenied = new LongAdder();
  final LongAdder fallbacks = new LongAdder();

  void failed(int attempts) {
    if (attempts > 1) {
      failedAfterRetry.increment();
    }
    failed.increment();
  }

  GuardCounts counts() {
    return new GuardCounts(
        succeeded.sum(),
        recovered.sum(),
        failed.sum(),
        rejected.sum(),
        retries.sum(),
        hedges.sum(),
        timeouts.sum(),
        budgetDenied.sum(),
        fallbacks.sum());
  }
}
