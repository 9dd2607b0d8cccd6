package com.holdwall.resilience.ai;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a router does. Thread-safe. */
final class RouterTally {

  final LongAdder answered = new LongAdder();
  final LongAdder fallbacks = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder hedges = new LongAdder();
  final LongAdder waits = new LongAdder();
  final LongAdder lastResorts = new LongAdder();
  final LongAdder budgetDenied = new LongAdder();

  RouterCounts counts() {
    return new RouterCounts(
        answered.sum(),
        fallbacks.sum(),
        failed.sum(),
        hedges.sum(),
        waits.sum(),
        lastResorts.sum(),
        budgetDenied.sum());
  }
}
