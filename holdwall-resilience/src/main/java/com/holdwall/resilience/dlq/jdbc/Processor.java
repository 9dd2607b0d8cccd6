package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.Delivery;
import com.holdwall.resilience.dlq.RecordHandler;
import com.holdwall.resilience.dlq.RecordReader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads records and hands them to the service's handler.
 *
 * @param <V> what values are read as
 */
final class Processor<V> {

  private final String group;
  private final RecordReader<V> reader;
  private final @Nullable RecordHandler<V> plain;
  private final @Nullable ConnectionHandler<V> withConnection;

  private Processor(
      String group,
      RecordReader<V> reader,
      @Nullable RecordHandler<V> plain,
      @Nullable ConnectionHandler<V> withConnection) {
    this.group = group;
    this.reader = Objects.requireNonNull(reader, "reader must not be null");
    this.plain = plain;
    this.withConnection = withConnection;
  }

  static <V> Processor<V> of(String group, RecordReader<V> reader, RecordHandler<V> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return new Processor<>(group, reader, handler, null);
  }

  static <V> Processor<V> of(String group, RecordReader<V> reader, ConnectionHandler<V> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return new Processor<>(group, reader, null, handler);
  }

  /** One attempt at one record. {@return whether its end is committed with it} */
  boolean process(Row row, RowTransaction transaction) throws Exception {
    Delivery<V> delivery = read(row);
    if (withConnection != null) {
      ConnectionHandler<V> handler = withConnection;
      transaction.run(row, connection -> handler.handle(delivery, connection));
      return true;
    }
    if (plain != null) {
      plain.handle(delivery);
    }
    return false;
  }

  private Delivery<V> read(Row row) {
    try {
      return new Delivery<>(row, reader.read(row), row.attempts, group);
    } catch (VirtualMachineError | LinkageError fatal) {
      throw fatal;
    } catch (Throwable thrown) {
      throw new UndecodableException(thrown);
    }
  }
}
