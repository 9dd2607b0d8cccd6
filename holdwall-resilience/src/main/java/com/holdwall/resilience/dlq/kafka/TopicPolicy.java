package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the topics of dead letters and retries have to be like, and whether missing ones are made.
 * The default is {@link #check()}. Immutable.
 */
public final class TopicPolicy {

  /** A fortnight: whoever fixes the cause has a release cycle's time. */
  private static final Duration RETENTION = Duration.ofDays(14);

  private final boolean create;
  private final boolean look;
  private final @Nullable Duration retention;

  private TopicPolicy(boolean create, boolean look, @Nullable Duration retention) {
    this.create = create;
    this.look = look;
    this.retention = retention;
  }

  /**
   * Missing topics are an error at the start, and so is one with fewer replicas than its source.
   * Too short a retention or too small a largest message is a finding.
   *
   * @return the policy
   */
  public static TopicPolicy check() {
    return new TopicPolicy(false, true, null);
  }

  /**
   * As {@link #check()}, and missing topics are made: with the partitions, replicas and largest
   * message of their source, and dead letters kept for 14 days.
   *
   * @return the policy
   */
  public static TopicPolicy create() {
    return new TopicPolicy(true, true, RETENTION);
  }

  /**
   * Nobody looks: for a service that may not describe topics.
   *
   * @return the policy
   */
  public static TopicPolicy trust() {
    return new TopicPolicy(false, false, null);
  }

  /**
   * How long dead letters are kept in topics that are made.
   *
   * @param value longer than zero
   * @return a policy that makes missing topics so
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public TopicPolicy keepFor(Duration value) {
    Objects.requireNonNull(value, "retention must not be null");
    return new TopicPolicy(true, true, Require.positive("retention", value));
  }

  boolean creates() {
    return create;
  }

  boolean looks() {
    return look;
  }

  Duration retention() {
    return retention == null ? RETENTION : retention;
  }
}
