package com.holdwall.resilience;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final RandomSource HIGHEST = bound -> bound - 1;
  private static final RandomSource LOWEST = bound -> 0;
  private static final Backoff BACKOFF = Backoff.exponential(ofMillis(100)).withCap(ofSeconds(1));

  @Test
  void exponential_withoutMore_isFullJitterCappedAtTwentySeconds() {
    assertThat(Backoff.exponential(ofMillis(100)))
        .isEqualTo(new Backoff(ofMillis(100), ofSeconds(20), Jitter.FULL));
  }

  @Test
  void exponential_withABaseAboveTheDefaultCap_isCappedAtTheBase() {
    assertThat(Backoff.exponential(ofSeconds(30)).cap()).isEqualTo(ofSeconds(30));
  }

  @Test
  void fullJitter_atItsHighest_doublesUpToTheCap() {
    assertThat(delays(BACKOFF, HIGHEST, 6)).containsExactly(100, 200, 400, 800, 1000, 1000);
  }

  @Test
  void fullJitter_atItsLowest_doesNotWait() {
    assertThat(delays(BACKOFF, LOWEST, 3)).containsExactly(0, 0, 0);
  }

  @Test
  void equalJitter_atItsLowest_waitsHalf() {
    Backoff equal = BACKOFF.withJitter(Jitter.EQUAL);
    assertThat(delays(equal, LOWEST, 5)).containsExactly(50, 100, 200, 400, 500);
    assertThat(delays(equal, HIGHEST, 5)).containsExactly(100, 200, 400, 800, 1000);
  }

  @Test
  void decorrelatedJitter_buildsOnTheWaitBefore() {
    Backoff decorrelated = BACKOFF.withJitter(Jitter.DECORRELATED);
    assertThat(decorrelated.delayNanos(1, 0, HIGHEST)).isEqualTo(ofMillis(300).toNanos());
    assertThat(decorrelated.delayNanos(2, ofMillis(200).toNanos(), HIGHEST))
        .isEqualTo(ofMillis(600).toNanos());
    assertThat(decorrelated.delayNanos(3, ofMillis(600).toNanos(), HIGHEST))
        .isEqualTo(ofSeconds(1).toNanos());
    assertThat(decorrelated.delayNanos(3, ofMillis(600).toNanos(), LOWEST))
        .isEqualTo(ofMillis(100).toNanos());
  }

  @Test
  void jitterAtTheCap_staysSpread() {
    SplittableRandom seeded = new SplittableRandom(7);
    double[] waits =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> BACKOFF.delayNanos(30, 0, seeded::nextLong))
            .toArray();

    assertThat(standardDeviation(waits) / ofSeconds(1).toNanos()).isGreaterThan(0.28);
  }

  @Test
  void decorrelatedJitterAtTheCap_isRarelyTheCapItself() {
    SplittableRandom seeded = new SplittableRandom(7);
    Backoff decorrelated = BACKOFF.withJitter(Jitter.DECORRELATED);
    long cap = ofSeconds(1).toNanos();
    long atTheCap =
        IntStream.range(0, 20_000)
            .mapToLong(i -> decorrelated.delayNanos(30, cap, seeded::nextLong))
            .filter(wait -> wait == cap)
            .count();

    assertThat(atTheCap).isLessThan(5);
  }

  @Property
  void delay_forAnyRetry_isFromZeroToTheCap(
      @ForAll @LongRange(min = 1) long baseNanos,
      @ForAll @LongRange(min = 0) long more,
      @ForAll @LongRange(min = 0) long previous,
      @ForAll @IntRange(min = 1) int retry,
      @ForAll Jitter jitter,
      @ForAll Random random) {
    Duration base = Duration.ofNanos(baseNanos);
    Backoff backoff = new Backoff(base, base.plusNanos(more), jitter);

    long wait = backoff.delayNanos(retry, previous, bound -> random.nextLong(bound));

    assertThat(wait).isNotNegative();
    assertThat(Duration.ofNanos(wait)).isLessThanOrEqualTo(backoff.cap());
  }

  @Test
  void delay_withDurationsBeyondALong_saturates() {
    Backoff huge = new Backoff(ofDays(200_000), ofDays(400_000), Jitter.FULL);
    assertThat(huge.delayNanos(1, 0, HIGHEST)).isPositive();
    assertThat(huge.delayNanos(64, 0, HIGHEST)).isPositive();
  }

  @Test
  void intervalFunction_waitsWholeMillisecondsOfTheSameBackoff() {
    assertThat(BACKOFF.toIntervalFunction(HIGHEST).apply(3)).isEqualTo(400L);
    assertThat(BACKOFF.withJitter(Jitter.DECORRELATED).toIntervalFunction(HIGHEST).apply(2))
        .isEqualTo(900L);
  }

  @Test
  void backoff_withBadParts_saysWhichAndWhy() {
    assertThatThrownBy(() -> Backoff.exponential(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("base must be longer than zero, but is PT0S");
    assertThatThrownBy(() -> Backoff.exponential(ofMillis(-5)))
        .hasMessage("base must be longer than zero, but is PT-0.005S");
    assertThatThrownBy(() -> BACKOFF.withCap(ofMillis(99)))
        .hasMessage("cap must not be shorter than base PT0.1S, but is PT0.099S");
    assertThatThrownBy(() -> BACKOFF.delayNanos(0, 0, LOWEST))
        .hasMessage("retry must be at least 1, but is 0");
  }

  private static long[] delays(Backoff backoff, RandomSource random, int retries) {
    return IntStream.rangeClosed(1, retries)
        .mapToLong(retry -> backoff.delayNanos(retry, 0, random) / 1_000_000)
        .toArray();
  }

  private static double standardDeviation(double[] values) {
    double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
    double squares =
        IntStream.range(0, values.length).mapToDouble(i -> Math.pow(values[i] - mean, 2)).sum();
    return Math.sqrt(squares / values.length);
  }
}
