package com.holdwall.resilience.dlq.jdbc;

/** The attempt before is past its time limit, and its handler has not come back yet. */
final class HandlerBusyException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  HandlerBusyException(Turn turn) {
    super("the handler has not come back from the attempt before at " + turn);
  }
}
