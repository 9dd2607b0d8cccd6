package com.holdwall.resilience.ai;

import java.util.ArrayList;
import java.util.List;

/**
 * The models that one call may still ask: those that its prompt fits into, less those that were
 * asked, less those that a failure ruled out. Models are bits of a long. Not thread-safe.
 */
final class Candidates<Q, R> {

  /** How long to wait where a model's probe is under way and nobody knows for how long. */
  static final long POLL_NANOS = 20_000_000;

  private final Router<Q, R> router;
  private final int promptTokens;
  private final long fits;

  /** Of the models that the prompt fits into, the ones on the present chain. */
  private long allowed;

  private long tried;

  /** Models that were asked in vain, but may be again after they have cooled. */
  private long again;

  Candidates(Router<Q, R> router, Prompt<Q> prompt) {
    this.router = router;
    this.promptTokens = prompt.tokens();
    this.fits = prompt.fits();
    this.allowed = router.general & fits;
  }

  /** Those that a call could start with now. */
  long able(long now) {
    return router.able(left(), promptTokens, now);
  }

  private long left() {
    return allowed & ~tried;
  }

  boolean able(Slot<Q, R> slot, long now) {
    return slot.able(estimate(slot), now);
  }

  /** What a call of this model reserves of its tokens per minute. */
  long estimate(Slot<?, ?> slot) {
    return slot.estimate(promptTokens);
  }

  void asked(int index) {
    tried |= 1L << index;
  }

  /** Rules out whom the failure of one model rules out; false if that leaves nobody. */
  boolean goesOn(Slot<?, ?> failed, ModelError error) {
    switch (error.then()) {
      case STOP -> {
        return false;
      }
      case LARGER_MODELS -> allowed &= router.larger(failed);
      case POLICY_CHAIN -> allowed = router.policy & fits;
      case NEXT_MODEL -> {
        if (error == ModelError.RATE_LIMITED) {
          again |= 1L << router.slots().indexOf(failed);
        }
        // all models out for a while is something to wait for, not an end
        return true;
      }
    }
    return left() != 0;
  }

  /** In how many nanoseconds the first of them may be able; the longest time if there is none. */
  long soonestNanos(long now) {
    long soonest = Long.MAX_VALUE;
    for (long rest = allowed & (~tried | again); rest != 0; rest &= rest - 1) {
      long wait = waitNanos(Long.numberOfTrailingZeros(rest), now);
      soonest = Math.min(soonest, wait == 0 ? POLL_NANOS : wait);
    }
    return soonest;
  }

  /** After a wait, a model that had limited the rate may be asked once more. */
  void waited() {
    tried &= ~again;
    again = 0;
  }

  /** The model that is left alone for the shortest time; -1 if there is none. */
  int earliest(long now) {
    int index = -1;
    long shortest = Long.MAX_VALUE;
    for (long rest = left(); rest != 0; rest &= rest - 1) {
      int next = Long.numberOfTrailingZeros(rest);
      long wait = waitNanos(next, now);
      if (router.slot(next).leftAlone(now) && wait < shortest) {
        shortest = wait;
        index = next;
      }
    }
    return index;
  }

  /** A line for each model that was not asked. */
  List<String> notAsked(long now) {
    List<String> lines = new ArrayList<>();
    for (long rest = left(); rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      long millis = waitNanos(index, now) / 1_000_000;
      lines.add("'" + router.slot(index).state.name + "' not asked, able in " + millis + " ms");
    }
    return lines;
  }

  private long waitNanos(int index, long now) {
    Slot<Q, R> slot = router.slot(index);
    return slot.waitNanos(estimate(slot), now);
  }
}
