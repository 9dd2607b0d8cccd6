package com.holdwall.servers;

import java.util.concurrent.atomic.LongAdder;

/** The counts behind {@link ProxyTraffic}. Thread-safe. */
final class ProxyCounters {

  private final LongAdder accepted = new LongAdder();
  private final LongAdder fromClients = new LongAdder();
  private final LongAdder toClients = new LongAdder();

  /** Counts a connection. */
  void countAccepted() {
    accepted.increment();
  }

  /** Counts bytes received from a client. */
  void countFromClient(int bytes) {
    fromClients.add(bytes);
  }

  /** Counts bytes about to be sent to a client. */
  void countToClient(int bytes) {
    toClients.add(bytes);
  }

  /** The counts of this moment, with the given number of open connections. */
  ProxyTraffic traffic(int open) {
    return new ProxyTraffic(accepted.sum(), open, fromClients.sum(), toClients.sum());
  }
}
