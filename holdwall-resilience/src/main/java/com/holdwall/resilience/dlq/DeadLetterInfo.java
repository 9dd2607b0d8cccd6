package com.holdwall.resilience.dlq;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a record is a dead letter, and where it came from. It travels in the letter's headers ({@link
 * DeadLetterHeaders}). Immutable.
 *
 * @param topic the topic that the record was first written to
 * @param partition its partition there; not negative
 * @param offset its offset there; not negative
 * @param group the consumer group that gave up
 * @param deliveryCount how many attempts it was given in all, retry topics included and batches of
 *     several not; at least 1
 * @param message the failure's message; null if it has none. It may quote the payload, and goes
 *     only where the payload goes
 * @param exceptionClass the failure's class
 * @param causeClass the class of the innermost cause; null if there is no cause
 * @param stackTrace the start of the stack trace; null if left out
 * @param stage where it failed
 * @param firstFailure when it failed first
 * @param time when the group gave up
 * @param disposition how much of the record the letter holds
 * @param replayCount how often it was put back already; not negative
 */
public record DeadLetterInfo(
    String topic,
    int partition,
    long offset,
    String group,
    int deliveryCount,
    @Nullable String message,
    String exceptionClass,
    @Nullable String causeClass,
    @Nullable String stackTrace,
    Stage stage,
    Instant firstFailure,
    Instant time,
    Disposition disposition,
    int replayCount) {

  /** 4 KiB of a stack trace say enough, and fit into any topic beside an ordinary record. */
  static final int MAX_STACK_TRACE = 4096;

  /** A message may be as long as a payload; its start says enough. */
  static final int MAX_MESSAGE = 1024;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a number is outside its range
   */
  public DeadLetterInfo {
    Objects.requireNonNull(topic, "topic must not be null");
    Objects.requireNonNull(group, "group must not be null");
    Objects.requireNonNull(exceptionClass, "exceptionClass must not be null");
    Objects.requireNonNull(stage, "stage must not be null");
    Objects.requireNonNull(firstFailure, "firstFailure must not be null");
    Objects.requireNonNull(time, "time must not be null");
    Objects.requireNonNull(disposition, "disposition must not be null");
    require("partition", partition, 0);
    require("offset", offset, 0);
    require("deliveryCount", deliveryCount, 1);
    require("replayCount", replayCount, 0);
  }

  private static void require(String name, long value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
    }
  }

  /**
   * Describes a failure.
   *
   * @param record the record
   * @param group the group that gives up
   * @param deliveryCount how many attempts it was given in all
   * @param thrown the last attempt's failure
   * @param stage where it failed
   * @param firstFailure when it failed first
   * @param time now
   * @return the description, of a complete letter
   */
  public static DeadLetterInfo of(
      Received record,
      String group,
      int deliveryCount,
      Throwable thrown,
      Stage stage,
      Instant firstFailure,
      Instant time) {
    Throwable cause = innermost(thrown);
    return new DeadLetterInfo(
        record.topic(),
        record.partition(),
        record.offset(),
        group,
        deliveryCount,
        cut(thrown.getMessage(), MAX_MESSAGE),
        thrown.getClass().getName(),
        cause == thrown ? null : cause.getClass().getName(),
        stackTrace(thrown),
        stage,
        firstFailure,
        time,
        Disposition.COMPLETE,
        DeadLetterHeaders.replayCount(record.headers()));
  }

  /**
   * The name of a record and a group that gave it up; the same for each copy of its letter.
   *
   * @param topic the record's first topic
   * @param partition its partition
   * @param offset its offset
   * @param group the group
   * @return {@code topic-partition-offset@group}
   */
  public static String id(String topic, int partition, long offset, String group) {
    return topic + "-" + partition + "-" + offset + "@" + group;
  }

  /** {@return a name that is the same for each copy of this letter, to drop duplicates by} */
  public String id() {
    return id(topic, partition, offset, group);
  }

  /**
   * The same failure in a letter of another size.
   *
   * @param other how much of the record it holds
   * @return the description
   */
  public DeadLetterInfo as(Disposition other) {
    return new DeadLetterInfo(
        topic,
        partition,
        offset,
        group,
        deliveryCount,
        message,
        exceptionClass,
        causeClass,
        stackTrace,
        stage,
        firstFailure,
        time,
        other,
        replayCount);
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable cause = thrown;
    // a chain may be a ring; no sane one is deeper
    for (int i = 0; i < 100 && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    if (text == null || text.length() <= length) {
      return text;
    }
    // not through the middle of a pair of surrogates
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end);
  }

  private static @Nullable String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return cut(text.toString(), MAX_STACK_TRACE);
  }
}
