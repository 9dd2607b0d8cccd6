package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.Received;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that this worker has leased. Its fields belong to whoever runs it: a worker thread, then
 * the guard's timer, then the loop, one after the other; those that others look at are volatile.
 */
final class Row implements Received {

  private final long id;
  private final String topic;
  private final long timestampMillis;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<RawHeader> headers;

  /** How many delayed retries it has had. */
  final int step;

  /** Attempts before its last delay. */
  final int attemptsBefore;

  /** Attempts since it was leased, at it alone. */
  int attempts;

  @Nullable Instant firstFailure;

  /** The counts at its first failure since it was leased, or since an outage ended. */
  OutageRule.@Nullable Evidence evidence;

  /** Transient failures of this record since {@link #evidence} was taken. */
  int ownFailures;

  /** Its handler's present turn, or the last one; null before the first. */
  volatile @Nullable Turn turn;

  /** Its end is committed together with what the handler did. */
  volatile boolean committed;

  /** Its lease is another worker's now: what is done with it here counts no more. */
  volatile boolean lost;

  /** The one that probes while all others wait. */
  volatile boolean probe;

  /** True from the first hold on: it is counted among the held. */
  volatile boolean held;

  Row(
      long id,
      String topic,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<RawHeader> headers,
      int step,
      int attemptsBefore,
      @Nullable Instant firstFailure) {
    this.id = id;
    this.topic = topic;
    this.timestampMillis = timestampMillis;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.step = step;
    this.attemptsBefore = attemptsBefore;
    this.firstFailure = firstFailure;
  }

  long id() {
    return id;
  }

  /** Whether a handler has it at this moment. */
  boolean running() {
    Turn present = turn;
    return present != null && present.running();
  }

  /** Of key and value. */
  long bytes() {
    return (key == null ? 0 : key.length) + (long) (value == null ? 0 : value.length);
  }

  /** How many attempts it was given in all; at least 1. */
  int allAttempts() {
    return Math.max(1, attemptsBefore + attempts);
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public int partition() {
    return 0;
  }

  @Override
  public long offset() {
    return id;
  }

  @Override
  public long timestampMillis() {
    return timestampMillis;
  }

  @Override
  public byte @Nullable [] key() {
    return key;
  }

  @Override
  public byte @Nullable [] value() {
    return value;
  }

  @Override
  public List<RawHeader> headers() {
    return headers;
  }

  /** {@return the coordinates: key and value may be secrets} */
  @Override
  public String toString() {
    return topic + "-0-" + id;
  }
}
