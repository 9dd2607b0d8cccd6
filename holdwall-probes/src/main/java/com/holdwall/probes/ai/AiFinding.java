package com.holdwall.probes.ai;

/** What an {@link AiProvidersProbe} can find, the gravest first. Readings carry the name. */
public enum AiFinding {
  /** No connection can be made: refused, unknown host, no route, or no TLS. */
  REFUSED,
  /** The provider was asked and did not answer in time, or most recent calls timed out. */
  UNREACHABLE,
  /** The provider refuses this client: a wrong key, no permission, no quota (401 to 403). */
  REJECTED,
  /** The provider fails: 5xx, 529, an answer that breaks off or makes no sense. */
  PROVIDER_FAILING,
  /** The provider said that there were too many requests (429). */
  RATE_LIMITED,
  /** The provider answers, but slower than the threshold. */
  SLOW;

  /** Whether nothing can be had of a provider of which this is found. */
  boolean down() {
    return this != RATE_LIMITED && this != SLOW;
  }
}
