package com.holdwall.servers;

import java.time.Duration;

/** One of the two directions of a connection through a proxy. */
enum Direction {
  /** What clients send. */
  TO_SERVER,
  /** What the server answers. */
  TO_CLIENT;

  /** How long the fault holds back a chunk in this direction. */
  Duration delay(Fault.Delay fault) {
    return this == TO_SERVER ? fault.towardServer() : fault.towardClient();
  }
}
