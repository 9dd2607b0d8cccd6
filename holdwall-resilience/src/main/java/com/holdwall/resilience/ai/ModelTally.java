package com.holdwall.resilience.ai;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a model is asked. Thread-safe. */
final class ModelTally {

  private static final double MILLION = 1e6;

  private final Map<ModelOutcome, LongAdder> ended = new EnumMap<>(ModelOutcome.class);
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder answerNanos = new LongAdder();
  private final LongAdder firstTokens = new LongAdder();
  private final LongAdder firstTokenNanos = new LongAdder();
  private final LongAdder inputTokens = new LongAdder();
  private final LongAdder outputTokens = new LongAdder();
  final LongAdder cancelled = new LongAdder();
  final LongAdder cooldowns = new LongAdder();
  private final double inputPrice;
  private final double outputPrice;

  /** Prices are for a million tokens. */
  ModelTally(double inputPrice, double outputPrice) {
    this.inputPrice = inputPrice;
    this.outputPrice = outputPrice;
    for (ModelOutcome outcome : ModelOutcome.values()) {
      ended.put(outcome, outcome == ModelOutcome.SUCCESS ? succeeded : new LongAdder());
    }
  }

  void succeeded(long nanos) {
    succeeded.increment();
    answerNanos.add(nanos);
  }

  void failed(ModelOutcome outcome) {
    LongAdder adder = ended.get(outcome);
    if (adder != null) {
      adder.increment();
    }
  }

  void firstToken(long nanos) {
    firstTokens.increment();
    firstTokenNanos.add(nanos);
  }

  void used(long input, long output) {
    inputTokens.add(input);
    outputTokens.add(output);
  }

  ModelCounts counts() {
    Map<ModelOutcome, Long> sums = new EnumMap<>(ModelOutcome.class);
    ended.forEach((outcome, adder) -> sums.put(outcome, adder.sum()));
    long input = inputTokens.sum();
    long output = outputTokens.sum();
    return new ModelCounts(
        sums,
        cancelled.sum(),
        answerNanos.sum(),
        firstTokens.sum(),
        firstTokenNanos.sum(),
        input,
        output,
        (input * inputPrice + output * outputPrice) / MILLION,
        cooldowns.sum());
  }
}
