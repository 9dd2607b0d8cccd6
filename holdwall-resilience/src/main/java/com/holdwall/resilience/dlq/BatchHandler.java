package com.holdwall.resilience.dlq;

import java.util.List;

/**
 * Processes some records at once. Those of one key are in order, and one key is never in two
 * batches at the same time. When it throws, the guard may hand it the same batch again; then the
 * records of the batch come again, each alone, so that a poisonous one is found: processing must
 * bear repetition. A batch with a record that cannot be read does not come at all, but its other
 * records each alone. Otherwise as {@link RecordHandler}.
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
