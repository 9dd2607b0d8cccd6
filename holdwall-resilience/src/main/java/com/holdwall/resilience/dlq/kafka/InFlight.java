package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record between its poll and its commit. Its fields belong to whoever runs it: its lane, then
 * the guard's timer, then the publisher, one after the other.
 */
final class InFlight extends Slot implements Received {

  private enum Begin {
    WAITING,
    STARTED,
    LEFT
  }

  private static final AtomicReferenceFieldUpdater<InFlight, Begin> BEGIN =
      AtomicReferenceFieldUpdater.newUpdater(InFlight.class, Begin.class, "begin");

  final PartitionState partition;
  final ConsumerRecord<byte[], byte[]> raw;
  final Lane<InFlight> lane;

  /** Where a record out of a retry topic came from; null for one from its source. */
  private final @Nullable Origin retried;

  /** Attempts by this process; those before are in {@link Origin#attempts()}. */
  int attempts;

  @Nullable Instant firstFailure;
  FloodBreaker.@Nullable Evidence evidence;

  /** The evidence is that of an earlier record of the key. */
  boolean inherits;

  /** It failed for a transient reason, and others were served. */
  boolean givenUp;

  List<ProducerRecord<byte[], byte[]>> outputs = List.of();

  /** In a transaction: what is written together with the offset. */
  @Nullable Parcel parcel;

  /** The first attempt runs at once; a retry waits for its lane. */
  boolean firstAttempt;

  @Nullable CompletableFuture<@Nullable Void> retry;

  private volatile Begin begin = Begin.WAITING;

  /** It was not processed and comes again. */
  volatile boolean letGo;

  /** The one that probes while all others wait. */
  volatile boolean probe;

  /** True from the first hold on: it is counted among the held. */
  volatile boolean held;

  InFlight(PartitionState partition, ConsumerRecord<byte[], byte[]> raw, Lane<InFlight> lane) {
    super(raw.offset());
    this.partition = partition;
    this.raw = raw;
    this.lane = lane;
    this.retried = partition.step == 0 ? null : RetryHeaders.origin(raw);
  }

  /** Starts it, unless it is left to the next owner of its partition. {@return whether it runs} */
  boolean start() {
    return begin == Begin.STARTED || BEGIN.compareAndSet(this, Begin.WAITING, Begin.STARTED);
  }

  /**
   * Leaves it to the next owner of its partition, unless it was started. {@return whether it is}
   */
  boolean leave() {
    return begin == Begin.LEFT || BEGIN.compareAndSet(this, Begin.WAITING, Begin.LEFT);
  }

  boolean left() {
    return begin == Begin.LEFT;
  }

  /** Where it was first written to. */
  Origin origin() {
    return retried == null ? Origin.of(raw) : retried;
  }

  int bytes() {
    return Math.max(0, raw.serializedKeySize()) + Math.max(0, raw.serializedValueSize());
  }

  @Override
  public String topic() {
    return retried == null ? raw.topic() : retried.topic();
  }

  @Override
  public int partition() {
    return retried == null ? raw.partition() : retried.partition();
  }

  @Override
  public long offset() {
    return retried == null ? raw.offset() : retried.offset();
  }

  @Override
  public long timestampMillis() {
    return retried == null ? raw.timestamp() : retried.timestampMillis();
  }

  @Override
  public byte @Nullable [] key() {
    return raw.key();
  }

  @Override
  public byte @Nullable [] value() {
    return raw.value();
  }

  @Override
  public List<RawHeader> headers() {
    List<RawHeader> headers = new ArrayList<>();
    for (Header header : raw.headers()) {
      if (partition.step == 0 || !header.key().startsWith(RetryHeaders.PREFIX)) {
        headers.add(new RawHeader(header.key(), header.value()));
      }
    }
    return headers;
  }

  @Override
  public String toString() {
    return topic() + "-" + partition() + "-" + offset();
  }
}
