package com.holdwall.resilience.dlq.jdbc;

/** Another worker has the record by now, or it is over: nothing may be done with it here. */
final class LeaseLostException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  LeaseLostException(Row row) {
    super("the lease of " + row + " is another worker's");
  }
}
