package com.holdwall.resilience.internal;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.FakeTime;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RandomSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** After how long a call is hedged, and how many calls may be. */
class HedgeDelayTest {

  private static final long SECOND = ofSeconds(1).toNanos();

  @Test
  void fewerThanAHundredAnswers_giveNoDelay() {
    HedgeDelay hedge = HedgeDelay.ofP95(0);
    for (int i = 0; i < 99; i++) {
      hedge.succeeded(ofMillis(10).toNanos(), 1);
    }
    assertThat(hedge.delayNanos(4 * SECOND)).isEqualTo(HedgeDelay.NONE);
    hedge.succeeded(ofMillis(10).toNanos(), 5 * SECOND);
    assertThat(hedge.delayNanos(8 * SECOND))
        .isBetween(ofMillis(10).toNanos(), ofMillis(10).toNanos() * 17 / 16);
  }

  @Property(tries = 200)
  void delay_isTheP95_toWithinASixteenth(
      @ForAll @Size(min = 100, max = 400)
          List<@LongRange(min = 1_000_000, max = 60_000_000_000L) Long> nanos) {
    HedgeDelay hedge = HedgeDelay.ofP95(0);
    for (long elapsed : nanos) {
      hedge.succeeded(elapsed, 1);
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    long exact = sorted.get(sorted.size() - sorted.size() / 20 - 1);
    assertThat(hedge.delayNanos(4 * SECOND)).isBetween(exact, exact + exact / 16 + 1);
  }

  @Test
  void answersOlderThanThirtySeconds_areForgotten_andFasterOnesThanAMillisecondCountAsOne() {
    HedgeDelay hedge = HedgeDelay.ofP95(0);
    for (int i = 0; i < 200; i++) {
      hedge.succeeded(SECOND, 1);
    }
    assertThat(hedge.delayNanos(4 * SECOND)).isGreaterThanOrEqualTo(SECOND);
    for (int i = 0; i < 200; i++) {
      hedge.succeeded(1_000, 31 * SECOND);
    }
    assertThat(hedge.delayNanos(35 * SECOND)).isEqualTo(ofMillis(1).toNanos());
    assertThat(hedge.delayNanos(200 * SECOND)).isEqualTo(HedgeDelay.NONE);
  }

  @Test
  void oneCallInTwenty_mayBeHedged_andTenAtOnce() {
    HedgeDelay hedge = HedgeDelay.ofP95(0);
    int hedged = 0;
    for (int i = 0; i < 10_000; i++) {
      hedge.delayNanos(1);
      hedged += hedge.tryTake() ? 1 : 0;
    }
    assertThat(hedged).isBetween(500, 510);
  }

  @Test
  void slowTail_isHedgedFromItsP95On_andTheSecondAttemptAnswers() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    FakeTime time = new FakeTime();
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    try {
      Guard guard =
          Guard.named("db")
              .idempotent()
              .hedgeAtP95(threads)
              .time(time, time, RandomSource.system())
              .build();
      for (int i = 0; i < 200; i++) {
        guard.call(calls::incrementAndGet);
      }
      time.advance(ofSeconds(4));
      calls.set(0);
      String answer =
          guard
              .executeAsync(
                  () ->
                      CompletableFuture.supplyAsync(
                          () -> calls.incrementAndGet() == 1 ? hang(never) : "second", threads))
              .toCompletableFuture()
              .get(9, TimeUnit.SECONDS);
      assertThat(answer).isEqualTo("second");
      assertThat(guard.counts().hedges()).isEqualTo(1);
    } finally {
      never.countDown();
      threads.shutdownNow();
    }
  }

  private static String hang(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    return "first";
  }
}
