package com.holdwall.resilience.ai;

import java.util.Map;

/**
 * What a model was asked so far, over all routers that share it. Immutable.
 *
 * @param ended calls, by how they ended
 * @param cancelled calls that were cancelled, lost to their hedge, or had too little of the
 *     caller's time left to say anything about the model
 * @param answerNanos how long calls that went well took in all, in nanoseconds
 * @param firstTokens streamed answers whose first content came
 * @param firstTokenNanos how long that took in all, in nanoseconds
 * @param inputTokens tokens of prompts, as clients told
 * @param outputTokens tokens of answers, as clients told
 * @param cost what these tokens cost by the model's prices; 0 without prices
 * @param cooldowns how often the model was left alone, or longer than before
 */
public record ModelCounts(
    Map<ModelOutcome, Long> ended,
    long cancelled,
    long answerNanos,
    long firstTokens,
    long firstTokenNanos,
    long inputTokens,
    long outputTokens,
    double cost,
    long cooldowns) {

  /** Copies the map. */
  public ModelCounts {
    ended = Map.copyOf(ended);
  }

  /**
   * Counts calls of one outcome.
   *
   * @param outcome how they ended
   * @return how many did
   */
  public long ended(ModelOutcome outcome) {
    return ended.getOrDefault(outcome, 0L);
  }
}
