package com.holdwall.resilience.ai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cooldown and quota under many threads at once. */
class SharedStateRaceTest {

  private static final int THREADS = 8;
  private static final long LEASE = 1_000_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void cooldownThatIsOver_letsOneProbeThroughAtATime() throws Exception {
    for (int round = 0; round < 200; round++) {
      Cooldown cooldown = new Cooldown();
      cooldown.cool(Cooldown.NOT_COOLING, 0, 10);
      AtomicInteger probes = new AtomicInteger();
      together(
          () -> {
            if (cooldown.tryEnter(10, LEASE) != Cooldown.REFUSED) {
              probes.incrementAndGet();
            }
            return null;
          });
      assertThat(probes).hasValue(1);
      assertThat(cooldown.tryEnter(11, LEASE)).isEqualTo(Cooldown.REFUSED);
      assertThat(cooldown.tryEnter(10 + LEASE, LEASE)).as("the lease is over").isPositive();
    }
  }

  @Test
  void longestCooldown_wins_whateverTheOrder() throws Exception {
    for (int round = 0; round < 200; round++) {
      Cooldown cooldown = new Cooldown();
      AtomicInteger seconds = new AtomicInteger();
      together(
          () -> {
            cooldown.cool(Cooldown.NOT_COOLING, 0, seconds.incrementAndGet());
            return null;
          });
      assertThat(cooldown.leftNanos(0)).isEqualTo(THREADS);
    }
  }

  @Test
  void lateSuccessOfAnEarlierProbe_doesNotEndALaterCooldown() {
    Cooldown cooldown = new Cooldown();
    cooldown.cool(Cooldown.NOT_COOLING, 0, 10);
    long early = cooldown.tryEnter(10, LEASE);
    long later = cooldown.tryEnter(10 + LEASE, LEASE);
    cooldown.succeeded(early);
    assertThat(cooldown.clear()).isFalse();
    cooldown.succeeded(later);
    assertThat(cooldown.clear()).isTrue();
    cooldown.cool(Cooldown.NOT_COOLING, 0, 10);
    cooldown.succeeded(later);
    assertThat(cooldown.clear()).isFalse();
  }

  @Test
  void bucket_givesOutWhatItHolds_andNoMore() throws Exception {
    for (int round = 0; round < 50; round++) {
      TokenBucket bucket = new TokenBucket(1_000, 0);
      AtomicLong taken = new AtomicLong();
      together(
          () -> {
            for (int i = 0; i < 400; i++) {
              taken.addAndGet(bucket.tryTake(1, 0) ? 1 : 0);
            }
            return null;
          });
      assertThat(taken).hasValue(1_000);
    }
  }

  @Test
  void quotaAndItsReturns_addUp() throws Exception {
    Quota quota = Quota.of(1_000, 100_000, 0);
    together(
        () -> {
          for (int i = 0; i < 100; i++) {
            if (quota.tryReserve(500, 0)) {
              quota.cancel(500, 0);
            }
          }
          return null;
        });
    assertThat(quota.waitNanos(100_000, 0)).isZero();
  }

  @Property(tries = 300)
  void bucket_neverGivesMoreThanAMinuteHoldsAndTimeBrings(
      @ForAll @IntRange(min = 1, max = 5_000) int perMinute,
      @ForAll List<@IntRange(min = 1, max = 100) Integer> takes) {
    TokenBucket bucket = new TokenBucket(perMinute, 0);
    long now = 0;
    long taken = 0;
    for (int units : takes) {
      now += 1_000_000L * units;
      taken += bucket.tryTake(units, now) ? Math.min(units, perMinute) : 0;
      long most = perMinute + now / (60_000_000_000L / perMinute) + 1;
      assertThat(taken).isLessThanOrEqualTo(most);
    }
  }

  @Test
  void providersRemainder_lowersAndNeverRaises_andADebtIsPaidByTime() {
    TokenBucket bucket = new TokenBucket(60, 0);
    bucket.atMost(10, 0);
    assertThat(bucket.available(0)).isEqualTo(10);
    bucket.atMost(50, 0);
    assertThat(bucket.available(0)).isEqualTo(10);
    bucket.give(-30, 0);
    assertThat(bucket.available(0)).isEqualTo(-20);
    assertThat(bucket.waitNanos(1, 0)).isEqualTo(21_000_000_000L);
    assertThat(bucket.tryTake(1, 20_999_999_999L)).isFalse();
    assertThat(bucket.tryTake(1, 21_000_000_000L)).isTrue();
  }

  private void together(Callable<Void> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(
          threads.submit(
              () -> {
                start.await();
                return work.call();
              }));
    }
    for (Future<Void> one : all) {
      one.get();
    }
  }
}
