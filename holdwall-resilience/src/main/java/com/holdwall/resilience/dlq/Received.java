package com.holdwall.resilience.dlq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came: coordinates and raw bytes. The bytes are not copies and must not be changed.
 * Implementations are thread-safe.
 */
public interface Received {

  /** {@return where the record was first written to, also when it comes from a retry topic} */
  String topic();

  /** {@return the partition of {@link #topic()}; 0 where there are none} */
  int partition();

  /** {@return the offset in the partition, or the number of the row} */
  long offset();

  /** {@return when the record was written, in milliseconds since 1970; -1 where unknown} */
  long timestampMillis();

  /** {@return the key; null where it has none} */
  byte @Nullable [] key();

  /** {@return the value; null for a tombstone} */
  byte @Nullable [] value();

  /** {@return all headers, in their order} */
  List<RawHeader> headers();

  /**
   * Reads one header as UTF-8. Where a name repeats, the last one wins.
   *
   * @param name the header's name
   * @return its text; null where it is absent
   */
  default @Nullable String header(String name) {
    String text = null;
    for (RawHeader header : headers()) {
      if (header.name().equals(name)) {
        text = header.text();
      }
    }
    return text;
  }
}
