package com.holdwall.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Forwards one direction of one connection and applies the fault of the moment to each chunk. Used
 * by one thread.
 */
final class Pump {

  private static final int CHUNK_BYTES = 16 * 1024;

  private final Direction direction;
  private final ProxyConnection connection;
  private final FaultSwitch faults;
  private final ProxyCounters counters;
  private long cutTurn;
  private long bytesBeforeCut;

  Pump(
      Direction direction, ProxyConnection connection, FaultSwitch faults, ProxyCounters counters) {
    this.direction = direction;
    this.connection = connection;
    this.faults = faults;
    this.counters = counters;
  }

  /** Forwards until the sender ends its stream in order. */
  void run(InputStream in, OutputStream out) throws IOException, InterruptedException {
    byte[] buffer = new byte[CHUNK_BYTES];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (direction == Direction.TO_SERVER) {
        counters.countFromClient(count);
      }
      forward(buffer, count, out);
    }
  }

  private void forward(byte[] buffer, int count, OutputStream out)
      throws IOException, InterruptedException {
    FaultSwitch.State before = faults.state();
    if (before.fault() instanceof Fault.Delay delay) {
      faults.hold(direction.delay(delay), before);
    }
    // Read again: another fault may have ended the delay.
    FaultSwitch.State now = faults.state();
    if (now.fault() instanceof Fault.BlackHole || connection.lostBytes()) {
      connection.swallow();
    } else if (now.fault() instanceof Fault.Reset) {
      // It comes between a delay and the reset: what was held back must not get through.
      connection.reset();
    } else if (!connection.isCut()) {
      write(buffer, count, out, now);
    }
  }

  private void write(byte[] buffer, int count, OutputStream out, FaultSwitch.State now)
      throws IOException {
    if (direction == Direction.TO_SERVER) {
      out.write(buffer, 0, count);
      return;
    }
    int allowed = (int) Math.min(count, bytesBeforeCut(now));
    bytesBeforeCut -= allowed;
    // Counted first, so that a client that has an answer finds it counted.
    counters.countToClient(allowed);
    out.write(buffer, 0, allowed);
    if (now.fault() instanceof Fault.Cut && bytesBeforeCut == 0) {
      connection.cut();
    }
  }

  private long bytesBeforeCut(FaultSwitch.State now) {
    if (!(now.fault() instanceof Fault.Cut cut)) {
      return Long.MAX_VALUE;
    }
    if (cutTurn != now.turn()) {
      cutTurn = now.turn();
      bytesBeforeCut = cut.bytes();
    }
    return bytesBeforeCut;
  }
}
