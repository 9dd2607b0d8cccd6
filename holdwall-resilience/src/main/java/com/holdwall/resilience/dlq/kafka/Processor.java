package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.BatchHandler;
import com.holdwall.resilience.dlq.Delivery;
import com.holdwall.resilience.dlq.OutputHandler;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.RecordReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads records and hands them to the service's handler.
 *
 * @param <V> what values are read as
 */
final class Processor<V> {

  private final String group;
  private final RecordReader<V> reader;
  private final @Nullable OutputHandler<V> single;
  private final @Nullable BatchHandler<V> batch;
  private final int batchSize;

  private Processor(
      String group,
      RecordReader<V> reader,
      @Nullable OutputHandler<V> single,
      @Nullable BatchHandler<V> batch,
      int batchSize) {
    this.group = group;
    this.reader = reader;
    this.single = single;
    this.batch = batch;
    this.batchSize = batchSize;
  }

  static <V> Processor<V> of(String group, RecordReader<V> reader, OutputHandler<V> handler) {
    return new Processor<>(group, reader, handler, null, 1);
  }

  static <V> Processor<V> of(
      String group, RecordReader<V> reader, BatchHandler<V> handler, int size) {
    return new Processor<>(group, reader, null, handler, size);
  }

  int batchSize() {
    return batchSize;
  }

  /** One attempt at one record. What it wants to write is the record's only if it succeeds. */
  void process(InFlight item) throws Exception {
    Delivery<V> delivery = read(item);
    if (single == null) {
      handle(List.of(delivery));
      return;
    }
    Collected outputs = new Collected();
    single.handle(delivery, outputs);
    item.outputs = outputs.records;
  }

  /** One attempt at some records. */
  void processAll(List<InFlight> items) throws Exception {
    List<Delivery<V>> deliveries = new ArrayList<>(items.size());
    for (InFlight item : items) {
      deliveries.add(read(item));
    }
    handle(List.copyOf(deliveries));
  }

  private void handle(List<Delivery<V>> deliveries) throws Exception {
    if (batch != null) {
      batch.handle(deliveries);
    }
  }

  private Delivery<V> read(InFlight item) {
    try {
      return new Delivery<>(item, reader.read(item), item.attempts, group);
    } catch (VirtualMachineError | LinkageError fatal) {
      throw fatal;
    } catch (Throwable thrown) {
      throw new UndecodableException(thrown);
    }
  }

  private static final class Collected implements com.holdwall.resilience.dlq.Outputs {

    private List<ProducerRecord<byte[], byte[]>> records = List.of();

    @Override
    public void add(
        String topic, byte @Nullable [] key, byte @Nullable [] value, List<RawHeader> headers) {
      if (records.isEmpty()) {
        records = new ArrayList<>(1);
      }
      List<Header> kafka =
          headers.isEmpty() ? List.of() : headers.stream().map(Parcels::kafka).toList();
      records.add(new ProducerRecord<>(topic, null, null, key, value, kafka));
    }
  }
}
