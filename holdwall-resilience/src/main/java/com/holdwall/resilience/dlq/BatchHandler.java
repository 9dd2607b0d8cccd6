package com.holdwall.resilience.dlq;

import java.util.List;

/**
 * Processes some records at once. Those of one key are in order, and one key is never in two
 * batches at the same time. When it throws, the records of the batch come again, each alone, so
 * that a poisonous one is found: processing must bear repetition. Otherwise as {@link
 * RecordHandler}.
 *
 * @param <V> what values are read as
 */
@FunctionalInterface
public interface BatchHandler<V> {

  /**
   * Processes the records.
   *
   * @param batch at least one record
   * @throws Exception if it could not process all of them
   */
  void handle(List<Delivery<V>> batch) throws Exception;
}
