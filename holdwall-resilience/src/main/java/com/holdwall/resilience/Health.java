package com.holdwall.resilience;

/** What a health check says about a target. */
public enum Health {
  /** The target answered well. */
  UP,
  /** The target is down. */
  DOWN,
  /** The check itself broke or did not run: says nothing about the target, and is ignored. */
  UNKNOWN
}
