package com.holdwall.resilience.ai;

import java.util.ArrayList;
import java.util.List;

/**
 * A router's models and what may be asked of them at a moment. Sets of models are the bits of a
 * long, in the order of the ranks, so that choosing allocates nothing. Immutable but for the
 * models' own state.
 */
final class Models<Q, R> {

  /** As many as a long has bits. */
  static final int MOST = 64;

  /** The rank of the models that only the content policy leads to. */
  static final int POLICY_RANK = Integer.MAX_VALUE;

  /** How long to wait where a model's probe is under way and nobody knows for how long. */
  static final long POLL_NANOS = 20_000_000;

  /** Those that any call may ask, and those that only a refused prompt leads to. */
  final long general;

  final long policy;
  private final List<Slot<Q, R>> slots;

  Models(List<Slot<Q, R>> slots) {
    this.slots = slots;
    long chain = 0;
    for (int i = 0; i < slots.size(); i++) {
      chain |= slots.get(i).rank == POLICY_RANK ? 1L << i : 0;
    }
    this.policy = chain;
    this.general = (slots.size() == MOST ? -1 : (1L << slots.size()) - 1) & ~chain;
  }

  List<Slot<Q, R>> slots() {
    return slots;
  }

  int size() {
    return slots.size();
  }

  Slot<Q, R> get(int index) {
    return slots.get(index);
  }

  int indexOf(Slot<?, ?> slot) {
    return slots.indexOf(slot);
  }

  /** Those of the models that a call could start with now. */
  long able(long models, int promptTokens, long now) {
    long able = 0;
    for (long rest = models; rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      Slot<Q, R> slot = slots.get(index);
      if (slot.able(slot.estimate(promptTokens), now)) {
        able |= 1L << index;
      }
    }
    return able;
  }

  /** One of the models, of those with the lowest rank. */
  int choose(long able, RouterSettings<Q, R> settings, long now) {
    int first = Long.numberOfTrailingZeros(able);
    int rank = slots.get(first).rank;
    long peers = 0;
    for (long rest = able; rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      if (slots.get(index).rank != rank) {
        break;
      }
      peers |= 1L << index;
    }
    return rank != 0 || peers == (peers & -peers)
        ? first
        : settings.selection().choose(slots, peers, settings.random(), now);
  }

  /** Models that declare a larger context than this one. */
  long larger(Slot<?, ?> than) {
    long larger = 0;
    for (int i = 0; i < slots.size(); i++) {
      boolean more = slots.get(i).settings.contextTokens() > than.settings.contextTokens();
      larger |= more ? 1L << i : 0;
    }
    return larger;
  }

  /** Models that take a prompt of so many tokens. */
  long fitting(int tokens) {
    long fitting = 0;
    for (int i = 0; i < slots.size(); i++) {
      fitting |= slots.get(i).settings.promptTokens() >= tokens ? 1L << i : 0;
    }
    return fitting;
  }

  /** The longest prompt that a model takes, but for those of the content policy. */
  int longestPrompt() {
    int most = 0;
    for (long rest = general; rest != 0; rest &= rest - 1) {
      int tokens = slots.get(Long.numberOfTrailingZeros(rest)).settings.promptTokens();
      most = Math.max(most, tokens);
    }
    return most;
  }

  /** In how many nanoseconds the first of them may be able; the longest time if there is none. */
  long soonestNanos(long models, int promptTokens, long now) {
    long soonest = Long.MAX_VALUE;
    for (long rest = models; rest != 0; rest &= rest - 1) {
      long wait = waitNanos(Long.numberOfTrailingZeros(rest), promptTokens, now);
      soonest = Math.min(soonest, wait == 0 ? POLL_NANOS : wait);
    }
    return soonest;
  }

  /** The one of them that is left alone for the shortest time; -1 if none is left alone. */
  int earliest(long models, int promptTokens, long now) {
    int index = -1;
    long shortest = Long.MAX_VALUE;
    for (long rest = models; rest != 0; rest &= rest - 1) {
      int next = Long.numberOfTrailingZeros(rest);
      long wait = waitNanos(next, promptTokens, now);
      if (slots.get(next).leftAlone(now) && wait < shortest) {
        shortest = wait;
        index = next;
      }
    }
    return index;
  }

  /** A line for each of the models, which were not asked. */
  List<String> notAsked(long models, int promptTokens, long now) {
    List<String> lines = new ArrayList<>();
    for (long rest = models; rest != 0; rest &= rest - 1) {
      int index = Long.numberOfTrailingZeros(rest);
      long millis = waitNanos(index, promptTokens, now) / 1_000_000;
      lines.add("'" + slots.get(index).state.name + "' not asked, able in " + millis + " ms");
    }
    return lines;
  }

  private long waitNanos(int index, int promptTokens, long now) {
    Slot<Q, R> slot = slots.get(index);
    return slot.waitNanos(slot.estimate(promptTokens), now);
  }
}
