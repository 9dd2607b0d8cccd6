package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A thousand callers at once, each on a thread of its own, and a dependency that is wholly down.
 */
@Tag("alone")
class StormTest {

  private static final int CALLERS = 1_000;
  private static final int BINS = 100;

  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
  private final LongAdder attempts = new LongAdder();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void dependencyWhollyDown_isSentAtMostOnePointOneAttemptsPerCall() throws Exception {
    Guard guard =
        Guard.named("db").retry(Backoff.exponential(ofMillis(1)).withCap(ofMillis(2))).build();
    double ours = attemptsPerCall(() -> guard.call(this::down));

    Retry retry =
        Retry.of(
            "db",
            RetryConfig.custom()
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(1, 2, 0.5, 2))
                .build());
    double plain = attemptsPerCall(Retry.decorateCallable(retry, this::down));

    Figures.write("storm", Map.of("attemptsPerCall", ours, "attemptsPerCallResilience4j", plain));
    assertThat(ours).isLessThanOrEqualTo(1.1);
    assertThat(plain).isEqualTo(3);
  }

  @Test
  void callersThatCameToTheCap_doNotComeBackTogether() {
    Backoff backoff = Backoff.exponential(ofMillis(100)).withCap(Duration.ofSeconds(1));
    IntervalFunction interval = IntervalFunction.ofExponentialRandomBackoff(100, 2, 0.5, 1000);
    long[] ours =
        LongStream.range(0, CALLERS)
            .map(i -> backoff.delayNanos(6, 0, RandomSource.system()) / 1_000_000)
            .toArray();
    long[] plain = LongStream.range(0, CALLERS).map(i -> interval.apply(6)).toArray();

    Figures.write(
        "recovery-spread",
        Map.of(
            "largestShareIn10Ms", largestShare(ours),
            "largestShareIn10MsResilience4j", largestShare(plain)));
    // evenly spread it is a hundredth; a synchronized burst is 1
    assertThat(largestShare(ours)).isLessThan(0.04);
    assertThat(largestShare(plain)).isEqualTo(1);
  }

  private double attemptsPerCall(Callable<String> call) throws InterruptedException {
    attempts.reset();
    CyclicBarrier together = new CyclicBarrier(CALLERS);
    Callable<String> caller =
        () -> {
          together.await();
          return call.call();
        };
    threads.invokeAll(Collections.nCopies(CALLERS, caller));
    return attempts.sum() / (double) CALLERS;
  }

  private String down() throws IOException {
    attempts.increment();
    throw new IOException("down");
  }

  private static double largestShare(long[] waitsMillis) {
    long[] bins = new long[BINS + 1];
    for (long wait : waitsMillis) {
      bins[(int) (wait / 10)]++;
    }
    return Arrays.stream(bins).max().orElse(0) / (double) waitsMillis.length;
  }
}
