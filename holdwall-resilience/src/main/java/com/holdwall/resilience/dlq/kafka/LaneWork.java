package com.holdwall.resilience.dlq.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lanes do with their items.
 *
 * @param <T> the items
 */
interface LaneWork<T> {

  /** Whose items keep their order; equal keys share a lane. Null where no order is kept. */
  @Nullable Object key(T item);

  /**
   * Runs an item. It may {@link Lane#park} the item's key until {@link Lane#release}; without that
   * the item is over when this returns, and calls {@link Lane#release} itself.
   */
  void run(Lane<T> lane, T item);

  /** An item is over, and the next of its key has its turn. */
  void released(T over, T next);

  /** Runs some items at once; false if they have to be run one by one instead. */
  boolean runBatch(Lane<T> lane, List<T> items);

  /** How many items {@link #runBatch} takes at most; 1 if it is never called. */
  int batchSize();

  /** Whether nothing may be started now but urgent items. */
  boolean suspended();

  /** Whether an item may be started while all is suspended. */
  boolean urgent(T item);
}
