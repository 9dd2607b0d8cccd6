package com.holdwall.resilience.ai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that a router did beyond asking one model. It holds names only, and neither prompts nor
 * what clients threw. Immutable.
 *
 * @param type what it did
 * @param model which model; null where there is none
 * @param error why, as far as it was a failure; null otherwise
 * @param duration how long it waits or leaves the model alone; zero otherwise
 */
public record RouterEvent(
    Type type, @Nullable String model, @Nullable ModelError error, Duration duration) {

  /** What a router does. */
  public enum Type {
    /** A model failed, and another is asked instead: {@code model} is the other one. */
    FALLBACK,
    /** A model is left alone for a while. */
    COOLED,
    /** A model's probe went well, and it takes calls again. */
    RECOVERED,
    /** All models cool: the call waits for the earliest. */
    WAITING,
    /** All models cool for longer than the call may wait: one of them is asked all the same. */
    LAST_RESORT,
    /** A second model was asked while the first had not answered. */
    HEDGED,
    /** A stream broke off after its first token, and another model starts it anew. */
    RESTARTED,
    /** A stream broke off after its first token, and another model goes on with it. */
    CONTINUED,
    /** No model gave an answer. */
    GAVE_UP
  }
}
