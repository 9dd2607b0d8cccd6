package com.holdwall.resilience.dlq.jdbc;

/** A table or a column of a queue is missing or is of another type. The message says which. */
public final class TableSetupException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  TableSetupException(String message) {
    super(message);
  }
}
