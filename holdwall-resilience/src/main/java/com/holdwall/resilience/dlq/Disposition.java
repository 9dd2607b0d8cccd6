package com.holdwall.resilience.dlq;

/**
 * How much of a record its dead letter holds. A dead letter that is too large for its topic loses
 * one thing after the other, and is never dropped.
 */
public enum Disposition {
  /** Everything. */
  COMPLETE,
  /** All but the stack trace. */
  NO_STACK_TRACE,
  /** Payload and original headers, with the error headers that redrive needs. */
  MINIMAL,
  /**
   * No payload and no original header: coordinates, sizes and SHA-256 of key and value. The record
   * can be read again at its coordinates only while the source topic retains it.
   */
  POINTER;

  /** {@return the next smaller form; this one if it is the smallest} */
  public Disposition smaller() {
    return switch (this) {
      case COMPLETE -> NO_STACK_TRACE;
      case NO_STACK_TRACE -> MINIMAL;
      case MINIMAL, POINTER -> POINTER;
    };
  }
}
