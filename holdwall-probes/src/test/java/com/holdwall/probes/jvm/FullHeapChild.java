package com.holdwall.probes.jvm;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A service whose heap is full for a while, to the last byte, so that every thread that wants
 * memory gets an error instead. Prints how many checks ended while it was full, and then each
 * second how many have since.
 */
final class FullHeapChild {

  private static final long FULL_NANOS = 2_000_000_000L;

  /** All that was filled in, each piece with those before it. */
  private static volatile Object kept = "";

  private FullHeapChild() {}

  @SuppressWarnings("SystemOut") // a program that its parent reads
  public static void main(String[] arguments) {
    AtomicLong checks = new AtomicLong();
    ProbeRegistry.builder()
        .register(new Counting(checks), ProbeSettings.every(Duration.ofMillis(100)))
        .build()
        .start();
    while (checks.get() < 10) {
      LockSupport.parkNanos(1_000_000);
    }
    long before = checks.get();
    fill(System.nanoTime() + FULL_NANOS);
    System.out.println("FULL " + (checks.get() - before));
    for (int second = 1; ; second++) {
      before = checks.get();
      LockSupport.parkNanos(1_000_000_000);
      System.out.println("SINCE " + second + " " + (checks.get() - before));
    }
  }

  /** Keeps all that can be had, again and again, until then. */
  private static void fill(long untilNanos) {
    while (System.nanoTime() < untilNanos) {
      for (int size = 1 << 16; size >= 1; size /= 16) {
        try {
          for (; ; ) {
            kept = new Object[] {kept, new byte[size]};
          }
        } catch (OutOfMemoryError full) {
          // That size does not fit any more; a smaller one may.
        }
      }
    }
    kept = "";
  }

  private record Counting(AtomicLong checks) implements Probe {

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public RunbookId runbook() {
      return HoldwallRunbooks.MEMORY_LEAKS;
    }

    @Override
    public ProbeResult check(CheckContext context) {
      checks.incrementAndGet();
      return new ProbeResult(Status.UP, "counted", List.of(), List.of());
    }
  }
}
