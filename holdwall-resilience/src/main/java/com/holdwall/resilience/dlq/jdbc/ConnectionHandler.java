package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.Delivery;
import java.sql.Connection;

/**
 * Processes one record with a connection to the queue's own database. What it does on that
 * connection and the end of the record are one transaction: however often the record comes, its
 * effect is committed once. What it does elsewhere may be repeated. Otherwise as {@link
 * com.holdwall.resilience.dlq.RecordHandler}.
 *
 * @param <V> what values are read as
 */
@FunctionalInterface
public interface ConnectionHandler<V> {

  /**
   * Processes a record.
   *
   * @param delivery the record
   * @param connection good for this call only; committing, rolling back to the start and closing
   *     are the worker's, and throw a {@link java.sql.SQLException} here
   * @throws Exception if it could not; nothing that it did on the connection is committed then
   */
  void handle(Delivery<V> delivery, Connection connection) throws Exception;
}
