package com.holdwall.resilience.dlq.kafka;

/** A handler's output is larger than its topic takes. */
final class OutputTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OutputTooLargeException(String topic) {
    super("an output is larger than topic " + topic + " takes");
  }
}
