package com.holdwall.probes.ai;

import java.util.concurrent.atomic.LongAdder;

/**
 * Records the calls of one model. Recording takes no lock and allocates nothing. Thread-safe.
 *
 * <p>For each call: {@link #firstToken} when the first token of a streamed answer came, {@link
 * #tokens} when the provider said what the call used, and {@link #ended} once, at its end.
 */
public final class ModelCalls {

  private final String provider;
  private final String model;
  private final CallWindow window;
  private final ModelCallStatistics all;
  private final LongAdder[] totals = new LongAdder[CallOutcomes.COUNT];
  private final LongAdder inputTokens = new LongAdder();
  private final LongAdder outputTokens = new LongAdder();

  // The time of the last one, and whether there was one at all: nanoTime has no value for "never".
  private volatile long succeededAt;
  private volatile boolean succeeded;
  private volatile long failedAt;
  private volatile boolean failed;

  ModelCalls(String provider, String model, ModelCallStatistics all) {
    this.provider = provider;
    this.model = model;
    this.all = all;
    this.window = new CallWindow(all.clock());
    for (int i = 0; i < totals.length; i++) {
      totals[i] = new LongAdder();
    }
  }

  /**
   * Records the end of a call.
   *
   * @param outcome how it ended
   * @param nanos how long it took from the request to the end of the answer, or until it failed; ns
   */
  public void ended(CallOutcome outcome, long nanos) {
    // Reading the time is the dearest part: once for all of it.
    long now = all.nanoTime();
    int slice = all.clock().at(now);
    totals[outcome.index()].increment();
    window.ended(slice, outcome, nanos);
    all.total().ended(slice, outcome, nanos);
    if (outcome == CallOutcome.SUCCESS) {
      succeededAt = now;
      succeeded = true;
    } else if (outcome != CallOutcome.CALLER_ERROR) {
      failedAt = now;
      failed = true;
    }
  }

  /**
   * Records when the first token of a streamed answer came.
   *
   * @param nanos how long it took from the request to that token; ns
   */
  public void firstToken(long nanos) {
    window.firstToken(nanos);
    all.total().firstToken(nanos);
  }

  /**
   * Records what a call used.
   *
   * @param input tokens of the prompt; a negative number counts as 0
   * @param output tokens of the answer; a negative number counts as 0
   */
  public void tokens(long input, long output) {
    inputTokens.add(Math.max(0, input));
    outputTokens.add(Math.max(0, output));
  }

  /** {@return the provider's name; {@code other} beyond the limit of models} */
  public String provider() {
    return provider;
  }

  /** {@return the model's name; {@code other} beyond the limit of models} */
  public String model() {
    return model;
  }

  CallWindow window() {
    return window;
  }

  long total(CallOutcome outcome) {
    return totals[outcome.index()].sum();
  }

  long inputTokens() {
    return inputTokens.sum();
  }

  long outputTokens() {
    return outputTokens.sum();
  }

  /** Whether a call succeeded at or after a time, and none has failed since then. */
  boolean onlySuccessSince(long nanoTime) {
    return succeeded && succeededAt - nanoTime >= 0 && !failedSince(nanoTime);
  }

  boolean failedSince(long nanoTime) {
    return failed && failedAt - nanoTime >= 0;
  }
}
