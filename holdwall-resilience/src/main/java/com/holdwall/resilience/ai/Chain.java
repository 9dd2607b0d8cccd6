package com.holdwall.resilience.ai;

import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.RetryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call's way through the models: who is next, with how much time, when to wait, and when to
 * give up. Plain, asynchronous and streamed calls walk the same way. Not thread-safe.
 */
final class Chain<Q, R> {

  private final Router<Q, R> router;
  private final RouterSettings<Q, R> settings;
  private final long start;
  private final long deadlineNanos;
  private final Models<Q, R> models;
  private final int promptTokens;
  private final long fits;
  private Q request;

  /** Of the models that the prompt fits into, the ones on the present chain. */
  private long allowed;

  private long tried;

  /** Models that were asked in vain, but may be again after they have cooled. */
  private long again;

  private int hops;
  private boolean paid;
  private boolean lastResort;
  private long waitNanos;
  private @Nullable ModelError lastError;
  private List<FailedAttempt> failures = List.of();

  Chain(Router<Q, R> router, Q request, long deadlineNanos) {
    this.router = router;
    this.settings = router.settings;
    this.start = router.now();
    this.deadlineNanos = deadlineNanos;
    Prompt<Q> prompt = Prompt.of(router, request);
    this.request = prompt.request();
    this.promptTokens = prompt.tokens();
    this.fits = prompt.fits();
    this.models = router.models;
    this.allowed = models.general & fits;
  }

  Q request(Slot<?, ?> slot) {
    @SuppressWarnings("unchecked") // a call's slot is one of this router's
    Slot<Q, R> own = (Slot<Q, R>) slot;
    return own.mapper.apply(request);
  }

  /** Goes on with another request: what is still to be answered of a broken stream. */
  void continueWith(Q rest) {
    request = rest;
  }

  long waitNanos() {
    return waitNanos;
  }

  long leftNanos(long now) {
    return deadlineNanos - (now - start);
  }

  private long untried() {
    return allowed & ~tried;
  }

  /** The next attempt; null if the caller has to wait for {@link #waitNanos()} first. */
  @Nullable ModelCall next() {
    long now = router.now();
    long left = leftNanos(now);
    if (left <= 0) {
      throw giveUp(AllModelsUnavailableException.Reason.DEADLINE, now);
    }
    long able = models.able(untried(), promptTokens, now);
    int count = Long.bitCount(able);
    while (able != 0) {
      int index = models.choose(able, settings, now);
      pay(now);
      ModelCall call = admit(index, share(index, left, count), now);
      if (call != null) {
        began(call);
        return call;
      }
      able &= ~(1L << index);
    }
    return waitOrProbe(now, left);
  }

  private void began(ModelCall call) {
    if (hops++ > 0) {
      router.tell(RouterEvent.Type.FALLBACK, call.model(), lastError, 0);
    }
    paid = false;
  }

  /** The first fallback is free, or the outage of one model would end the fallbacks of all. */
  private void pay(long now) {
    if (hops < 2 || paid) {
      return;
    }
    if (!settings.budget().tryTake(RetryBudget.Cost.FALLBACK)) {
      router.tally.budgetDenied.increment();
      throw giveUp(AllModelsUnavailableException.Reason.BUDGET, now);
    }
    paid = true;
  }

  /** What an attempt may take, so that something is left for the other models. */
  private long share(int index, long left, int others) {
    long fair = Math.max(left / others, Math.min(settings.floorNanos(), left));
    return Math.min(models.get(index).totalNanos, fair);
  }

  private @Nullable ModelCall admit(int index, long limit, long now) {
    Slot<Q, R> slot = models.get(index);
    Admission admission = slot.admit(slot.estimate(promptTokens), lease(limit), now);
    return admission == null ? null : begin(index, admission, limit, now);
  }

  private static long lease(long limit) {
    return limit > Long.MAX_VALUE / 4 ? Long.MAX_VALUE / 2 : 2 * limit;
  }

  private ModelCall begin(int index, Admission admission, long limit, long now) {
    Slot<Q, R> slot = models.get(index);
    tried |= 1L << index;
    slot.state.load.began();
    return new ModelCall(router, slot, admission, now, limit, fair(slot, limit));
  }

  /**
   * Whether the time is as long as the router's own settings give: what takes longer is the model's
   * fault. A shorter one is the caller's hurry, and says nothing about a model that others share.
   */
  private boolean fair(Slot<Q, R> slot, long limit) {
    long usual = settings.deadlineNanos() / models.size();
    return limit >= Math.min(slot.judgedNanos, usual) / 10 * 9;
  }

  private @Nullable ModelCall waitOrProbe(long now, long left) {
    long soonest = models.soonestNanos(allowed & (~tried | again), promptTokens, now);
    if (soonest <= left - Math.min(settings.floorNanos(), left / 2)) {
      tried &= ~again;
      again = 0;
      waitNanos = soonest;
      if (soonest != Models.POLL_NANOS) {
        router.tally.waits.increment();
        router.tell(RouterEvent.Type.WAITING, null, lastError, soonest);
      }
      return null;
    }
    ModelCall probe = lastResort ? null : probe(now, left);
    if (probe == null) {
      throw giveUp(AllModelsUnavailableException.Reason.NO_MODEL, now);
    }
    return probe;
  }

  private @Nullable ModelCall probe(long now, long left) {
    lastResort = true;
    int index = models.earliest(untried(), promptTokens, now);
    if (index < 0) {
      return null;
    }
    pay(now);
    Slot<Q, R> slot = models.get(index);
    long limit = Math.min(slot.totalNanos, left);
    Admission admission = slot.force(slot.estimate(promptTokens), lease(limit), now);
    if (admission == null) {
      return null;
    }
    ModelCall call = begin(index, admission, limit, now);
    router.tally.lastResorts.increment();
    router.tell(RouterEvent.Type.LAST_RESORT, call.model(), lastError, 0);
    began(call);
    return call;
  }

  /** A second attempt while the first runs, at another model if there is one; null if none may. */
  @Nullable ModelCall hedge(ModelCall running) {
    long now = router.now();
    long left = leftNanos(now);
    long able = models.able(untried(), promptTokens, now);
    int index = able == 0 ? models.indexOf(running.slot) : models.choose(able, settings, now);
    Slot<Q, R> slot = models.get(index);
    if (left <= 0 || !slot.able(slot.estimate(promptTokens), now)) {
      return null;
    }
    if (!settings.budget().tryTake(RetryBudget.Cost.HEDGE)) {
      router.tally.budgetDenied.increment();
      return null;
    }
    ModelCall call = admit(index, Math.min(slot.totalNanos, left), now);
    if (call != null) {
      router.tally.hedges.increment();
      router.tell(RouterEvent.Type.HEDGED, call.model(), null, 0);
    }
    return call;
  }

  /** Settles a failed attempt and keeps it for the exception; says what it means. */
  ModelFailure settle(ModelCall call, Throwable thrown) {
    long now = router.now();
    Throwable cause = FailureClassifier.unwrapped(thrown);
    ModelFailure failure = settings.errors().classify(cause);
    router.failed(call, failure, now);
    lastError = failure.error();
    if (failures.isEmpty()) {
      failures = new ArrayList<>(2);
    }
    Duration elapsed = Duration.ofNanos(now - call.startNanos);
    failures.add(new FailedAttempt(call.model(), failure.error(), elapsed, cause));
    return failure;
  }

  /** Whether another model may be asked after this failure; narrows the chain to who may. */
  boolean goesOn(ModelCall call, ModelFailure failure) {
    switch (failure.error().then()) {
      case STOP -> {
        return false;
      }
      case LARGER_MODELS -> allowed &= models.larger(call.slot);
      case POLICY_CHAIN -> allowed = models.policy & fits;
      case NEXT_MODEL -> {
        if (failure.error() == ModelError.RATE_LIMITED) {
          again |= 1L << models.indexOf(call.slot);
        }
        // that all models are left alone for a while is something to wait for, not an end
        return true;
      }
    }
    return untried() != 0;
  }

  void succeeded(ModelCall call) {
    router.succeeded(call, router.now());
    answered();
  }

  void answered() {
    if (hops <= 2) {
      settings.budget().succeeded();
    } else {
      settings.budget().succeededAfter(RetryBudget.Cost.FALLBACK);
    }
    (hops == 1 ? router.tally.answered : router.tally.fallbacks).increment();
  }

  void failed() {
    router.tally.failed.increment();
    router.tell(RouterEvent.Type.GAVE_UP, null, lastError, 0);
  }

  List<FailedAttempt> failures() {
    return failures;
  }

  AllModelsUnavailableException giveUp(AllModelsUnavailableException.Reason reason, long now) {
    failed();
    return new AllModelsUnavailableException(
        reason, failures, models.notAsked(untried(), promptTokens, now));
  }
}
