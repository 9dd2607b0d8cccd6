package com.holdwall.resilience.ai;

/**
 * A client of a model as a plain function; otherwise as {@link ModelClient}.
 *
 * @param <Q> the request
 * @param <R> the answer
 */
@FunctionalInterface
public interface ModelFunction<Q, R> {

  /**
   * Asks the model.
   *
   * @param request what to ask
   * @return the answer
   * @throws Exception if there is none
   */
  R ask(Q request) throws Exception;
}
