package com.holdwall.resilience.dlq;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DeadLetterInfo} as headers: UTF-8 text that any console shows, numbers in decimal, times
 * in ISO-8601, each name once. {@code __dlq.errors.topic}, {@code .partition}, {@code .offset},
 * {@code .group}, {@code .delivery.count} and {@code .message} are the names of Kafka 4.4's share
 * groups (KIP-1191); the others are ours. Stateless.
 */
public final class DeadLetterHeaders {

  /** What all names of a dead letter's own headers begin with. */
  public static final String PREFIX = "__dlq.errors.";

  /** The header with the letter's stable id. */
  public static final String ID = PREFIX + "id";

  /** The header that counts how often a record was put back. */
  public static final String REPLAY_COUNT = PREFIX + "replay.count";

  private static final String TOPIC = PREFIX + "topic";
  private static final String PARTITION = PREFIX + "partition";
  private static final String OFFSET = PREFIX + "offset";
  private static final String GROUP = PREFIX + "group";
  private static final String DELIVERY_COUNT = PREFIX + "delivery.count";
  private static final String MESSAGE = PREFIX + "message";
  private static final String TIMESTAMP = PREFIX + "timestamp";
  private static final String EXCEPTION_CLASS = PREFIX + "exception.class.name";
  private static final String CAUSE_CLASS = PREFIX + "exception.cause.class.name";
  private static final String STACK_TRACE = PREFIX + "exception.stacktrace";
  private static final String STAGE = PREFIX + "stage";
  private static final String FIRST_FAILURE = PREFIX + "first.failure.timestamp";
  private static final String DISPOSITION = PREFIX + "disposition";

  private DeadLetterHeaders() {}

  /**
   * Writes the headers of a dead letter.
   *
   * @param info what to write; its disposition says which headers are left out
   * @param originals the record's own headers; kept in front, untouched, but for those of an
   *     earlier time as a dead letter
   * @return the letter's headers
   */
  public static List<RawHeader> write(DeadLetterInfo info, List<RawHeader> originals) {
    List<RawHeader> headers = new ArrayList<>();
    if (info.disposition() != Disposition.POINTER) {
      originals.stream().filter(h -> !h.name().startsWith(PREFIX)).forEach(headers::add);
    }
    add(headers, TOPIC, info.topic());
    add(headers, PARTITION, Integer.toString(info.partition()));
    add(headers, OFFSET, Long.toString(info.offset()));
    add(headers, GROUP, info.group());
    add(headers, DELIVERY_COUNT, Integer.toString(info.deliveryCount()));
    add(headers, EXCEPTION_CLASS, info.exceptionClass());
    add(headers, STAGE, lower(info.stage()));
    add(headers, TIMESTAMP, info.time().toString());
    add(headers, FIRST_FAILURE, info.firstFailure().toString());
    add(headers, DISPOSITION, lower(info.disposition()));
    add(headers, ID, info.id());
    add(headers, REPLAY_COUNT, Integer.toString(info.replayCount()));
    if (info.disposition().compareTo(Disposition.MINIMAL) < 0) {
      add(headers, MESSAGE, info.message());
      add(headers, CAUSE_CLASS, info.causeClass());
    }
    if (info.disposition() == Disposition.COMPLETE) {
      add(headers, STACK_TRACE, info.stackTrace());
    }
    return headers;
  }

  private static void add(List<RawHeader> headers, String name, @Nullable String text) {
    if (text != null) {
      headers.add(RawHeader.text(name, text));
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the headers of a dead letter. Where a name repeats, the last one wins.
   *
   * @param headers the letter's headers
   * @return what they say; empty if they are not all there, or not those of a dead letter
   */
  public static Optional<DeadLetterInfo> read(List<RawHeader> headers) {
    HeaderText text = HeaderText.of(headers, PREFIX);
    try {
      return Optional.of(
          new DeadLetterInfo(
              text.required(TOPIC),
              Integer.parseInt(text.required(PARTITION)),
              Long.parseLong(text.required(OFFSET)),
              text.required(GROUP),
              Integer.parseInt(text.required(DELIVERY_COUNT)),
              text.get(MESSAGE),
              text.required(EXCEPTION_CLASS),
              text.get(CAUSE_CLASS),
              text.get(STACK_TRACE),
              Stage.valueOf(upper(text.required(STAGE))),
              Instant.parse(text.required(FIRST_FAILURE)),
              Instant.parse(text.required(TIMESTAMP)),
              Disposition.valueOf(upper(text.required(DISPOSITION))),
              replayCount(headers)));
    } catch (IllegalArgumentException | DateTimeException notALetter) {
      return Optional.empty();
    }
  }

  private static String upper(String value) {
    return value.toUpperCase(Locale.ROOT);
  }

  /**
   * How often a record was put back out of a dead-letter topic.
   *
   * @param headers the record's headers
   * @return how often; 0 where the header is absent or no number
   */
  public static int replayCount(List<RawHeader> headers) {
    String count = HeaderText.of(headers, REPLAY_COUNT).get(REPLAY_COUNT);
    try {
      return count == null ? 0 : Math.max(0, Integer.parseInt(count));
    } catch (NumberFormatException unreadable) {
      return 0;
    }
  }

  /**
   * The headers of a record that is put back: its own, the letter's id, and a count one higher.
   *
   * @param headers the letter's headers
   * @return the headers to put it back with
   */
  public static List<RawHeader> forReplay(List<RawHeader> headers) {
    List<RawHeader> kept = new ArrayList<>();
    for (RawHeader header : headers) {
      if (!header.name().startsWith(PREFIX) || header.name().equals(ID)) {
        kept.add(header);
      }
    }
    kept.add(RawHeader.text(REPLAY_COUNT, Integer.toString(replayCount(headers) + 1)));
    return kept;
  }
}
