package com.holdwall.resilience.ai;

import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.internal.Nanos;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Asks one of several models, and another one where that fails, within one deadline.
 *
 * <pre>{@code
 * ModelRouter<Prompt, Answer> router =
 *     ModelRouter.<Prompt, Answer>builder()
 *         .model(Model.named("gpt", gpt::ask).requestsPerMinute(500))
 *         .fallback("claude", claude::ask)
 *         .deadline(Duration.ofSeconds(30))
 *         .build();
 * Answer answer = router.call(prompt);
 * }</pre>
 *
 * <p>A failure that no other model would mend is thrown as the client threw it: an invalid request,
 * a prompt too long for the largest model, a refused prompt without a chain for that. Otherwise the
 * next model is asked. If all of them cool, the call waits for the earliest, should the deadline
 * allow that; else asks one of them all the same; and then throws an {@link
 * AllModelsUnavailableException}, which names each model's failure.
 *
 * <p>Thread-safe. Plain calls run on the caller's thread, unless they are hedged.
 *
 * @param <Q> the request
 * @param <R> the answer
 */
public final class ModelRouter<Q, R> {

  private final Router<Q, R> router;
  private final RouterSettings<Q, R> settings;

  ModelRouter(Router<Q, R> router) {
    this.router = router;
    this.settings = router.settings;
  }

  /**
   * Starts to build a router.
   *
   * @param <Q> the request
   * @param <R> the answer
   * @return a builder without a model
   */
  public static <Q, R> ModelRouterBuilder<Q, R> builder() {
    return new ModelRouterBuilder<>();
  }

  /**
   * Asks.
   *
   * @param request what to ask
   * @return the answer
   * @throws AllModelsUnavailableException if no model gave one
   * @throws PromptTooLongException if the prompt fits no model
   * @throws Exception what the client threw, where no other model would mend it
   */
  public R call(Q request) throws Exception {
    return call(request, settings.deadlineNanos());
  }

  /**
   * Asks within the caller's own deadline. A model that this is too short for is not thought worse
   * of.
   *
   * @param request what to ask
   * @param deadline longer than zero; replaces the router's
   * @return the answer
   * @throws Exception as for {@link #call(Object)}
   */
  public R call(Q request, Duration deadline) throws Exception {
    return call(request, Nanos.of(Require.positive("deadline", deadline)));
  }

  private R call(Q request, long deadlineNanos) throws Exception {
    Objects.requireNonNull(request, "request must not be null");
    if (settings.hedge() != null) {
      return await(callAsync(request, deadlineNanos));
    }
    Chain<Q, R> chain = new Chain<>(router, request, deadlineNanos);
    while (true) {
      ModelCall call = chain.next();
      if (call == null) {
        pause(chain.waitNanos());
        continue;
      }
      R answer;
      try {
        answer = transport(call).ask(chain.request(call.slot), call);
      } catch (Throwable thrown) {
        failed(chain, call, thrown);
        continue;
      }
      chain.succeeded(call);
      return answer;
    }
  }

  @SuppressWarnings("unchecked") // a call's slot is one of this router's
  private Transport<Q, R> transport(ModelCall call) {
    return (Transport<Q, R>) call.slot.transport;
  }

  private void failed(Chain<Q, R> chain, ModelCall call, Throwable thrown) throws Exception {
    ModelFailure failure = chain.settle(call, thrown);
    if (chain.goesOn(call, failure)) {
      return;
    }
    chain.failed();
    throw rethrown(FailureClassifier.unwrapped(thrown));
  }

  private static Exception rethrown(Throwable cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof Exception exception ? exception : new ExecutionException(cause);
  }

  private void pause(long nanos) throws InterruptedException {
    try {
      settings.sleeper().sleep(nanos);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw interrupt;
    }
  }

  /**
   * Asks without blocking. Cancelling the answer cancels the request that is under way; no other
   * one follows. Clients that block run on the {@link ModelRouterBuilder#executor executor}.
   *
   * @param request what to ask
   * @return the answer; fails with the same exceptions as {@link #call(Object)}
   */
  public CompletableFuture<R> callAsync(Q request) {
    return callAsync(request, settings.deadlineNanos());
  }

  /**
   * Asks without blocking, within the caller's own deadline.
   *
   * @param request what to ask
   * @param deadline longer than zero; replaces the router's
   * @return the answer, as for {@link #callAsync(Object)}
   */
  public CompletableFuture<R> callAsync(Q request, Duration deadline) {
    return callAsync(request, Nanos.of(Require.positive("deadline", deadline)));
  }

  private CompletableFuture<R> callAsync(Q request, long deadlineNanos) {
    Objects.requireNonNull(request, "request must not be null");
    return new AnswerFlight<>(router, request, deadlineNanos).start();
  }

  private R await(CompletableFuture<R> answer) throws Exception {
    try {
      return answer.get();
    } catch (InterruptedException interrupt) {
      boolean unused = answer.cancel(true);
      Thread.currentThread().interrupt();
      throw interrupt;
    } catch (ExecutionException failed) {
      throw rethrown(FailureClassifier.unwrapped(failed));
    } catch (CancellationException cancelled) {
      throw cancelled;
    }
  }

  /** {@return what is known about its models, in the order in which they were given} */
  public List<ModelState> models() {
    return router.models.slots().stream().map(slot -> slot.state).toList();
  }

  /** {@return what it has done so far} */
  public RouterCounts counts() {
    return router.tally.counts();
  }

  /** {@return how many tokens are left for fallbacks and hedges} */
  public int budgetLeft() {
    return settings.budget().available();
  }

  /**
   * Listens to what the router does, as {@link ModelRouterBuilder#onEvent}.
   *
   * @param listener what to tell
   */
  public void onEvent(Consumer<? super RouterEvent> listener) {
    router.listen(Objects.requireNonNull(listener, "listener must not be null"));
  }

  /**
   * Tells each call of a model to an observer.
   *
   * @param observer what to tell
   */
  public void observe(ModelObserver observer) {
    router.observers.add(Objects.requireNonNull(observer, "observer must not be null"));
  }

  @Override
  public String toString() {
    return "ModelRouter" + models();
  }
}
