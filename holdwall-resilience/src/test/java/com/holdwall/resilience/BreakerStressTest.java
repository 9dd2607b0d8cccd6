package com.holdwall.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads race for permits and settle them; what must hold at any interleaving is checked. */
class BreakerStressTest {

  private static final int THREADS = 4;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void oneMillionStaleOutcomes_areAllIgnored() throws Exception {
    int each = 250_000;
    long all = (long) THREADS * each;
    Breaker breaker = Breaker.ofDefaults("db");
    List<Callable<Integer>> tasks = new ArrayList<>();
    long stale = breaker.tryAcquire();
    breaker.switchTo(BreakerPhase.HALF_OPEN);
    long probe = breaker.tryAcquire();
    for (int t = 0; t < THREADS; t++) {
      tasks.add(() -> settle(breaker, stale, each));
    }
    inAll(tasks);

    BreakerCounts counts = breaker.counts();
    long accepted = all - counts.stale();
    Figures.write("stale-outcomes", Map.of("outcomes", all, "accepted", accepted));
    assertThat(accepted).isZero();
    assertThat(counts.calls()).isZero();
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.HALF_OPEN);
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.REJECTED);
    breaker.succeeded(probe, 1);
    assertThat(breaker.counts().calls()).isEqualTo(1);
  }

  private static int settle(Breaker breaker, long permit, int times) {
    for (int i = 0; i < times; i++) {
      switch (i % 3) {
        case 0 -> breaker.succeeded(permit, 1);
        case 1 -> breaker.failed(permit, 1);
        default -> breaker.release(permit);
      }
    }
    return times;
  }

  @Test
  void staleOutcomesWhileThePhaseTurns_reachNoNewerState() throws Exception {
    int turns = Figures.soak() ? 200_000 : 20_000;
    Breaker breaker = Breaker.named("db").countWindow(1000).build();
    long stale = breaker.tryAcquire();
    breaker.switchTo(BreakerPhase.METRICS_ONLY);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int t = 1; t < THREADS; t++) {
      tasks.add(() -> settle(breaker, stale, 3 * turns));
    }
    tasks.add(() -> turn(breaker, turns));
    inAll(tasks);
    assertThat(breaker.counts().stale()).isEqualTo(9L * turns);
  }

  /** Nobody holds a permit of these states, so none of them may ever count a call. */
  private static int turn(Breaker breaker, int turns) {
    for (int i = 0; i < turns; i++) {
      assertThat(breaker.counts().calls()).isZero();
      breaker.switchTo(i % 2 == 0 ? BreakerPhase.HALF_OPEN : BreakerPhase.METRICS_ONLY);
    }
    return turns;
  }

  @Test
  void halfOpenPermits_areNeverMoreThanTheRampAllows_andNeverHandedOutTwice() throws Exception {
    int rounds = Figures.soak() ? 5_000 : 300;
    for (int round = 0; round < rounds; round++) {
      Breaker breaker = Breaker.named("db").halfOpen(10, Duration.ofHours(1)).build();
      breaker.switchTo(BreakerPhase.HALF_OPEN);
      AtomicLong held = new AtomicLong();
      ConcurrentHashMap.KeySetView<Long, Boolean> seen = ConcurrentHashMap.newKeySet();
      Callable<Integer> probe = () -> probe(breaker, held, seen);
      inAll(List.of(probe, probe, probe, probe));
      assertThat(breaker.phase()).isEqualTo(BreakerPhase.CLOSED);
      assertThat(seen).hasSize(10);
    }
  }

  /** Settles in half-open until it closes; the first rounds of the ramp are 1, 2 and 4. */
  private static int probe(
      Breaker breaker, AtomicLong held, ConcurrentHashMap.KeySetView<Long, Boolean> seen) {
    while (breaker.phase() == BreakerPhase.HALF_OPEN) {
      long permit = breaker.tryAcquire();
      if (permit == Breaker.REJECTED || breaker.phase() != BreakerPhase.HALF_OPEN) {
        continue;
      }
      assertThat(seen.add(permit)).isTrue();
      assertThat(held.incrementAndGet()).isLessThanOrEqualTo(10);
      if (ThreadLocalRandom.current().nextBoolean()) {
        Thread.onSpinWait();
      }
      held.decrementAndGet();
      breaker.succeeded(permit, 1);
    }
    return 0;
  }

  @Test
  void countWindow_onceAllWritersAreThrough_countsWhatItsSlotsHold() throws Exception {
    CountWindow window = new CountWindow(64);
    Callable<Integer> writer =
        () -> {
          for (int i = 0; i < 100_000; i++) {
            window.record(ThreadLocalRandom.current().nextInt(4), 0);
          }
          return 0;
        };
    inAll(List.of(writer, writer, writer, writer));
    for (int i = 0; i < 64; i++) {
      window.record(0, 0);
    }
    assertThat(window.with(OutcomeWindow.FAILED, 0)).isZero();
    assertThat(window.with(OutcomeWindow.SLOW, 0)).isZero();
    assertThat(window.with(OutcomeWindow.FAILED | OutcomeWindow.SLOW, 0)).isZero();
  }

  private void inAll(List<? extends Callable<Integer>> tasks) throws Exception {
    for (Future<Integer> task : threads.invokeAll(tasks)) {
      task.get();
    }
  }
}
