package com.holdwall.resilience.faults;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that a test can break: it adds latency, throws, hangs or answers something else. A fault
 * holds for so many calls, or until {@link #heal()}. Thread-safe.
 *
 * @param <T> what the call answers
 */
public final class FaultyCall<T extends @Nullable Object> implements Callable<T> {

  private final Callable<T> work;
  private final AtomicReference<Fault<T>> fault = new AtomicReference<>(Fault.none());
  private final AtomicInteger calls = new AtomicInteger();

  private FaultyCall(Callable<T> work) {
    this.work = work;
  }

  /** What a fault does in place of the call, or before it; it counts the calls that it is for. */
  private record Fault<T extends @Nullable Object>(Callable<T> action, AtomicInteger left) {

    static <T extends @Nullable Object> Fault<T> none() {
      return new Fault<>(
          () -> {
            throw new AssertionError("no fault is never run");
          },
          new AtomicInteger());
    }

    boolean applies() {
      return left.getAndUpdate(n -> n > 0 && n < Integer.MAX_VALUE ? n - 1 : n) > 0;
    }
  }

  /**
   * Wraps a call that is well.
   *
   * @param <T> what it answers
   * @param work the call
   * @return a call without a fault
   */
  public static <T extends @Nullable Object> FaultyCall<T> of(Callable<T> work) {
    return new FaultyCall<>(Objects.requireNonNull(work, "work must not be null"));
  }

  /**
   * Makes calls slow: each waits before it is made.
   *
   * @param latency how long
   * @return this call
   */
  public FaultyCall<T> slowBy(Duration latency) {
    return always(
        () -> {
          TimeUnit.NANOSECONDS.sleep(latency.toNanos());
          return work.call();
        });
  }

  /**
   * Makes calls fail.
   *
   * @param failure makes what each call throws
   * @return this call
   */
  public FaultyCall<T> failWith(Supplier<? extends Exception> failure) {
    return always(
        () -> {
          throw failure.get();
        });
  }

  /**
   * Makes calls hang until they are interrupted.
   *
   * @return this call
   */
  public FaultyCall<T> hang() {
    return always(
        () -> {
          new CountDownLatch(1).await();
          throw new AssertionError("nobody opens this latch");
        });
  }

  /**
   * Makes calls answer something else.
   *
   * @param answer the answer
   * @return this call
   */
  public FaultyCall<T> answer(T answer) {
    return always(() -> answer);
  }

  private FaultyCall<T> always(Callable<T> action) {
    fault.set(new Fault<>(action, new AtomicInteger(Integer.MAX_VALUE)));
    return this;
  }

  /**
   * Limits the present fault.
   *
   * @param count for how many calls it holds; at least 1
   * @return this call
   * @throws IllegalArgumentException if it is less than 1
   */
  public FaultyCall<T> times(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but is " + count);
    }
    present().left().set(count);
    return this;
  }

  /**
   * Ends the fault. Calls that hang already go on hanging.
   *
   * @return this call
   */
  public FaultyCall<T> heal() {
    present().left().set(0);
    return this;
  }

  /** {@return how many calls were made so far} */
  public int calls() {
    return calls.get();
  }

  private Fault<T> present() {
    return Objects.requireNonNull(fault.get(), "there is always a fault");
  }

  @Override
  public T call() throws Exception {
    calls.incrementAndGet();
    Fault<T> now = present();
    return now.applies() ? now.action().call() : work.call();
  }
}
