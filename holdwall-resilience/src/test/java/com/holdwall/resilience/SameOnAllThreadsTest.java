package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plain call, a call on a virtual thread and an asynchronous one come to the same end. Virtual
 * threads take part from JDK 21 on; before, {@link Way#VIRTUAL} is not among the ways.
 */
class SameOnAllThreadsTest {

  enum Way {
    PLATFORM,
    VIRTUAL,
    ASYNC
  }

  private final AtomicInteger attempts = new AtomicInteger();
  private final ExecutorService platform = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    platform.shutdownNow();
  }

  static List<Way> ways() {
    return Runtime.version().feature() >= 21
        ? List.of(Way.values())
        : List.of(Way.PLATFORM, Way.ASYNC);
  }

  /** What a caller sees: the answer or the failure with its history, and the guard's counts. */
  private String seen(Way way, Guard guard, Callable<String> work) throws Exception {
    ExecutorService threads = way == Way.VIRTUAL ? virtualThreads() : platform;
    String end;
    try {
      end =
          way == Way.ASYNC
              ? guard.executeAsync(() -> later(work)).toCompletableFuture().get(9, TimeUnit.SECONDS)
              : threads.submit(() -> guard.call(work)).get(9, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      end = told(failed.getCause());
    } finally {
      if (threads != platform) {
        threads.shutdownNow();
      }
    }
    return end + " after " + attempts + ", " + guard.counts();
  }

  private static String told(@Nullable Throwable failure) {
    return failure == null
        ? "nothing"
        : failure.getClass().getSimpleName()
            + " '"
            + failure.getMessage()
            + "' "
            + Arrays.stream(failure.getSuppressed()).map(Throwable::getMessage).toList();
  }

  private CompletableFuture<String> later(Callable<String> work) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    platform.execute(
        () -> {
          try {
            answer.complete(work.call());
          } catch (Exception failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }

  /** By reflection, as the baseline is JDK 17. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private Callable<String> failing(int times) {
    return () -> {
      int attempt = attempts.incrementAndGet();
      if (attempt <= times) {
        throw new IOException("failure " + attempt);
      }
      return "answer";
    };
  }

  private String hang() throws InterruptedException {
    attempts.incrementAndGet();
    new CountDownLatch(1).await();
    return "never";
  }

  private static GuardBuilder retrying() {
    return Guard.named("db").retry(Backoff.exponential(ofMillis(1)).withCap(ofMillis(2)));
  }

  private static String counts(int... n) {
    return new GuardCounts(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]).toString();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void successAtOnce(Way way) throws Exception {
    assertThat(seen(way, retrying().build(), failing(0)))
        .isEqualTo("answer after 1, " + counts(1, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void successAfterTwoRetries(Way way) throws Exception {
    assertThat(seen(way, retrying().build(), failing(2)))
        .isEqualTo("answer after 3, " + counts(0, 1, 0, 0, 2, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void failureWithItsHistory(Way way) throws Exception {
    assertThat(seen(way, retrying().build(), failing(9)))
        .startsWith("IOException 'failure 3' [failure 1, failure 2] after 3, ");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void hungAttempt_isEndedAtItsLimit(Way way) throws Exception {
    Guard guard = retrying().attemptTimeout(ofMillis(30)).build();
    assertThat(seen(way, guard, this::hang))
        .startsWith("CallTimeoutException ''db' did not answer within PT0.03S' [] after 1, ");
    assertThat(guard.counts().timeouts()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void hungAttempt_isEndedAtTheDeadline(Way way) throws Exception {
    Guard guard = retrying().deadline(ofMillis(30)).idempotent().build();
    assertThat(seen(way, guard, this::hang).toLowerCase(Locale.ROOT)).contains("did not answer");
    assertThat(guard.counts().failed()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void openBreaker_refusesWithoutACall(Way way) throws Exception {
    Guard guard = retrying().circuitBreaker().build();
    guard.breaker().orElseThrow().switchTo(BreakerPhase.FORCED_OPEN);
    assertThat(seen(way, guard, failing(0))).startsWith("CallRejectedException ");
    assertThat(attempts).hasValue(0);
    assertThat(guard.counts().rejected()).isEqualTo(1);
  }
}
