package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Nanos;
import java.time.Duration;

/**
 * Builds a {@link ModelRouter}. The defaults: models in order, a deadline of 60 s for the whole
 * call, no hedge. Not thread-safe; may be reused after {@link #build()}.
 *
 * @param <Q> the request
 * @param <R> the answer
 */
public final class ModelRouterBuilder<Q, R> extends RouterBuilder<Q, R, ModelRouterBuilder<Q, R>> {

  ModelRouterBuilder() {
    super(Duration.ofSeconds(60));
  }

  @Override
  ModelRouterBuilder<Q, R> self() {
    return this;
  }

  @Override
  long judgedNanos(Timeouts timeouts) {
    return Nanos.of(timeouts.total());
  }

  /**
   * Builds the router.
   *
   * @return a router with a copy of the settings
   * @throws IllegalStateException if there is no model of the first rank, there are more than 64
   *     models in all, or two of one name
   */
  public ModelRouter<Q, R> build() {
    return new ModelRouter<>(router());
  }
}
