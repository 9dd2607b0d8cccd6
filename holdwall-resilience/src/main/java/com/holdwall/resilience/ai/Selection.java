package com.holdwall.resilience.ai;

import com.holdwall.resilience.RandomSource;
import java.util.List;

/** How a router chooses among the models of the first rank that are well and inside their quota. */
public enum Selection {

  /** The first, in the order in which they were given. The default. */
  ORDERED {
    @Override
    int choose(List<? extends Slot<?, ?>> slots, long able, RandomSource random, long now) {
      return Long.numberOfTrailingZeros(able);
    }
  },

  /** At random, in proportion to their weights. */
  WEIGHTED {
    @Override
    int choose(List<? extends Slot<?, ?>> slots, long able, RandomSource random, long now) {
      long sum = 0;
      for (long rest = able; rest != 0; rest &= rest - 1) {
        sum += slots.get(Long.numberOfTrailingZeros(rest)).settings.weight();
      }
      long drawn = random.nextLong(sum);
      long rest = able;
      while (true) {
        int index = Long.numberOfTrailingZeros(rest);
        drawn -= slots.get(index).settings.weight();
        if (drawn < 0) {
          return index;
        }
        rest &= rest - 1;
      }
    }
  },

  /**
   * Two at random, and of these the one with the lower {@code (calls under way + 1) * average
   * latency / weight}: Mitzenmacher's power of two choices. It keeps away from slow models without
   * sending all callers to the same one.
   */
  POWER_OF_TWO {
    @Override
    int choose(List<? extends Slot<?, ?>> slots, long able, RandomSource random, long now) {
      int count = Long.bitCount(able);
      int first = (int) random.nextLong(count);
      int second = (int) random.nextLong(count - 1);
      int one = nth(able, first);
      int other = nth(able, second < first ? second : second + 1);
      return score(slots.get(one), now) <= score(slots.get(other), now) ? one : other;
    }
  };

  /** One of the set bits, of which there are two at least. */
  abstract int choose(List<? extends Slot<?, ?>> slots, long able, RandomSource random, long now);

  private static double score(Slot<?, ?> slot, long now) {
    return slot.state.load.score(slot.settings.weight(), now);
  }

  private static int nth(long bits, int n) {
    long rest = bits;
    for (int i = 0; i < n; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest);
  }
}
