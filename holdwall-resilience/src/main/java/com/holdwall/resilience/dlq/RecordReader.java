package com.holdwall.resilience.dlq;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value out of a record's bytes. What it throws makes the record a dead letter of stage
 * {@link Stage#DESERIALIZE} at once: the same bytes would fail again. Implementations are
 * thread-safe.
 *
 * @param <V> what it makes
 */
@FunctionalInterface
public interface RecordReader<V> {

  /**
   * Reads a value.
   *
   * @param source the record; its value may be null
   * @return the value; may be null, for a tombstone
   * @throws Exception if the bytes make no value
   */
  @Nullable V read(Received source) throws Exception;

  /** {@return the reader that hands on the bytes, null for a tombstone} */
  static RecordReader<byte[]> bytes() {
    return Received::value;
  }

  /** {@return the reader of UTF-8 text, null for a tombstone; malformed bytes are an error} */
  static RecordReader<String> text() {
    return source -> decode(source.value());
  }

  private static @Nullable String decode(byte @Nullable [] bytes) throws CharacterCodingException {
    return bytes == null
        ? null
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
