package com.holdwall.resilience.ai;

import com.holdwall.resilience.CallTimeoutException;
import com.holdwall.resilience.internal.Listeners;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one model, as its client sees it: how long it may take, and where to tell what it
 * used. Thread-safe.
 */
public final class ModelCall {

  final Slot<?, ?> slot;
  final long startNanos;
  final long limitNanos;

  /** Whether its time says something about the model, and is not only the caller's own hurry. */
  final boolean fair;

  final long permit;
  final long ticket;
  final boolean lastResort;
  private final long estimate;
  private final Router<?, ?> router;

  /** The rest is guarded by this. */
  private boolean counted;

  private boolean cancelled;
  private @Nullable Runnable hook;

  ModelCall(
      Router<?, ?> router,
      Slot<?, ?> slot,
      Admission admission,
      long startNanos,
      long limitNanos,
      boolean fair) {
    this.router = router;
    this.slot = slot;
    this.startNanos = startNanos;
    this.limitNanos = limitNanos;
    this.fair = fair;
    this.permit = admission.permit();
    this.ticket = admission.ticket();
    this.estimate = admission.estimate();
    this.lastResort = admission.lastResort();
  }

  /** {@return the model's name} */
  public String model() {
    return slot.state.name;
  }

  /**
   * {@return how long it may still take, for the client's own timeout; zero if the time is over}
   */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, limitNanos - (router.now() - startNanos)));
  }

  /** {@return the model's timeouts} */
  public Timeouts timeouts() {
    return slot.settings.timeouts();
  }

  /**
   * Tells what the provider counted, which puts the estimate in the model's tokens per minute
   * right. Told twice, the first counts.
   *
   * @param input tokens of the prompt; a negative number counts as 0
   * @param output tokens of the answer; a negative number counts as 0
   */
  public void usage(long input, long output) {
    synchronized (this) {
      if (counted) {
        return;
      }
      counted = true;
    }
    long in = Math.max(0, input);
    long out = Math.max(0, output);
    slot.state.quota.reconcile(estimate, in + out, router.now());
    slot.state.tally.used(in, out);
    router.observers.forEach(
        observer ->
            Listeners.tell(o -> o.tokens(slot.state.provider, slot.state.name, in, out), observer));
  }

  /**
   * Tells the answer's headers, as {@link ModelState#rateLimits}.
   *
   * @param header finds a header by its lower-case name; answers null where there is none
   */
  public void rateLimits(UnaryOperator<@Nullable String> header) {
    slot.state.rateLimits(header);
  }

  /**
   * Has a hook run when the call is given up: its time is over, the caller cancelled, or its hedge
   * answered first. Run at once if that was before. The last hook counts. Of a plain call whose
   * client blocks, it runs when the interrupt has brought the client back.
   *
   * @param cancel ends the request, such as by closing its connection; quick
   */
  public void onCancel(Runnable cancel) {
    synchronized (this) {
      if (!cancelled) {
        hook = cancel;
        return;
      }
    }
    Listeners.tell(Runnable::run, cancel);
  }

  void cancel(Future<?> answer) {
    boolean unused = answer.cancel(true);
    cancel();
  }

  void cancel() {
    Runnable cancel;
    synchronized (this) {
      cancelled = true;
      cancel = hook;
      hook = null;
    }
    if (cancel != null) {
      Listeners.tell(Runnable::run, cancel);
    }
  }

  /** The request was not sent: nothing of the quota was used. */
  void returnQuota(long now) {
    synchronized (this) {
      if (counted) {
        return;
      }
      counted = true;
    }
    slot.state.quota.cancel(estimate, now);
  }

  /** The exception of a call whose time is over now. */
  CallTimeoutException timedOut(long nowNanos) {
    return CallTimeoutException.after(model(), Duration.ofNanos(nowNanos - startNanos), null);
  }

  CallTimeoutException timedOut(@Nullable Throwable cause) {
    return CallTimeoutException.after(model(), Duration.ofNanos(limitNanos), cause);
  }

  @Override
  public String toString() {
    return "ModelCall[" + model() + "]";
  }
}
