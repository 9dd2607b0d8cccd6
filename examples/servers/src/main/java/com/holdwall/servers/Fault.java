package com.holdwall.servers;

import java.time.Duration;

/** What a {@link FaultProxy} does to the connections through it. Immutable and thread-safe. */
public sealed interface Fault {

  /** No fault: everything is forwarded at once. */
  record None() implements Fault {}

  /**
   * Every chunk (at most 16 KiB, usually one write of the sender) is held back before it goes on.
   *
   * @param towardServer for what clients send; 0 or more
   * @param towardClient for what the server answers; 0 or more
   */
  record Delay(Duration towardServer, Duration towardClient) implements Fault {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a duration is negative
     */
    public Delay {
      requireNotNegative("towardServer", towardServer);
      requireNotNegative("towardClient", towardClient);
    }

    private static void requireNotNegative(String name, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(name + " must be 0 or more, but is " + value);
      }
    }
  }

  /**
   * New connections are accepted, and all that comes over new and existing ones is swallowed in
   * both directions. When this fault ends, connections that lost bytes are reset, since their
   * streams could only go on broken; idle ones go on.
   */
  record BlackHole() implements Fault {}

  /** Existing connections are reset (TCP RST), new ones as soon as they are accepted. */
  record Reset() implements Fault {}

  /**
   * Every connection ends in order (TCP FIN) after the client got some more bytes of the server's.
   *
   * @param bytes toward the client, counted per connection from the injection on; 0 or more
   */
  record Cut(long bytes) implements Fault {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Cut {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes must be 0 or more, but is " + bytes);
      }
    }
  }

  /**
   * Nobody listens: new connections are refused. Existing ones go on; inject {@link Reset} first to
   * end them too.
   */
  record Refuse() implements Fault {}
}
