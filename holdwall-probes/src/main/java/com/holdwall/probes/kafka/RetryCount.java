package com.holdwall.probes.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** How often a record was sent back by the service itself, by its header. Stateless. */
public final class RetryCount {

  /** The header's name: a decimal number in UTF-8. */
  public static final String HEADER = "retry-count";

  private RetryCount() {}

  /**
   * Reads a record's header.
   *
   * @param headers the record's headers
   * @return the last header's number; 0 without one; 1 if it is there and is no such number, since
   *     what sent it wanted to say that the record comes again
   */
  public static int of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null) {
      return 0;
    }
    byte[] value = header.value();
    try {
      return value == null ? 1 : Math.max(0, Integer.parseInt(new String(value, UTF_8).strip()));
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
