package com.holdwall.resilience;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryRegistry;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Guards the calls to one target: circuit breaker, retry with backoff and budget, deadline and time
 * limit per attempt, in one pass. A call that goes well allocates nothing.
 *
 * <p>When a guard gives up it throws the last attempt's own exception, with the earlier attempts'
 * ones as suppressed exceptions. A call that must not be made throws a {@link
 * CallRejectedException}; it is never retried. An attempt that takes too long is interrupted and
 * fails with a {@link CallTimeoutException}; code that ignores interrupts cannot be stopped so.
 *
 * <p>Thread-safe; calls may run on virtual threads.
 */
public final class Guard {

  private final GuardCore core;
  private final SyncCalls calls;
  private final AsyncCalls asyncCalls;

  Guard(GuardSettings settings) {
    this.core = new GuardCore(settings);
    this.calls = new SyncCalls(core);
    this.asyncCalls = new AsyncCalls(core);
  }

  /**
   * Starts to build a guard.
   *
   * @param name the target's name in meters and events; not blank
   * @return a builder for a guard that does nothing yet
   * @throws IllegalArgumentException if the name is blank
   */
  public static GuardBuilder named(String name) {
    return new GuardBuilder(name);
  }

  /**
   * Makes a guarded call.
   *
   * @param <T> what it answers
   * @param work the call; may run several times
   * @return its answer
   * @throws CallRejectedException if the call must not be made
   * @throws CallTimeoutException if the last attempt took too long
   * @throws Exception what the last attempt threw
   */
  public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
    return core.settings.hedge() != null ? asyncCalls.hedged(work) : calls.call(work);
  }

  /**
   * Makes a guarded call, and answers with a fallback where it fails. What the caller cancelled,
   * and an {@link Error}, get no fallback. The fallback runs once, unguarded, and costs no budget.
   *
   * @param <T> what it answers
   * @param work the call; may run several times
   * @param fallback makes the answer out of the failure
   * @return the call's answer or the fallback's
   * @throws Exception what the fallback throws, with the failure as a suppressed exception
   */
  public <T extends @Nullable Object> T call(
      Callable<T> work, Function<? super Exception, ? extends T> fallback) throws Exception {
    try {
      return call(work);
    } catch (InterruptedException | CancellationException caller) {
      throw caller;
    } catch (Exception failure) {
      return fallBack(fallback, failure);
    }
  }

  private <T extends @Nullable Object> T fallBack(
      Function<? super Exception, ? extends T> fallback, Exception failure) {
    core.tally.fallbacks.increment();
    core.tell(GuardEvent.Type.FALLBACK, 0, failure);
    try {
      return fallback.apply(failure);
    } catch (RuntimeException broken) {
      if (broken != failure) {
        broken.addSuppressed(failure);
      }
      throw broken;
    }
  }

  /**
   * Makes a guarded call without an answer.
   *
   * @param work the call; may run several times
   * @throws CallRejectedException if the call must not be made
   * @throws CallTimeoutException if the last attempt took too long
   */
  public void run(Runnable work) {
    try {
      call(calls.asCallable(work));
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new IllegalStateException("a Runnable threw a checked exception", impossible);
    }
  }

  /**
   * Makes a guarded call whose answer comes later. Cancelling the answer cancels the attempt that
   * runs and gives its permit back; no other one follows.
   *
   * @param <T> what it answers
   * @param work starts an attempt and does not block
   * @return the answer; it fails with the same exceptions as {@link #call(Callable)}
   */
  public <T extends @Nullable Object> CompletionStage<T> executeAsync(
      Supplier<? extends CompletionStage<T>> work) {
    return asyncCalls.execute(work);
  }

  /**
   * Wraps a call, so that each run of it is guarded.
   *
   * @param <T> what it answers
   * @param work the call
   * @return the guarded call
   */
  public <T extends @Nullable Object> Callable<T> decorate(Callable<T> work) {
    Objects.requireNonNull(work, "work must not be null");
    return () -> call(work);
  }

  /**
   * Listens to what the guard does. The listener runs on the caller's thread and should be quick;
   * what it throws is dropped.
   *
   * @param listener what to tell
   */
  public void onEvent(Consumer<? super GuardEvent> listener) {
    core.listen(Objects.requireNonNull(listener, "listener must not be null"));
  }

  /** {@return the target's name} */
  public String name() {
    return core.settings.name();
  }

  /** {@return the circuit breaker, if the guard has one} */
  public Optional<Breaker> breaker() {
    return Optional.ofNullable(core.settings.breaker());
  }

  /** {@return the retry budget, if the guard has one} */
  public Optional<RetryBudget> budget() {
    return Optional.ofNullable(core.settings.budget());
  }

  /**
   * Shows this guard's retries in resilience4j's registry, so that its Micrometer binder and the
   * dashboards on it go on. It replaces an entry of its name. The numbers are this guard's; it
   * publishes no event there: {@link #onEvent} does. A {@link Breaker} has a method of this kind,
   * too.
   *
   * @param registry resilience4j's registry
   * @return this guard's retries, as the registry shows them
   */
  public Retry register(RetryRegistry registry) {
    Retry view = new RetryView(core);
    Retry unused = registry.retry(name(), view.getRetryConfig());
    registry.replace(name(), view);
    return view;
  }

  /** {@return what has been done so far} */
  public GuardCounts counts() {
    return core.tally.counts();
  }

  @Override
  public String toString() {
    return "Guard[" + name() + "]";
  }
}
