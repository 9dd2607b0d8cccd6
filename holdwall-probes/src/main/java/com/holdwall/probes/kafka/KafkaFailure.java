package com.holdwall.probes.kafka;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;

/**
 * What an exception of the client means. Its words are the kind of failure only: the client's own
 * texts may repeat what it was configured with.
 */
record KafkaFailure(KafkaFinding finding, String words) {

  /**
   * Empty if it tells nothing of the broker's health.
   *
   * @param connected whether the client held a connection when it failed
   */
  static Optional<KafkaFailure> of(Throwable failure, boolean connected) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // First: what was refused stays the cause of the time-out that it ends in.
      if (cause instanceof AuthenticationException) {
        return found(KafkaFinding.REJECTED, "authentication failed", cause);
      }
      if (cause instanceof AuthorizationException) {
        return found(KafkaFinding.REJECTED, "not authorised", cause);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DisconnectException) {
        return found(KafkaFinding.REFUSED, "the connection broke", cause);
      }
      if (cause instanceof TimeoutException
          || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
        return Optional.of(timeout(connected));
      }
      if (cause instanceof ConfigException && unresolved(cause)) {
        return found(KafkaFinding.REFUSED, "no address can be resolved", cause);
      }
    }
    return Optional.empty();
  }

  private static Optional<KafkaFailure> found(KafkaFinding finding, String words, Throwable e) {
    return Optional.of(
        new KafkaFailure(finding, words + " (" + e.getClass().getSimpleName() + ")"));
  }

  /** To the client, a broker that is dead and one that is frozen look the same. */
  private static KafkaFailure timeout(boolean connected) {
    return connected
        ? new KafkaFailure(KafkaFinding.UNREACHABLE, "no answer in time")
        : new KafkaFailure(KafkaFinding.REFUSED, "no connection");
  }

  private static boolean unresolved(Throwable cause) {
    return String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap");
  }
}
