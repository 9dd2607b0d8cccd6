package com.holdwall.resilience.ai;

import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.internal.GuardTimer;
import com.holdwall.resilience.internal.HedgeDelay;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call that nobody waits for on its own thread: it walks the chain by tasks in a mailbox, one at
 * a time, which alone touch its state. Up to two legs race until one of them wins.
 *
 * @param <Q> the request
 * @param <R> what a model answers
 * @param <L> a leg with what the kind of flight needs
 */
abstract class Flight<Q, R, L extends Leg<R>> {

  final Router<Q, R> router;
  final RouterSettings<Q, R> settings;
  final Mailbox mailbox = new Mailbox(this::crashed);
  final List<L> racing = new ArrayList<>(2);
  private final Q request;
  private final long deadlineNanos;
  private @Nullable Chain<Q, R> chain;
  private @Nullable Future<?> hedgeTimer;
  private @Nullable Future<?> wakeTimer;
  boolean over;

  Flight(Router<Q, R> router, Q request, long deadlineNanos) {
    this.router = router;
    this.settings = router.settings;
    this.request = request;
    this.deadlineNanos = deadlineNanos;
  }

  abstract L leg(ModelCall call);

  /** A leg's model answered; only for legs that are not over. */
  abstract void answered(L leg, R answer);

  /** An answer came for a leg that was given up. */
  void answeredTooLate(R answer) {}

  abstract void failed(Throwable thrown);

  /** The time until a leg must have answered. */
  long firstLimitNanos(L leg) {
    return leg.call.limitNanos;
  }

  /** Code of the service's that a task ran into, such as a policy, threw. */
  private void crashed(Throwable mistake) {
    if (!over) {
      land();
      failed(mistake);
    }
  }

  /** Called as the first task. */
  final void depart() {
    try {
      chain = new Chain<>(router, request, deadlineNanos);
    } catch (Throwable refused) {
      land();
      failed(refused);
      return;
    }
    advance();
  }

  final Q request() {
    return request;
  }

  final long deadlineNanos() {
    return deadlineNanos;
  }

  final Chain<Q, R> chain() {
    if (chain == null) {
      throw new IllegalStateException("the flight has not begun");
    }
    return chain;
  }

  /** Asks the next model, or waits until one may be asked. */
  final void advance() {
    if (over || !racing.isEmpty()) {
      return;
    }
    try {
      ModelCall call = chain().next();
      if (call == null) {
        wakeTimer = after(chain().waitNanos(), this::advance);
      } else {
        launch(call);
        armHedge();
      }
    } catch (AllModelsUnavailableException none) {
      land();
      failed(none);
    }
  }

  private void launch(ModelCall call) {
    L leg = leg(call);
    racing.add(leg);
    leg.timer(after(firstLimitNanos(leg), () -> timedOut(leg)));
    try {
      @SuppressWarnings("unchecked") // a call's slot is one of this router's
      Transport<Q, R> transport = (Transport<Q, R>) call.slot.transport;
      CompletableFuture<R> answer =
          transport.start(chain().request(call.slot), call, settings.executor());
      leg.runs(answer);
      var unused =
          answer.whenComplete((value, thrown) -> mailbox.post(() -> completed(leg, value, thrown)));
    } catch (Throwable thrown) {
      mailbox.post(() -> legFailed(leg, thrown));
    }
  }

  private void completed(L leg, R value, @Nullable Throwable thrown) {
    if (thrown != null) {
      legFailed(leg, FailureClassifier.unwrapped(thrown));
    } else if (leg.over) {
      answeredTooLate(value);
    } else {
      answered(leg, value);
    }
  }

  final void timedOut(L leg) {
    if (!leg.over) {
      leg.cancelTransport();
      legFailed(leg, leg.call.timedOut(router.now()));
    }
  }

  /** A leg failed: the other one goes on, or the next model is asked, or that was it. */
  final void legFailed(L leg, Throwable thrown) {
    if (!leg.end()) {
      return;
    }
    racing.remove(leg);
    ModelFailure failure = chain().settle(leg.call, thrown);
    if (!chain().goesOn(leg.call, failure)) {
      land();
      chain().failed();
      failed(thrown);
    } else if (racing.isEmpty()) {
      advance();
    }
  }

  private void armHedge() {
    HedgeDelay hedge = settings.hedge();
    if (hedge != null && hedgeTimer == null) {
      long delay = hedge.delayNanos(router.now());
      if (delay != HedgeDelay.NONE) {
        hedgeTimer = after(delay, () -> hedge(hedge));
      }
    }
  }

  private void hedge(HedgeDelay hedge) {
    if (over || racing.size() != 1 || !mayHedge(racing.get(0)) || !hedge.tryTake()) {
      return;
    }
    ModelCall second = chain().hedge(racing.get(0).call);
    if (second != null) {
      launch(second);
    }
  }

  /** False once the leg has begun to answer. */
  boolean mayHedge(L leg) {
    return true;
  }

  /** One leg has the answer: the others are given up, and hedges learn how long it took. */
  final void wins(L winner) {
    stop(hedgeTimer);
    HedgeDelay hedge = settings.hedge();
    if (hedge != null) {
      long now = router.now();
      hedge.succeeded(now - winner.call.startNanos, now);
    }
    for (L leg : List.copyOf(racing)) {
      if (leg != winner) {
        abandon(leg);
      }
    }
  }

  final void abandon(L leg) {
    if (leg.end()) {
      racing.remove(leg);
      router.abandoned(leg.call, router.now());
      leg.cancelTransport();
    }
  }

  /** Nothing more is asked, and what runs is given up. */
  final void land() {
    over = true;
    stop(hedgeTimer);
    stop(wakeTimer);
    List.copyOf(racing).forEach(this::abandon);
  }

  /** Runs a task of this flight later, and never on the timer's own thread. */
  final Future<?> after(long nanos, Runnable task) {
    return GuardTimer.after(nanos, () -> elsewhere(() -> mailbox.post(task)));
  }

  private void elsewhere(Runnable task) {
    try {
      settings.executor().execute(task);
    } catch (RejectedExecutionException full) {
      task.run();
    }
  }

  private static void stop(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
