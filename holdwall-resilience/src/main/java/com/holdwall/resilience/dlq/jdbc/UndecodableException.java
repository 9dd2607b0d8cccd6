package com.holdwall.resilience.dlq.jdbc;

/** The reader failed. Permanent for any classifier that knows its standard exceptions. */
final class UndecodableException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  UndecodableException(Throwable cause) {
    super(cause);
  }

  /** What the reader threw. */
  Throwable reason() {
    Throwable cause = getCause();
    return cause == null ? this : cause;
  }
}
