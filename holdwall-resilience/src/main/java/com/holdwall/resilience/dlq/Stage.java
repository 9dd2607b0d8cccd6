package com.holdwall.resilience.dlq;

/** Where a record failed. */
public enum Stage {
  /** Its bytes made no value. */
  DESERIALIZE,
  /** The handler failed. */
  PROCESS,
  /** What the handler wanted to write could not be written. */
  SERIALIZE
}
