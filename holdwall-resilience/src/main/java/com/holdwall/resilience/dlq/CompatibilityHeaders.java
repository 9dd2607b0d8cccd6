package com.holdwall.resilience.dlq;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link DeadLetterInfo} under the header names of other systems. Stateless. */
public final class CompatibilityHeaders {

  private CompatibilityHeaders() {}

  /**
   * Writes the headers.
   *
   * @param style whose names
   * @param info what to write; long texts are left out of a letter that is not complete
   * @param timestampMillis the record's own timestamp
   * @return the headers, to be added to the library's own
   */
  public static List<RawHeader> write(
      Compatibility style, DeadLetterInfo info, long timestampMillis) {
    List<RawHeader> headers = new ArrayList<>();
    switch (style) {
      case SPRING -> spring(headers, info, timestampMillis);
      case CONNECT -> connect(headers, info);
      case HOLDWALL -> holdwall(headers, info);
    }
    return headers;
  }

  private static void spring(List<RawHeader> headers, DeadLetterInfo info, long timestampMillis) {
    add(headers, "kafka_dlt-original-topic", info.topic());
    headers.add(new RawHeader("kafka_dlt-original-partition", bytes(info.partition())));
    headers.add(new RawHeader("kafka_dlt-original-offset", bytes(info.offset())));
    headers.add(new RawHeader("kafka_dlt-original-timestamp", bytes(timestampMillis)));
    add(headers, "kafka_dlt-original-consumer-group", info.group());
    add(headers, "kafka_dlt-exception-fqcn", info.exceptionClass());
    if (info.disposition() == Disposition.COMPLETE) {
      add(headers, "kafka_dlt-exception-cause-fqcn", info.causeClass());
      add(headers, "kafka_dlt-exception-message", info.message());
      add(headers, "kafka_dlt-exception-stacktrace", info.stackTrace());
    }
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static void connect(List<RawHeader> headers, DeadLetterInfo info) {
    String prefix = "__connect.errors.";
    add(headers, prefix + "topic", info.topic());
    add(headers, prefix + "partition", Integer.toString(info.partition()));
    add(headers, prefix + "offset", Long.toString(info.offset()));
    add(headers, prefix + "connector.name", info.group());
    add(
        headers,
        prefix + "stage",
        info.stage() == Stage.DESERIALIZE ? "VALUE_CONVERTER" : "TASK_PUT");
    add(headers, prefix + "exception.class.name", info.exceptionClass());
    if (info.disposition() == Disposition.COMPLETE) {
      add(headers, prefix + "exception.message", info.message());
      add(headers, prefix + "exception.stacktrace", info.stackTrace());
    }
  }

  private static void holdwall(List<RawHeader> headers, DeadLetterInfo info) {
    add(headers, "original-topic", info.topic());
    add(headers, "original-partition", Integer.toString(info.partition()));
    add(headers, "original-offset", Long.toString(info.offset()));
    add(headers, "failure-count", Integer.toString(info.deliveryCount()));
    if (info.disposition() == Disposition.COMPLETE) {
      add(headers, "failure-reason", info.message());
    }
  }

  private static void add(List<RawHeader> headers, String name, @Nullable String text) {
    if (text != null) {
      headers.add(RawHeader.text(name, text));
    }
  }
}
