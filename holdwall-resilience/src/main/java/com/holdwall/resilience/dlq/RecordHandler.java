package com.holdwall.resilience.dlq;

/**
 * Processes one record. Records of one key come one at a time and in order; different keys run at
 * once, so implementations are thread-safe. It runs on a worker thread and may block; when the
 * record's partition is taken away it is interrupted. A record may come more than once.
 *
 * @param <V> what values are read as
 */
@FunctionalInterface
public interface RecordHandler<V> {

  /**
   * Processes a record.
   *
   * @param delivery the record
   * @throws Exception if it could not; the failure classifier says whether another attempt follows
   */
  void handle(Delivery<V> delivery) throws Exception;
}
