package com.holdwall.resilience.dlq.kafka;

/** A topic is missing or is not safe enough for dead letters. The message says which and why. */
public final class TopicSetupException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  TopicSetupException(String message) {
    super(message);
  }
}
