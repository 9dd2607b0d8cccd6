package com.holdwall.resilience.ai;

import org.jspecify.annotations.Nullable;

/**
 * Counts a prompt's tokens before a call is billed. Models that it does not fit are not asked; if
 * it fits none, it is trimmed to the largest or refused with a {@link PromptTooLongException}. The
 * count is also what a call reserves of a model's tokens per minute. Implementations are
 * thread-safe.
 *
 * @param <Q> the request
 */
@FunctionalInterface
public interface PromptSize<Q> {

  /**
   * Counts.
   *
   * @param request what is to be asked
   * @return its tokens; an estimate will do, rather too many than too few
   */
  int tokens(Q request);

  /**
   * Makes a prompt shorter, such as by leaving out the oldest messages. The default refuses.
   *
   * @param request what is to be asked
   * @param most how many tokens it may have
   * @return a shorter request; null to refuse
   */
  default @Nullable Q trim(Q request, int most) {
    return null;
  }
}
