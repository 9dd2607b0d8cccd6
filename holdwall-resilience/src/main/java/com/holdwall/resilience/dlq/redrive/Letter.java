package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.RawHeader;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter: a record of a dead-letter topic, or a row of a table of dead letters. The bytes
 * are not copied. Immutable otherwise.
 */
public final class Letter {

  private final String store;
  private final int partition;
  private final long offset;
  private final Instant time;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<RawHeader> headers;
  private final @Nullable DeadLetterInfo info;

  /**
   * Makes a letter.
   *
   * @param store the topic or the table that it is in
   * @param partition its partition there; 0 where there are none
   * @param offset its offset there, or the number of its row
   * @param time when it was written
   * @param key the record's key; null where it has none
   * @param value the record's value; null for a tombstone
   * @param headers all headers, those of {@link DeadLetterHeaders} included
   */
  public Letter(
      String store,
      int partition,
      long offset,
      Instant time,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<RawHeader> headers) {
    this.store = Objects.requireNonNull(store, "store must not be null");
    this.partition = partition;
    this.offset = offset;
    this.time = Objects.requireNonNull(time, "time must not be null");
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
    this.info = DeadLetterHeaders.read(headers).orElse(null);
  }

  /** {@return its partition in the dead-letter topic; 0 in a table} */
  public int partition() {
    return partition;
  }

  /** {@return its offset in the dead-letter topic, or the number of its row} */
  public long offset() {
    return offset;
  }

  /** {@return when it was written} */
  public Instant time() {
    return time;
  }

  /** {@return the record's key; null where it has none} */
  public byte @Nullable [] key() {
    return key;
  }

  /** {@return the record's value; null for a tombstone, and in a pointer} */
  public byte @Nullable [] value() {
    return value;
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
    return store + "-" + partition + "-" + offset;
  }
}
