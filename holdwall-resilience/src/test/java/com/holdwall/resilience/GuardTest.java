package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GuardTest {

  private static final RandomSource HIGHEST = bound -> bound - 1;

  private final FakeTime time = new FakeTime();
  private final List<GuardEvent.Type> events = new ArrayList<>();
  private int attempts;

  @Test
  void callThatGoesWell_isMadeOnce() throws Exception {
    Guard guard = guard(retrying());
    assertThat(guard.call(failing(0))).isEqualTo("answer");
    assertThat(attempts).isEqualTo(1);
    assertThat(guard.counts()).isEqualTo(new GuardCounts(1, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(events).isEmpty();
  }

  @Test
  void callThatFailsTwice_waitsWithBackoffAndSucceeds() throws Exception {
    Guard guard = guard(retrying());
    assertThat(guard.call(failing(2))).isEqualTo("answer");
    assertThat(time.sleeps()).containsExactly(ofMillis(100), ofMillis(200));
    assertThat(guard.counts()).isEqualTo(new GuardCounts(0, 1, 0, 0, 2, 0, 0, 0, 0));
    assertThat(events)
        .containsExactly(GuardEvent.Type.RETRY, GuardEvent.Type.RETRY, GuardEvent.Type.RECOVERED);
    assertThat(guard.budget().orElseThrow()).hasToString("RetryBudget[486 of 500]");
  }

  @Test
  void callWithNoAttemptLeft_throwsTheLastFailureWithTheHistory_andDoesNotSleepAgain() {
    Throwable thrown = catchThrowable(() -> guard(retrying()).call(failing(9)));
    assertThat(thrown).isInstanceOf(IOException.class).hasMessage("failure 3");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("failure 1", "failure 2");
    assertThat(time.sleeps()).hasSize(2);
    assertThat(events).endsWith(GuardEvent.Type.GAVE_UP);
  }

  @Test
  void waitThatWouldEndPastTheDeadline_isNotBegun() {
    // the waits are the test's, the deadline's timer is real: it must be far away
    Backoff slow = Backoff.exponential(ofSeconds(40)).withCap(ofSeconds(40));
    Guard guard = guard(Guard.named("db").retry(slow).deadline(ofSeconds(60)));
    assertThatThrownBy(() -> guard.call(failing(9))).hasMessage("failure 2");
    assertThat(time.sleeps()).containsExactly(ofSeconds(40));
  }

  @Test
  void emptyBudget_deniesTheRetry() {
    Guard guard = guard(retrying().budget(RetryBudget.ofTokens(20)));
    assertThatThrownBy(() -> guard.call(failing(9))).hasMessage("failure 2");
    assertThat(events).containsExactly(GuardEvent.Type.RETRY, GuardEvent.Type.BUDGET_EMPTY);
    assertThat(guard.counts().budgetDenied()).isEqualTo(1);
  }

  @Test
  void oneInstanceThrownAgainAndAgain_keepsItsHistorySmall() {
    IOException one = new IOException("one");
    IOException other = new IOException("other");
    Guard guard = guard(retrying().budget(RetryBudget.ofTokens(1_000_000)));
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(
              () ->
                  guard.call(
                      () -> {
                        throw attempts++ % 2 == 0 ? one : other;
                      }))
          .isInstanceOf(IOException.class);
    }
    assertThat(one.getSuppressed()).hasSizeLessThanOrEqualTo(1);
    assertThat(other.getSuppressed()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void openBreaker_refusesWithoutACallAndWithoutARetry() {
    Guard guard = guard(retrying().circuitBreaker());
    guard.breaker().orElseThrow().switchTo(BreakerPhase.FORCED_OPEN);
    assertThatThrownBy(() -> guard.call(failing(0)))
        .isInstanceOf(CallRejectedException.class)
        .hasMessage("Call not made: the circuit breaker of 'db' is open");
    assertThat(attempts).isZero();
    assertThat(time.sleeps()).isEmpty();
    assertThat(guard.counts().rejected()).isEqualTo(1);
  }

  @Test
  void breakerThatOpensBetweenAttempts_endsTheCallWithItsLastFailure() {
    Guard guard = guard(retrying().circuitBreaker());
    for (int i = 0; i < 19; i++) {
      guard.breaker().orElseThrow().failed(guard.breaker().orElseThrow().tryAcquire(), 1);
    }
    Throwable thrown = catchThrowable(() -> guard.call(failing(9)));
    assertThat(thrown).hasMessage("failure 1");
    assertThat(thrown.getSuppressed()).hasOnlyElementsOfType(CallRejectedException.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void permanentFailures_areNeitherRetriedNorCounted() {
    Guard guard = guard(retrying().circuitBreaker());
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> guard.call(throwing(new IllegalArgumentException("bad"))))
          .hasMessage("bad");
    }
    assertThat(attempts).isEqualTo(100);
    assertThat(guard.breaker().orElseThrow().counts().calls()).isZero();
  }

  @Test
  void interruptedWork_isTheCallersDoing_andTheFlagIsRestored() {
    Guard guard = guard(retrying().circuitBreaker());
    assertThatThrownBy(() -> guard.call(throwing(new InterruptedException())))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(attempts).isEqualTo(1);
    assertThat(guard.breaker().orElseThrow().counts().calls()).isZero();
    assertThatThrownBy(() -> guard.call(throwing(new CancellationException())))
        .isInstanceOf(CancellationException.class);
    assertThat(guard.breaker().orElseThrow().counts().calls()).isZero();
  }

  @Test
  void interruptDuringTheWait_endsTheCallWithItsFailure_andTheFlagIsRestored() {
    Guard guard = guard(retrying());
    Throwable thrown =
        catchThrowable(
            () ->
                guard.call(
                    () -> {
                      Thread.currentThread().interrupt();
                      throw new IOException("away");
                    }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).hasMessage("away");
    assertThat(thrown.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class);
  }

  @Test
  void retryAfter_isFollowedUpToFiveSecondsAboveTheBackoff() throws Exception {
    Failure asked = new Failure(Failure.Kind.THROTTLED, RetryAfter.of(ofSeconds(3)));
    Failure greedy = new Failure(Failure.Kind.THROTTLED, RetryAfter.of(ofSeconds(301)));
    Guard guard = guard(retrying().classify(thrown -> attempts == 1 ? asked : greedy));
    guard.call(failing(2));
    assertThat(time.sleeps()).containsExactly(ofSeconds(3), ofMillis(5200));
  }

  @Test
  void serverThatWantsNoFurtherAttempt_getsNone() {
    Failure never = new Failure(Failure.Kind.TRANSIENT, RetryAfter.never());
    assertThatThrownBy(() -> guard(retrying().classify(thrown -> never)).call(failing(9)))
        .hasMessage("failure 1");
  }

  @Test
  void httpStatus_decides() {
    FailureClassifier http =
        FailureClassifier.http(
            thrown -> Integer.parseInt(thrown.getMessage()),
            thrown -> name -> name.equals("retry-after") ? "2" : null);
    assertThat(kind(http, 404)).isEqualTo(Failure.Kind.PERMANENT);
    assertThat(kind(http, 408)).isEqualTo(Failure.Kind.TRANSIENT);
    assertThat(kind(http, 425)).isEqualTo(Failure.Kind.TRANSIENT);
    assertThat(kind(http, 429)).isEqualTo(Failure.Kind.THROTTLED);
    assertThat(kind(http, 503)).isEqualTo(Failure.Kind.TRANSIENT);
    assertThat(http.classify(new IOException("503")).retryAfter())
        .isEqualTo(RetryAfter.of(ofSeconds(2)));
  }

  @Test
  void hungAttempt_isInterruptedAtItsLimit_andNotRepeatedUnlessIdempotent() throws Exception {
    Guard once = Guard.named("db").retry(fast()).attemptTimeout(ofMillis(20)).build();
    assertThatThrownBy(() -> once.call(this::hang))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessage("'db' did not answer within PT0.02S")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(attempts).isEqualTo(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    Guard again =
        Guard.named("db").retry(fast()).attemptTimeout(ofMillis(500)).idempotent().build();
    assertThat(again.call(() -> attempts++ < 3 ? hang() : "answer")).isEqualTo("answer");
    assertThat(again.counts().timeouts()).isEqualTo(1);
  }

  @Test
  void guardAroundAnother_thatTimesOutWithIt_keepsItsOwnInterrupt() {
    Guard outer = Guard.named("outer").deadline(ofMillis(200)).build();
    Guard inner =
        Guard.named("inner").retry(fast()).attemptTimeout(ofMillis(200)).idempotent().build();
    // Deaf to interrupts until both limits are long over: the two interrupts look like one.
    Callable<String> deaf =
        () -> {
          attempts++;
          long end = System.nanoTime() + ofMillis(800).toNanos();
          while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
          }
          throw new IOException("too late");
        };
    assertThatThrownBy(() -> outer.call(() -> inner.call(deaf)))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("'outer'");
    assertThat(attempts).isEqualTo(1);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void hungAttempt_isInterruptedAtTheDeadline() {
    Guard guard = Guard.named("db").deadline(ofMillis(30)).build();
    assertThatThrownBy(() -> guard.call(this::hang)).isInstanceOf(CallTimeoutException.class);
  }

  @Test
  void fallback_answersForAFailureAndARefusal_butNotForAnInterrupt() throws Exception {
    Guard guard = guard(retrying().circuitBreaker());
    assertThat(guard.call(failing(9), Throwable::getMessage)).isEqualTo("failure 3");
    guard.breaker().orElseThrow().switchTo(BreakerPhase.FORCED_OPEN);
    assertThat(guard.call(failing(9), failure -> "value")).isEqualTo("value");
    assertThat(guard.counts().fallbacks()).isEqualTo(2);
    guard.breaker().orElseThrow().switchTo(BreakerPhase.CLOSED);
    assertThatThrownBy(() -> guard.call(throwing(new InterruptedException()), failure -> "value"))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void fallbackThatFails_throwsItsOwn_withTheFailureAsSuppressed() {
    Guard guard = guard(Guard.named("db"));
    Throwable thrown =
        catchThrowable(
            () ->
                guard.call(
                    failing(9),
                    failure -> {
                      throw new IllegalStateException("no value either");
                    }));
    assertThat(thrown).hasMessage("no value either");
    assertThat(thrown.getSuppressed()[0]).hasMessage("failure 1");
  }

  @Test
  void throttle_refuses() {
    AdaptiveThrottle throttle = AdaptiveThrottle.create(time, bound -> 0);
    Guard guard = guard(Guard.named("db").throttle(throttle));
    assertThatThrownBy(() -> guard.call(failing(99))).hasMessage("failure 1");
    assertThatThrownBy(() -> guard.call(failing(99)))
        .hasMessage("Call not made: 'db' accepts too few of its calls");
  }

  @Test
  void runAndDecorate_areGuardedToo() throws Exception {
    Guard guard = guard(retrying());
    guard.run(() -> attempts++);
    assertThat(guard.decorate(failing(0)).call()).isEqualTo("answer");
    assertThat(guard.counts().succeeded()).isEqualTo(2);
    assertThatThrownBy(() -> guard.run(() -> attempts = Math.toIntExact(Long.MAX_VALUE)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void error_isThrownAsItIs() {
    assertThatThrownBy(() -> guard(retrying()).call(throwing(new StackOverflowError())))
        .isInstanceOf(StackOverflowError.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void hedgeWithoutIdempotence_isRefused() {
    assertThatThrownBy(() -> Guard.named("db").hedge(ofMillis(1), Runnable::run).build())
        .hasMessage("hedge needs idempotent(): guard 'db' would run a call twice");
  }

  private static Failure.Kind kind(FailureClassifier classifier, int status) {
    return classifier.classify(new IOException("" + status)).kind();
  }

  private String hang() throws InterruptedException {
    attempts++;
    new CountDownLatch(1).await();
    return "never";
  }

  private Callable<String> failing(int failures) {
    return () -> {
      if (++attempts <= failures) {
        throw new IOException("failure " + attempts);
      }
      return "answer";
    };
  }

  private Callable<String> throwing(Throwable thrown) {
    return () -> {
      attempts++;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    };
  }

  private static Backoff fast() {
    return Backoff.exponential(ofMillis(1)).withCap(ofMillis(2));
  }

  private static GuardBuilder retrying() {
    return Guard.named("db").retry(Backoff.exponential(ofMillis(100)));
  }

  private Guard guard(GuardBuilder builder) {
    Guard guard = builder.time(time, time, HIGHEST).build();
    guard.onEvent(event -> events.add(event.type()));
    return guard;
  }
}
