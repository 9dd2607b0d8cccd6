package com.holdwall.resilience.ai;

import org.jspecify.annotations.Nullable;

/**
 * A request as it is sent, after it was measured and, if need be, trimmed.
 *
 * @param tokens its size; 0 where nobody measures
 * @param fits the models that take it, as bits
 */
record Prompt<Q>(Q request, int tokens, long fits) {

  private static final long ALL = -1;

  /**
   * Measures a request, so that nothing is billed that no model would take.
   *
   * @throws PromptTooLongException if it fits into no model, and cannot be trimmed to
   */
  static <Q> Prompt<Q> of(Router<Q, ?> router, Q request) {
    PromptSize<Q> size = router.settings.promptSize();
    if (size == null) {
      return new Prompt<>(request, 0, ALL);
    }
    Prompt<Q> whole = measured(router, size, request);
    return (router.models.general & whole.fits) != 0 ? whole : trimmed(router, size, whole);
  }

  private static <Q> Prompt<Q> measured(Router<Q, ?> router, PromptSize<Q> size, Q request) {
    int tokens = size.tokens(request);
    return new Prompt<>(request, tokens, router.models.fitting(tokens));
  }

  private static <Q> Prompt<Q> trimmed(Router<Q, ?> router, PromptSize<Q> size, Prompt<Q> whole) {
    int most = router.models.longestPrompt();
    @Nullable Q shorter = size.trim(whole.request, most);
    Prompt<Q> prompt = shorter == null ? whole : measured(router, size, shorter);
    if ((router.models.general & prompt.fits) == 0) {
      router.tally.failed.increment();
      throw new PromptTooLongException(prompt.tokens, most);
    }
    return prompt;
  }
}
