package com.holdwall.probes.jdbc;

/** What a {@link DatabaseProbe} can find, the gravest first. Readings carry the name. */
public enum DatabaseFinding {
  /**
   * No connection can be made, or the one there was broke: {@code ConnectException}, SQLState class
   * 08, or a server that is starting up or shutting down (57P01, 57P02, 57P03).
   */
  REFUSED,
  /** The server answers and refuses this client: credentials (28), database (3D), no room (53). */
  REJECTED,
  /** The server takes the connection and does not answer within the check's deadline. */
  UNREACHABLE,
  /** Connections that are open answer; new ones hang. */
  CONNECT_HANGS,
  /**
   * The pool is exhausted, and at least half of it is held by the application without use: the
   * server sees those sessions idle. Told apart on PostgreSQL only.
   */
  POOL_LEAKING,
  /** Every connection of the pool is in use and threads wait for one. */
  POOL_EXHAUSTED,
  /** The server answers, but slower than the threshold. */
  SLOW
}
