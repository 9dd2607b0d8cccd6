package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardAsyncTest {

  private final AtomicInteger attempts = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void callThatFailsTwice_isRetried() throws Exception {
    Guard guard = retrying().build();
    CompletableFuture<String> answer =
        guard
            .executeAsync(
                () ->
                    attempts.incrementAndGet() < 3
                        ? CompletableFuture.failedFuture(new IOException("away"))
                        : CompletableFuture.completedFuture("answer"))
            .toCompletableFuture();
    assertThat(answer.get(5, SECONDS)).isEqualTo("answer");
    assertThat(guard.counts()).isEqualTo(new GuardCounts(0, 1, 0, 0, 2, 0, 0, 0, 0));
  }

  @Test
  void callWithNoAttemptLeft_failsWithTheHistory() {
    CompletableFuture<String> answer =
        retrying()
            .build()
            .<String>executeAsync(
                () -> {
                  throw new IllegalStateException("failure " + attempts.incrementAndGet());
                })
            .toCompletableFuture();
    assertThatThrownBy(() -> answer.get(5, SECONDS))
        .cause()
        .hasMessage("failure 3")
        .satisfies(last -> assertThat(last.getSuppressed()).hasSize(2));
  }

  @Test
  void attemptThatHangs_timesOut_isCancelledAndRetried() throws Exception {
    List<CompletableFuture<String>> hung = new CopyOnWriteArrayList<>();
    Guard guard = retrying().idempotent().attemptTimeout(ofMillis(200)).build();
    CompletableFuture<String> answer =
        guard
            .executeAsync(
                () -> {
                  if (attempts.incrementAndGet() == 3) {
                    return CompletableFuture.completedFuture("answer");
                  }
                  CompletableFuture<String> never = new CompletableFuture<>();
                  hung.add(never);
                  return never;
                })
            .toCompletableFuture();
    assertThat(answer.get(5, SECONDS)).isEqualTo("answer");
    await().untilAsserted(() -> assertThat(hung).allMatch(CompletableFuture::isCancelled));
    assertThat(guard.counts().timeouts()).isEqualTo(2);
  }

  @Test
  void cancelledAnswer_cancelsTheAttempt_andGivesItsHalfOpenPermitBack() {
    Breaker breaker = Breaker.ofDefaults("db");
    breaker.switchTo(BreakerPhase.HALF_OPEN);
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> answer =
        Guard.named("db")
            .circuitBreaker(breaker)
            .build()
            .executeAsync(() -> source)
            .toCompletableFuture();
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.REJECTED);

    answer.cancel(true);

    assertThat(source).isCancelled();
    assertThat(breaker.tryAcquire()).isNotEqualTo(Breaker.REJECTED);
    assertThat(breaker.counts().failed()).isZero();
  }

  @Test
  void openBreaker_failsTheAnswerAtOnce() {
    Guard guard = retrying().circuitBreaker().build();
    guard.breaker().orElseThrow().switchTo(BreakerPhase.FORCED_OPEN);
    CompletableFuture<String> answer =
        guard.executeAsync(() -> CompletableFuture.completedFuture("never")).toCompletableFuture();
    assertThatThrownBy(() -> answer.get(5, SECONDS))
        .hasCauseInstanceOf(CallRejectedException.class);
  }

  @Test
  void firstAttemptThatIsLate_isHedged_andTheLoserIsInterruptedAndSaysNothing() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Guard guard =
        Guard.named("db").idempotent().circuitBreaker().hedge(ofMillis(500), threads).build();
    String answer =
        guard.call(
            () -> {
              if (attempts.incrementAndGet() == 2) {
                return "second";
              }
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException lost) {
                interrupted.countDown();
                throw lost;
              }
              return "never";
            });
    assertThat(answer).isEqualTo("second");
    assertThat(interrupted.await(20, SECONDS)).isTrue();
    assertThat(guard.counts().hedges()).isEqualTo(1);
    assertThat(guard.breaker().orElseThrow().counts())
        .isEqualTo(new BreakerCounts(1, 0, 0, 0, 0, 0));
  }

  @Test
  void firstAttemptThatIsQuick_isNotHedged() throws Exception {
    Guard guard = Guard.named("db").idempotent().hedge(ofSeconds(5), threads).build();
    assertThat(guard.call(() -> "first")).isEqualTo("first");
    assertThat(guard.counts()).isEqualTo(new GuardCounts(1, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void emptyBudget_deniesTheHedge_andLeavesTheFirstAttemptAlone() throws Exception {
    RetryBudget budget = RetryBudget.ofTokens(1);
    Guard guard = Guard.named("db").idempotent().budget(budget).hedge(ofMillis(5), threads).build();
    String answer =
        guard.call(
            () -> {
              await().until(() -> guard.counts().budgetDenied() > 0);
              return "first";
            });
    assertThat(answer).isEqualTo("first");
    assertThat(guard.counts().hedges()).isZero();
  }

  @Test
  void executorThatIsFull_failsTheCallWithItsFailure() {
    threads.shutdown();
    CompletableFuture<String> answer =
        retrying()
            .executor(threads)
            .build()
            .<String>executeAsync(() -> CompletableFuture.failedFuture(new IOException("away")))
            .toCompletableFuture();
    assertThatThrownBy(() -> answer.get(5, SECONDS)).cause().hasMessage("away");
  }

  private static GuardBuilder retrying() {
    return Guard.named("db").retry(Backoff.exponential(ofMillis(1)).withCap(ofMillis(2)));
  }
}
