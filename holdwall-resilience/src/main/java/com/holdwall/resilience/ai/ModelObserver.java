package com.holdwall.resilience.ai;

/**
 * Hears of each call of a model, for statistics: the probes module's {@code ModelCallStatistics}
 * takes the same three things, and the AI probe reads them from there. Called on the thread that
 * the call ends on; should be quick; what it throws is dropped. Thread-safe.
 *
 * <pre>{@code
 * new ModelObserver() {
 *   public void ended(String provider, String model, ModelOutcome outcome, long nanos) {
 *     calls.model(provider, model).ended(CallOutcome.valueOf(outcome.name()), nanos);
 *   } // and so on
 * }
 * }</pre>
 */
public interface ModelObserver {

  /**
   * A call ended. A call that was cancelled, or that lost to its hedge, is not told.
   *
   * @param provider the provider's name
   * @param model the model's name
   * @param outcome how it ended
   * @param nanos how long it took, in nanoseconds
   */
  void ended(String provider, String model, ModelOutcome outcome, long nanos);

  /**
   * The first content of a streamed answer came.
   *
   * @param provider the provider's name
   * @param model the model's name
   * @param nanos how long it took from the request on, in nanoseconds
   */
  default void firstToken(String provider, String model, long nanos) {}

  /**
   * A client told what a call used.
   *
   * @param provider the provider's name
   * @param model the model's name
   * @param input tokens of the prompt
   * @param output tokens of the answer
   */
  default void tokens(String provider, String model, long input, long output) {}
}
