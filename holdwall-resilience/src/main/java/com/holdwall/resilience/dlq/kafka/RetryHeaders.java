package com.holdwall.resilience.dlq.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The headers of a record in a retry topic: UTF-8 text, numbers in decimal. Stateless. */
final class RetryHeaders {

  static final String PREFIX = "__retry.";
  static final String ATTEMPTS = PREFIX + "attempts";
  static final String NOT_BEFORE = PREFIX + "not.before";
  private static final String TOPIC = PREFIX + "topic";
  private static final String PARTITION = PREFIX + "partition";
  private static final String OFFSET = PREFIX + "offset";
  private static final String TIMESTAMP = PREFIX + "timestamp";
  private static final String FIRST_FAILURE = PREFIX + "first.failure";

  private RetryHeaders() {}

  /** The headers of a record that goes to a retry topic. */
  static List<Header> write(InFlight item, Instant firstFailure, long notBeforeMillis) {
    List<Header> headers = new ArrayList<>();
    for (Header header : item.raw.headers()) {
      if (!header.key().startsWith(PREFIX)) {
        headers.add(header);
      }
    }
    Origin origin = item.origin();
    add(headers, TOPIC, origin.topic());
    add(headers, PARTITION, origin.partition());
    add(headers, OFFSET, origin.offset());
    add(headers, TIMESTAMP, origin.timestampMillis());
    add(headers, ATTEMPTS, origin.attempts() + item.attempts);
    add(headers, FIRST_FAILURE, firstFailure.toEpochMilli());
    add(headers, NOT_BEFORE, notBeforeMillis);
    return headers;
  }

  private static void add(List<Header> headers, String name, Object value) {
    headers.add(new RecordHeader(name, value.toString().getBytes(UTF_8)));
  }

  /** Where the record of a retry topic came from; the record itself, if that cannot be read. */
  static Origin origin(ConsumerRecord<byte[], byte[]> raw) {
    String topic = text(raw, TOPIC);
    long offset = number(raw, OFFSET, -1);
    long partition = number(raw, PARTITION, -1);
    if (topic == null || offset < 0 || partition < 0) {
      return Origin.of(raw);
    }
    long first = number(raw, FIRST_FAILURE, -1);
    return new Origin(
        topic,
        (int) partition,
        offset,
        number(raw, TIMESTAMP, -1),
        (int) number(raw, ATTEMPTS, 0),
        first < 0 ? null : Instant.ofEpochMilli(first));
  }

  /** When the record is due, in milliseconds since 1970; 0 if it does not say. */
  static long notBefore(ConsumerRecord<byte[], byte[]> raw) {
    return number(raw, NOT_BEFORE, 0);
  }

  private static long number(ConsumerRecord<byte[], byte[]> raw, String name, long absent) {
    String text = text(raw, name);
    try {
      return text == null ? absent : Long.parseLong(text);
    } catch (NumberFormatException unreadable) {
      return absent;
    }
  }

  private static @Nullable String text(ConsumerRecord<byte[], byte[]> raw, String name) {
    Header header = raw.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
