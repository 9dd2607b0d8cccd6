/**
 * Records in a table, for services without Kafka: {@link
 * com.holdwall.resilience.dlq.jdbc.JdbcQueue} writes them, within the caller's own transaction
 * where wanted, {@link com.holdwall.resilience.dlq.jdbc.ReliableWorker} hands them to the same
 * handlers as {@code dlq.kafka}, and {@link com.holdwall.resilience.dlq.jdbc.JdbcRedrive} puts dead
 * letters back. Needs a {@code javax.sql.DataSource} of PostgreSQL 12 or newer, and no driver's
 * classes.
 */
@NullMarked
package com.holdwall.resilience.dlq.jdbc;

import org.jspecify.annotations.NullMarked;
