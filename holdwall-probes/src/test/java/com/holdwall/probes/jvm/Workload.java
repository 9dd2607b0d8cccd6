package com.holdwall.probes.jvm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a service does with its memory. Each has sessions that live for a second or two, long enough
 * to become old, and garbage; the rest is what tells them apart. Sizes are for a heap of 128 MB.
 */
enum Workload {
  /** Sessions and garbage only. */
  STEADY(0),
  /** A batch that grows for a sixth of the window and is then dropped, again and again. */
  SAW_TOOTH(0),
  /** A cache that fills within a quarter of the window and is then replaced bit by bit. */
  CACHE_WARM_UP(0),
  /** Load that goes up and down, and the live set with it. */
  LOAD_STEPS(0),
  /** Load that only goes up, twice. */
  LOAD_STEPS_UP(0),
  /** Arrays of 1 to 4 MB, a few at a time. */
  BIG_ARRAYS(0),
  /** Next to nothing to do. */
  IDLE(0),
  /** A leak that fills the heap within a quarter of the window. */
  LEAK_IN_QUARTER(0.25),
  /** Within half of it. */
  LEAK_IN_HALF(0.5),
  /** Within three quarters of it. */
  LEAK_IN_THREE_QUARTERS(0.75),
  /** Within the window. */
  LEAK_IN_WINDOW(1),
  /** A slow one: it fills the heap in two windows. */
  LEAK_IN_TWO_WINDOWS(2);

  private static final int KB = 1024;
  private static final int SESSIONS = 20_000;
  private static final int SESSIONS_A_SECOND = 20_000;
  private static final int GARBAGE_A_SECOND = 30_000;

  /** What a leak has to fill: the heap less what the rest needs; KB. */
  private static final double FREE_KB = 80 * 1024;

  private final double fillsWithin;

  Workload(double fillsWithin) {
    this.fillsWithin = fillsWithin;
  }

  boolean leaking() {
    return fillsWithin > 0;
  }

  /**
   * Whether it must be found: it fills the heap within the window, but not before its half. A
   * faster one may be over before enough of it was seen for a trend: it looks as a start does.
   */
  boolean mustBeFound() {
    return fillsWithin > 0.5 && fillsWithin <= 1;
  }

  /** Makes what is run at each tick. */
  Running start(double windowSeconds) {
    return new Running(this, windowSeconds);
  }

  /** A workload as it runs. Not thread-safe. */
  static final class Running {

    private final Workload kind;
    private final double window;
    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[][] sessions = new byte[3 * SESSIONS][];
    private final List<byte[]> kept = new ArrayList<>();
    private final Deque<byte[]> arrays = new ArrayDeque<>();
    private double before;
    private double debt;
    private double done;

    @SuppressWarnings("unused") // keeps garbage from being optimised away
    private volatile byte[] sink = new byte[0];

    private Running(Workload kind, double window) {
      this.kind = kind;
      this.window = window;
    }

    /** Does what falls due until then; s since the start. */
    void tick(double now) {
      double passed = now - before;
      before = now;
      if (kind == IDLE) {
        sink = new byte[KB];
        return;
      }
      for (int i = 0; i < GARBAGE_A_SECOND * passed; i++) {
        sink = new byte[KB];
      }
      double load = load(now / window);
      int live = (int) (SESSIONS * load);
      for (int i = 0; i < SESSIONS_A_SECOND * load * passed; i++) {
        sessions[random.nextInt(live)] = new byte[KB];
      }
      for (int i = live; i < sessions.length && sessions[i] != null; i++) {
        sessions[i] = null;
      }
      special(now, passed);
    }

    private double load(double at) {
      if (kind == LOAD_STEPS) {
        double[] steps = {1, 2, 1.4, 3, 1.2, 2.2};
        return steps[(int) (at * 5) % steps.length];
      }
      return kind == LOAD_STEPS_UP ? at < 0.4 ? 1 : at < 0.75 ? 2 : 3 : 1;
    }

    private void special(double now, double passed) {
      if (kind.leaking()) {
        grow(passed * FREE_KB / (kind.fillsWithin * window));
      } else if (kind == SAW_TOOTH) {
        double part = now * 6 / window;
        if (Math.floor(part) != Math.floor(done)) {
          kept.clear();
        }
        done = part;
        grow(passed * 30_000 * 6 / window);
      } else if (kind == CACHE_WARM_UP) {
        grow(Math.min(40_000 - kept.size(), passed * 40_000 * 4 / window));
        for (int i = 0; i < passed * 1_000 && !kept.isEmpty(); i++) {
          kept.set(random.nextInt(kept.size()), new byte[KB]);
        }
      } else if (kind == BIG_ARRAYS) {
        debt += passed * 8;
        for (; debt >= 1; debt--) {
          arrays.add(new byte[(1 + random.nextInt(4)) * KB * KB]);
          if (arrays.size() > 8) {
            arrays.remove();
          }
        }
      }
    }

    private void grow(double kilobytes) {
      debt += kilobytes;
      for (; debt >= 1; debt--) {
        kept.add(new byte[KB]);
      }
    }
  }
}
