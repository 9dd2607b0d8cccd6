package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Listeners;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What plain and streamed calls share: the models, and what a call's end says about its model.
 * Thread-safe.
 */
final class Router<Q, R> {

  private static final long LONGEST_ASKED = TimeUnit.SECONDS.toNanos(60);

  final RouterSettings<Q, R> settings;
  final RouterTally tally = new RouterTally();
  final CopyOnWriteArrayList<ModelObserver> observers = new CopyOnWriteArrayList<>();
  final Models<Q, R> models;
  private final CopyOnWriteArrayList<Consumer<? super RouterEvent>> listeners =
      new CopyOnWriteArrayList<>();

  Router(RouterSettings<Q, R> settings) {
    this.settings = settings;
    this.models = new Models<>(settings.slots());
  }

  long now() {
    return settings.ticker().nanos();
  }

  /** A call came back well. */
  void succeeded(ModelCall call, long now) {
    ModelState state = call.slot.state;
    long elapsed = now - call.startNanos;
    state.load.ended();
    state.load.took(elapsed, now);
    if (state.breaker != null && call.permit != Slot.NO_PERMIT) {
      state.breaker.succeeded(call.permit, elapsed);
    }
    if (call.ticket != Cooldown.NOT_COOLING) {
      state.cooldown.succeeded(call.ticket);
      tell(RouterEvent.Type.RECOVERED, state.name, null, 0);
    }
    free(call);
    state.tally.succeeded(elapsed);
    ended(state, ModelOutcome.SUCCESS, elapsed);
  }

  /** A call failed. */
  void failed(ModelCall call, ModelFailure failure, long now) {
    ModelError error = failure.error();
    ModelOutcome outcome = error.outcome();
    if (error == ModelError.NOT_SENT) {
      call.returnQuota(now);
    }
    if (outcome == null || (error == ModelError.TIMEOUT && !call.fair)) {
      abandoned(call, now);
      return;
    }
    ModelState state = call.slot.state;
    long elapsed = now - call.startNanos;
    state.load.ended();
    judge(call, failure, elapsed, now);
    free(call);
    state.tally.failed(outcome);
    ended(state, outcome, elapsed);
  }

  private void judge(ModelCall call, ModelFailure failure, long elapsed, long now) {
    ModelState state = call.slot.state;
    long asked = Math.min(failure.askedNanos(), LONGEST_ASKED);
    switch (failure.error()) {
      case RATE_LIMITED -> {
        call.slot.release(call.permit);
        cool(call, failure.error(), Math.max(asked, settings.coolNanos()), now);
      }
      case ACCESS_DENIED -> {
        call.slot.release(call.permit);
        cool(call, failure.error(), settings.accessNanos(), now);
      }
      case TIMEOUT, SERVER_ERROR, UNREACHABLE -> {
        state.load.failed(elapsed, now);
        if (state.breaker != null && call.permit != Slot.NO_PERMIT) {
          state.breaker.failed(call.permit, elapsed, Duration.ofNanos(asked));
        }
        boolean probe = call.ticket != Cooldown.NOT_COOLING;
        if (asked > 0 || probe) {
          cool(call, failure.error(), Math.max(asked, probe ? settings.coolNanos() : 0), now);
        }
      }
      default -> {
        // the request was wrong, and the model was there to say so
        call.slot.release(call.permit);
        state.cooldown.succeeded(call.ticket);
      }
    }
  }

  private void cool(ModelCall call, ModelError error, long nanos, long now) {
    ModelState state = call.slot.state;
    state.cooldown.cool(call.ticket, now, nanos);
    state.tally.cooldowns.increment();
    tell(RouterEvent.Type.COOLED, state.name, error, nanos);
  }

  /** A call ended without saying anything about its model: cancelled, or beaten by its hedge. */
  void abandoned(ModelCall call, long now) {
    ModelState state = call.slot.state;
    state.load.ended();
    state.load.tookLonger(now - call.startNanos, now);
    state.cooldown.released(call.ticket);
    call.slot.release(call.permit);
    free(call);
    state.tally.cancelled.increment();
  }

  private static void free(ModelCall call) {
    if (call.lastResort) {
      call.slot.state.lastResort.set(false);
    }
  }

  void firstToken(ModelCall call, long now) {
    ModelState state = call.slot.state;
    long elapsed = now - call.startNanos;
    state.tally.firstToken(elapsed);
    observers.forEach(
        observer ->
            Listeners.tell(o -> o.firstToken(state.provider, state.name, elapsed), observer));
  }

  private void ended(ModelState state, ModelOutcome outcome, long elapsed) {
    if (!observers.isEmpty()) {
      observers.forEach(
          observer ->
              Listeners.tell(o -> o.ended(state.provider, state.name, outcome, elapsed), observer));
    }
  }

  void listen(Consumer<? super RouterEvent> listener) {
    listeners.add(listener);
  }

  void tell(RouterEvent.Type type, @Nullable String model, @Nullable ModelError error, long nanos) {
    if (!listeners.isEmpty()) {
      RouterEvent event = new RouterEvent(type, model, error, Duration.ofNanos(nanos));
      listeners.forEach(listener -> Listeners.tell(listener, event));
    }
  }
}
