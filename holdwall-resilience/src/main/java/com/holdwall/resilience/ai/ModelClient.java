package com.holdwall.resilience.ai;

/**
 * A client of a model that blocks until the answer is there. Its own retries should be off: they
 * would add up with the router's. It should end on an interrupt, which is how a call that takes too
 * long is ended. Implementations are thread-safe.
 *
 * @param <Q> the request
 * @param <R> the answer
 */
@FunctionalInterface
public interface ModelClient<Q, R> {

  /**
   * Asks the model.
   *
   * @param request what to ask
   * @param call what is known about this call, and where to tell what it used
   * @return the answer
   * @throws Exception if there is none; the {@link ErrorTable} says what that means
   */
  R ask(Q request, ModelCall call) throws Exception;
}
