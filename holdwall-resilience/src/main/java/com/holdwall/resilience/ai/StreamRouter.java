package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Nanos;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * As {@link ModelRouter}, for streamed answers. A failure before the first content leads to another
 * model, and the subscriber sees nothing of it; what happens after it is {@link AfterFirstToken}.
 *
 * <pre>{@code
 * StreamRouter<Prompt, Token> router =
 *     StreamRouter.<Prompt, Token>builder()
 *         .model("gpt", gpt::stream)
 *         .fallback("claude", claude::stream)
 *         .endsWith(Token::isLast)
 *         .build();
 * router.stream(prompt).subscribe(subscriber);
 * }</pre>
 *
 * <p>Its publishers keep the rules of Reactive Streams: parts are delivered one at a time, never
 * more than were asked for, and none after the cancellation. The models' publishers are held to
 * them: of what was not asked for nothing is kept. Cancelling the subscription cancels the model's,
 * and with it the request. The time between tokens runs only while the subscriber wants one.
 *
 * <p>Thread-safe. Owns no thread; a subscriber is called on whichever thread brings the part.
 *
 * @param <Q> the request
 * @param <T> a part of the answer
 */
public final class StreamRouter<Q, T> {

  private final Router<Q, Flow.Publisher<T>> router;
  private final StreamSettings<Q, T> stream;

  StreamRouter(Router<Q, Flow.Publisher<T>> router, StreamSettings<Q, T> stream) {
    this.router = router;
    this.stream = stream;
  }

  /**
   * Starts to build a router.
   *
   * @param <Q> the request
   * @param <T> a part of the answer
   * @return a builder without a model
   */
  public static <Q, T> StreamRouterBuilder<Q, T> builder() {
    return new StreamRouterBuilder<>();
  }

  /**
   * A streamed answer. Each subscriber makes a call of its own, with its first demand: one that
   * wants nothing is not billed. Beside what the client throws where no other model would mend it,
   * it fails with an {@link AllModelsUnavailableException}, a {@link BrokenStreamException} or a
   * {@link PromptTooLongException}.
   *
   * @param request what to ask
   * @return the parts of the answer
   */
  public Flow.Publisher<T> stream(Q request) {
    return publisher(request, router.settings.deadlineNanos());
  }

  /**
   * A streamed answer within the caller's own deadline, from the first demand to the last part.
   *
   * @param request what to ask
   * @param deadline longer than zero; replaces the router's
   * @return the parts of the answer
   */
  public Flow.Publisher<T> stream(Q request, Duration deadline) {
    return publisher(request, Nanos.of(Require.positive("deadline", deadline)));
  }

  private Flow.Publisher<T> publisher(Q request, long deadlineNanos) {
    Objects.requireNonNull(request, "request must not be null");
    return subscriber ->
        new StreamFlight<>(router, stream, request, deadlineNanos, subscriber).begin();
  }

  /** {@return what is known about its models, in the order in which they were given} */
  public List<ModelState> models() {
    return router.models.slots().stream().map(slot -> slot.state).toList();
  }

  /** {@return what it has done so far; a stream is counted at its end} */
  public RouterCounts counts() {
    return router.tally.counts();
  }

  /** {@return how many tokens are left for fallbacks and hedges} */
  public int budgetLeft() {
    return router.settings.budget().available();
  }

  /**
   * Listens to what the router does, as {@link StreamRouterBuilder#onEvent}.
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
    return "StreamRouter" + models();
  }
}
