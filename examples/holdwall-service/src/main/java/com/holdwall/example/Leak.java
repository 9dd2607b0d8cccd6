package com.holdwall.example;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps more and more memory, up to a limit, until it is stopped. The collector is asked to look at
 * the whole heap twice a second: what it would do in hours must be seen in seconds. Thread-safe.
 */
final class Leak {

  private static final int PIECE = 1 << 20;
  private static final int MOST_PIECES = 90;
  private static final long GAP = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int PIECES_BETWEEN_COLLECTIONS = 3;

  private final List<byte[]> kept = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "leak");
  private volatile boolean stopped;

  private Leak() {}

  static Leak start() {
    Leak leak = new Leak();
    leak.thread.setDaemon(true);
    leak.thread.start();
    return leak;
  }

  private void run() {
    for (int turn = 0; !stopped; turn++) {
      if (kept.size() < MOST_PIECES) {
        kept.add(new byte[PIECE]);
      }
      if (turn % PIECES_BETWEEN_COLLECTIONS == 0) {
        System.gc();
      }
      LockSupport.parkNanos(GAP);
    }
    kept.clear();
    System.gc();
  }

  /** Lets everything go, and waits for that. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }
}
