package com.holdwall.resilience.dlq;

/**
 * Processes one record into others. What it gives to {@code outputs} is written only if the attempt
 * succeeds, and the record counts as processed only when all of it is acknowledged. Otherwise as
 * {@link RecordHandler}.
 *
 * @param <V> what values are read as
 */
@FunctionalInterface
public interface OutputHandler<V> {

  /**
   * Processes a record.
   *
   * @param delivery the record
   * @param outputs takes the records to write, in order; good for this call only
   * @throws Exception if it could not; nothing of this attempt is written then
   */
  void handle(Delivery<V> delivery, Outputs outputs) throws Exception;
}
