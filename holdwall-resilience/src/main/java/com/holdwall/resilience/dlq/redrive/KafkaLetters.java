package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.dlq.RawHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads letters out of Kafka's records. */
final class KafkaLetters {

  private KafkaLetters() {}

  static Letter of(ConsumerRecord<byte[], byte[]> record) {
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
}
