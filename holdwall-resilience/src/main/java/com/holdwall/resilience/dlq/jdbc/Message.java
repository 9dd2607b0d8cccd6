package com.holdwall.resilience.dlq.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record to be put into a queue. The bytes are not copied. Immutable otherwise. */
public final class Message {

  /** Far less than the dates that PostgreSQL knows. */
  static final Duration LONGEST_DELAY = Duration.ofDays(3_650);

  private final String topic;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<RawHeader> headers;
  private final Duration delay;

  private Message(
      String topic,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<RawHeader> headers,
      Duration delay) {
    this.topic = topic;
    this.key = key;
    this.value = value;
    this.headers = headers;
    this.delay = delay;
  }

  /**
   * A record without headers, due at once.
   *
   * @param topic what it is about: workers choose by it; not blank, without U+0000
   * @param key whose records keep their order; null for none
   * @param value the payload; null for a tombstone
   * @return the message
   * @throws IllegalArgumentException if the topic is blank or holds U+0000
   */
  public static Message of(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    Require.notBlank("topic", topic);
    return new Message(storable("topic", topic), key, value, List.of(), Duration.ZERO);
  }

  /**
   * A record of text, in UTF-8, without headers, due at once.
   *
   * @param topic what it is about: workers choose by it; not blank, without U+0000
   * @param key whose records keep their order; null for none
   * @param value the payload; null for a tombstone
   * @return the message
   * @throws IllegalArgumentException if the topic is blank or holds U+0000
   */
  public static Message text(String topic, @Nullable String key, @Nullable String value) {
    return of(
        topic,
        key == null ? null : key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8));
  }

  /**
   * The same message with headers.
   *
   * @param value all of them, in their order; names may repeat, but hold no U+0000, which
   *     PostgreSQL's text cannot hold
   * @return a copy
   * @throws IllegalArgumentException if a name holds U+0000
   */
  public Message withHeaders(List<RawHeader> value) {
    value.forEach(header -> storable("header name", header.name()));
    return new Message(topic, key, this.value, List.copyOf(value), delay);
  }

  /**
   * The same message, due later. Then it has no order among the others of its key.
   *
   * @param value how long after it is put in; from zero to 3,650 days, whole milliseconds count
   * @return a copy
   * @throws IllegalArgumentException if it is outside that
   */
  public Message after(Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "delay must be from PT0S to " + LONGEST_DELAY + ", but is " + value);
    }
    return new Message(topic, key, this.value, headers, value);
  }

  static String storable(String what, String text) {
    Objects.requireNonNull(text, what + " must not be null");
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what
              + " must not hold U+0000, which PostgreSQL cannot store, but does at index "
              + text.indexOf('\0'));
    }
    return text;
  }

  /** {@return what it is about} */
  public String topic() {
    return topic;
  }

  /** {@return the key, not a copy; null if it has none} */
  public byte @Nullable [] key() {
    return key;
  }

  /** {@return the value, not a copy; null for a tombstone} */
  public byte @Nullable [] value() {
    return value;
  }

  /** {@return the headers, in their order} */
  public List<RawHeader> headers() {
    return headers;
  }

  /** {@return how long after it is put in it is due} */
  public Duration delay() {
    return delay;
  }

  /** {@return the topic and the sizes: key and value may be secrets} */
  @Override
  public String toString() {
    return "Message["
        + topic
        + ", key "
        + size(key)
        + ", value "
        + size(value)
        + ", "
        + headers.size()
        + " headers]";
  }

  private static String size(byte @Nullable [] bytes) {
    return bytes == null ? "absent" : bytes.length + " bytes";
  }
}
