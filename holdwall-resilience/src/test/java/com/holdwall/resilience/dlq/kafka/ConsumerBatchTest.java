package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.BatchContract;
import com.holdwall.resilience.dlq.BatchHandler;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.redrive.Letter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Batches on a real broker. */
class ConsumerBatchTest extends OneMember implements BatchContract {

  @Override
  public void fill(List<byte[]> values) {
    topics.create(topic, 1);
    topics.fill(
        topic,
        values.size(),
        (i, to) -> new ProducerRecord<>(to, TestTopics.bytes("key" + i % KEYS), values.get(i)));
  }

  @Override
  public <V> Running start(RecordReader<V> reader, int size, BatchHandler<V> handler) {
    return new OfConsumer(builder().buildBatch(reader, size, handler).start());
  }

  @Override
  public List<Letter> letters() {
    return topics.all(letters).stream().map(ConsumerBatchTest::letter).toList();
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> record) {
    List<RawHeader> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new RawHeader(header.key(), header.value())));
    return new Letter(
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.key(),
        record.value(),
        headers);
  }

  private record OfConsumer(ReliableConsumer consumer) implements Running {

    @Override
    public long processed() {
      return consumer.counts().processed();
    }

    @Override
    public long failedAttempts() {
      return consumer.counts().failedAttempts();
    }

    @Override
    public long deadLettered() {
      return consumer.counts().deadLettered();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
