package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Answers, ageing and reading at once, on one state: each transition is delivered exactly once, and
 * in the order in which it happened. 20 rounds, or 500 with -Psoak.
 */
class TransitionsStressTest {

  private static final int ROUNDS = Boolean.getBoolean("holdwall.soak") ? 500 : 20;
  private static final List<Status> ANSWERS = List.of(Status.values());
  private static final int THREADS = 4;
  private static final int EACH = 200;

  @Test
  void noInterleaving_losesATransition_orDeliversItTwice() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        round(threads);
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void round(ExecutorService threads) throws Exception {
    List<HealthEvent> delivered = new CopyOnWriteArrayList<>();
    try (EventQueue events = new EventQueue(List.of(delivered::add))) {
      ProbeSettings settings =
          ProbeSettings.every(Duration.ofNanos(1_000)).withFlapping(new FlapRule(63, 64, 1));
      ProbeState state =
          new ProbeState(new ScriptedProbe("database"), settings, events, Instant.EPOCH);
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean ages = i == 0;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  drive(state, ages);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      long changes = state.health().history().changes();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> delivered.size() >= changes);
      assertThat(delivered).hasSize((int) changes);
      assertChained(delivered, state.health().status());
    }
  }

  private static void drive(ProbeState state, boolean ages) {
    for (int i = 0; i < EACH; i++) {
      if (ages) {
        state.age(Instant.EPOCH, Long.MAX_VALUE / 2);
      } else {
        Status status = ANSWERS.get(ThreadLocalRandom.current().nextInt(ANSWERS.size()));
        Outcome outcome = Outcome.answered(ScriptedProbe.answers(status));
        state.update(outcome, Duration.ZERO, Instant.EPOCH, 0);
      }
    }
  }

  /** Each change starts where the one before it ended: none is missing, doubled or out of order. */
  private static void assertChained(List<HealthEvent> delivered, Status last) {
    Status before = Status.UNKNOWN;
    for (HealthEvent event : delivered) {
      HealthEvent.StatusChanged change = (HealthEvent.StatusChanged) event;
      assertThat(change.from()).isEqualTo(before);
      assertThat(change.to()).isNotEqualTo(before);
      before = change.to();
    }
    assertThat(before).isEqualTo(last);
  }
}
