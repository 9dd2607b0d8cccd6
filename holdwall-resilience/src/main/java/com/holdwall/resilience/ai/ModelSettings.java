package com.holdwall.resilience.ai;

import com.holdwall.resilience.Breaker;
import org.jspecify.annotations.Nullable;

/** A model's settings, checked by {@link Model}. Zero is no limit, and no price. */
record ModelSettings(
    String name,
    String provider,
    int weight,
    int requestsPerMinute,
    int tokensPerMinute,
    int contextTokens,
    int answerTokens,
    Timeouts timeouts,
    @Nullable Breaker breaker,
    double inputPrice,
    double outputPrice) {

  /** How many tokens a prompt may have. */
  int promptTokens() {
    return contextTokens == 0 ? Integer.MAX_VALUE : Math.max(0, contextTokens - answerTokens);
  }
}
