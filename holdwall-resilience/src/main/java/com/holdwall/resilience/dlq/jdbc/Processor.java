package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.BatchHandler;
import com.holdwall.resilience.dlq.Delivery;
import com.holdwall.resilience.dlq.RecordHandler;
import com.holdwall.resilience.dlq.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads records and hands them to the service's handler.
 *
 * @param <V> what values are read as
 */
final class Processor<V> {

  /** A handler of any form; answers whether the records' end is committed with what it did. */
  @FunctionalInterface
  private interface Handling<V> {
    boolean of(List<Row> rows, List<Delivery<V>> deliveries, RowTransaction transaction)
        throws Exception;
  }

  private final String group;
  private final RecordReader<V> reader;
  private final Handling<V> handling;
  private final int batchSize;

  private Processor(String group, RecordReader<V> reader, Handling<V> handling, int batchSize) {
    this.group = group;
    this.reader = Objects.requireNonNull(reader, "reader must not be null");
    this.handling = handling;
    this.batchSize = batchSize;
  }

  static <V> Processor<V> of(String group, RecordReader<V> reader, RecordHandler<V> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return new Processor<>(
        group,
        reader,
        (rows, deliveries, transaction) -> {
          handler.handle(deliveries.get(0));
          return false;
        },
        1);
  }

  static <V> Processor<V> of(String group, RecordReader<V> reader, ConnectionHandler<V> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return new Processor<>(
        group,
        reader,
        (rows, deliveries, transaction) -> {
          Delivery<V> delivery = deliveries.get(0);
          transaction.run(rows.get(0), connection -> handler.handle(delivery, connection));
          return true;
        },
        1);
  }

  static <V> Processor<V> of(
      String group, RecordReader<V> reader, BatchHandler<V> handler, int size) {
    Objects.requireNonNull(handler, "handler must not be null");
    return new Processor<>(
        group,
        reader,
        (rows, deliveries, transaction) -> {
          handler.handle(deliveries);
          return false;
        },
        size);
  }

  /** How many records an attempt takes at most. */
  int batchSize() {
    return batchSize;
  }

  /** One attempt. {@return whether the end of the records is committed with it} */
  boolean process(List<Row> rows, RowTransaction transaction) throws Exception {
    List<Delivery<V>> deliveries = new ArrayList<>(rows.size());
    // what comes in a batch comes for the first time, however often the batch does
    int attempt = rows.size() > 1 ? 1 : rows.get(0).attempts;
    for (Row row : rows) {
      deliveries.add(read(row, attempt));
    }
    return handling.of(rows, List.copyOf(deliveries), transaction);
  }

  private Delivery<V> read(Row row, int attempt) {
    try {
      return new Delivery<>(row, reader.read(row), attempt, group);
    } catch (VirtualMachineError | LinkageError fatal) {
      throw fatal;
    } catch (Throwable thrown) {
      throw new UndecodableException(thrown);
    }
  }
}
