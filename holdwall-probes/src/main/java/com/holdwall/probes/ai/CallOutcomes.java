package com.holdwall.probes.ai;

import java.util.Arrays;

/** How many calls ended how. Immutable: nobody else holds the array. */
final class CallOutcomes {

  static final int COUNT = CallOutcome.values().length;

  private final long[] counts;

  CallOutcomes(long[] counts) {
    this.counts = counts;
  }

  long of(CallOutcome outcome) {
    return counts[outcome.index()];
  }

  long all() {
    return Arrays.stream(counts).sum();
  }

  /** Timeouts of all calls; 0 without any call. */
  double timeoutRatio() {
    return ratio(of(CallOutcome.TIMEOUT));
  }

  /** Calls that the provider limited or failed, of all calls; 0 without any call. */
  double errorRatio() {
    return ratio(of(CallOutcome.RATE_LIMITED) + of(CallOutcome.SERVER_ERROR));
  }

  private double ratio(long part) {
    long all = all();
    return all == 0 ? 0 : (double) part / all;
  }

  CallOutcomes plus(CallOutcomes other) {
    long[] sum = counts.clone();
    Arrays.setAll(sum, i -> sum[i] + other.counts[i]);
    return new CallOutcomes(sum);
  }
}
