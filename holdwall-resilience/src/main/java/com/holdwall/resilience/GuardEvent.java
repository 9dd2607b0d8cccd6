package com.holdwall.resilience;

import org.jspecify.annotations.Nullable;

/**
 * Something that a guard did beyond making the call. A call that goes well, and one that is
 * refused, are counted and make no event. Immutable.
 *
 * @param guard the guard's name
 * @param type what it did
 * @param attempt after how many attempts of this call; 0 if it made none
 * @param failure the last attempt's failure; null if there is none
 */
public record GuardEvent(String guard, Type type, int attempt, @Nullable Throwable failure) {

  /** What a guard does. */
  public enum Type {
    /** It makes another attempt after a wait. */
    RETRY,
    /** A retry brought the answer. */
    RECOVERED,
    /** It gave up: no attempt or no time is left, or the failure is not worth another attempt. */
    GAVE_UP,
    /** It gave up because the retry budget was empty. */
    BUDGET_EMPTY,
    /** It sent a second attempt while the first one ran. */
    HEDGED,
    /** It answered with the fallback. */
    FALLBACK
  }
}
