package com.holdwall.resilience.ai;

import java.util.concurrent.CompletionStage;

/**
 * A client of a model whose answer comes later; otherwise as {@link ModelClient}. A call that is
 * given up has its stage cancelled and the hooks of {@link ModelCall#onCancel} run.
 *
 * @param <Q> the request
 * @param <R> the answer
 */
@FunctionalInterface
public interface AsyncModelClient<Q, R> {

  /**
   * Asks the model and does not block.
   *
   * @param request what to ask
   * @param call what is known about this call, and where to tell what it used
   * @return the answer
   * @throws Exception if the request could not be sent
   */
  CompletionStage<R> ask(Q request, ModelCall call) throws Exception;
}
