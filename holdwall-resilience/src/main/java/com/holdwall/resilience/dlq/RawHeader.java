package com.holdwall.resilience.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One header of a record, as it came: names may repeat, values are bytes and may be absent. The
 * bytes are not copied and must not be changed. Immutable otherwise.
 */
public final class RawHeader {

  private final String name;
  private final byte @Nullable [] value;

  /**
   * Makes a header.
   *
   * @param name its name; may be empty, as Kafka allows that
   * @param value its value; null where the header has none
   */
  public RawHeader(String name, byte @Nullable [] value) {
    this.name = Objects.requireNonNull(name, "name must not be null");
    this.value = value;
  }

  /**
   * A header of text.
   *
   * @param name its name
   * @param text its value, written as UTF-8
   * @return the header
   */
  public static RawHeader text(String name, String text) {
    return new RawHeader(name, text.getBytes(UTF_8));
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return its value, not a copy; null where the header has none} */
  public byte @Nullable [] value() {
    return value;
  }

  /** {@return its value read as UTF-8; null where the header has none} */
  public @Nullable String text() {
    return value == null ? null : new String(value, UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawHeader that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  /** {@return the name and the size: a value may be a secret} */
  @Override
  public String toString() {
    return name + "[" + (value == null ? "absent" : value.length + " bytes") + "]";
  }
}
