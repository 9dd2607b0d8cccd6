package com.holdwall.resilience;

/**
 * A few calls go through, as probes: one at first, twice as many after each round that went well,
 * until enough have succeeded. Each probe has a lease. One that has not come back when its lease
 * ends counts as failed and frees its place; what it reports later belongs to nobody. Guarded by
 * its own monitor, which is held for a few instructions and never while something waits.
 */
final class HalfOpenState extends BreakerState {

  private static final int LAST_PROBE = (1 << PROBE_BITS) - 1;

  final int opensInRow;
  private final BreakerSettings settings;
  private final int[] probes;
  private final long[] leaseEnds;
  private int handedOut;
  private int running;
  private int limit = 1;
  private int roundSuccesses;
  private int succeeded;
  private int failed;
  private int slow;

  HalfOpenState(long epoch, BreakerSettings settings, int opensInRow) {
    super(epoch);
    this.settings = settings;
    this.opensInRow = opensInRow;
    this.probes = new int[settings.probes()];
    this.leaseEnds = new long[settings.probes()];
  }

  /** What the probes say so far. */
  enum Verdict {
    UNDECIDED,
    CLOSE,
    OPEN
  }

  @Override
  BreakerPhase phase() {
    return BreakerPhase.HALF_OPEN;
  }

  synchronized long tryAcquire(long nowNanos) {
    expire(nowNanos);
    boolean full = running >= Math.min(limit, settings.probes() - succeeded - failed);
    if (full || handedOut == LAST_PROBE || verdict() != Verdict.UNDECIDED) {
      return REJECTED;
    }
    int place = place(0);
    probes[place] = ++handedOut;
    leaseEnds[place] = nowNanos + settings.leaseNanos();
    running++;
    return permit(handedOut);
  }

  /** Frees the probe's place and counts its outcome; false if its lease has ended before. */
  synchronized boolean settle(long permit, int outcome, long nowNanos) {
    expire(nowNanos);
    if (!free(permit)) {
      return false;
    }
    count(outcome);
    return true;
  }

  /** Frees the probe's place without an outcome; false if its lease has ended before. */
  synchronized boolean release(long permit, long nowNanos) {
    expire(nowNanos);
    return free(permit);
  }

  synchronized Verdict verdict() {
    int done = succeeded + failed;
    boolean bad =
        done > 0
            && (failed * 100 >= done * settings.failurePercent()
                || slow * 100 >= settings.probes() * settings.slowPercent());
    if (bad || (handedOut == LAST_PROBE && running == 0)) {
      return Verdict.OPEN;
    }
    return done >= settings.probes() ? Verdict.CLOSE : Verdict.UNDECIDED;
  }

  private void expire(long nowNanos) {
    for (int place = 0; place < probes.length; place++) {
      if (probes[place] != 0 && nowNanos - leaseEnds[place] >= 0) {
        probes[place] = 0;
        running--;
        count(OutcomeWindow.FAILED);
      }
    }
  }

  private boolean free(long permit) {
    int place = place((int) (permit & LAST_PROBE));
    if (place < 0) {
      return false;
    }
    probes[place] = 0;
    running--;
    return true;
  }

  private int place(int probe) {
    for (int place = 0; place < probes.length; place++) {
      if (probes[place] == probe) {
        return place;
      }
    }
    return -1;
  }

  private void count(int outcome) {
    slow += (outcome & OutcomeWindow.SLOW) == 0 ? 0 : 1;
    if ((outcome & OutcomeWindow.FAILED) != 0) {
      failed++;
      return;
    }
    succeeded++;
    if (++roundSuccesses >= limit) {
      roundSuccesses = 0;
      limit = Math.min(2 * limit, settings.probes());
    }
  }

  synchronized int counted(int bits) {
    return switch (bits) {
      case 0 -> succeeded + failed;
      case OutcomeWindow.FAILED -> failed;
      default -> slow;
    };
  }

  synchronized int running() {
    return running;
  }
}
