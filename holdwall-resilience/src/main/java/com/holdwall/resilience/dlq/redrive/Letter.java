package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.RawHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a dead-letter topic. The bytes are not copied. Immutable otherwise. */
public final class Letter {

  private final ConsumerRecord<byte[], byte[]> record;
  private final List<RawHeader> headers;
  private final @Nullable DeadLetterInfo info;

  Letter(ConsumerRecord<byte[], byte[]> record) {
    this.record = record;
    List<RawHeader> read = new ArrayList<>();
    record.headers().forEach(header -> read.add(new RawHeader(header.key(), header.value())));
    this.headers = List.copyOf(read);
    this.info = DeadLetterHeaders.read(headers).orElse(null);
  }

  /** {@return its partition in the dead-letter topic} */
  public int partition() {
    return record.partition();
  }

  /** {@return its offset in the dead-letter topic} */
  public long offset() {
    return record.offset();
  }

  /** {@return when it was written} */
  public Instant time() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** {@return the record's key; null where it has none} */
  public byte @Nullable [] key() {
    return record.key();
  }

  /** {@return the record's value; null for a tombstone, and in a pointer} */
  public byte @Nullable [] value() {
    return record.value();
  }

  /** {@return all headers} */
  public List<RawHeader> headers() {
    return headers;
  }

  /** {@return why it is a dead letter; empty if it was not written by this library} */
  public Optional<DeadLetterInfo> info() {
    return Optional.ofNullable(info);
  }

  /** {@return the coordinates: key and value may be secrets} */
  @Override
  public String toString() {
    return record.topic() + "-" + partition() + "-" + offset();
  }
}
