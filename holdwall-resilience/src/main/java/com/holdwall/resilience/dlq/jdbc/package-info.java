/**
 * Records in a table, for services without Kafka: {@link
 * com.holdwall.resilience.dlq.jdbc.JdbcQueue} writes them, within the caller's own transaction
 * where wanted, {@link com.holdwall.resilience.dlq.jdbc.ReliableWorker} hands them to the same
 * handlers as {@code dlq.kafka}, and {@link com.holdwall.resilience.dlq.jdbc.JdbcRedrive} puts dead
 * letters back. Needs a {@code javax.sql.DataSource} of PostgreSQL 12 or newer, and no driver's
 * classes.
 *
 * <p>What corresponds to what: a handler of one record ({@code build}) and one of batches ({@code
 * buildBatch}) are the same in both packages, and batches have neither outputs there nor a
 * connection here. {@link com.holdwall.resilience.dlq.jdbc.ConnectionHandler} stands for {@code
 * buildWithOutputs} and for the exactly-once mode: what it writes on its connection, into other
 * tables or with {@code JdbcQueue.send} into a queue, is committed with the end of the record.
 * {@code delayedRetries} stands for retry topics, a lease for the assignment of a partition, the
 * letters' table for the dead-letter topic. Compatibility headers have no counterpart, as no other
 * library reads these tables.
 */
@NullMarked
package com.holdwall.resilience.dlq.jdbc;

import org.jspecify.annotations.NullMarked;
