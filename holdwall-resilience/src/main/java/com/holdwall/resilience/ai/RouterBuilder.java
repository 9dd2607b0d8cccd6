package com.holdwall.resilience.ai;

import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.internal.HedgeDelay;
import com.holdwall.resilience.internal.Nanos;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The settings that both kinds of routers have. {@code B} is the builder itself.
 *
 * @param <Q> the request
 * @param <R> what a model answers
 * @param <B> the builder
 */
abstract class RouterBuilder<Q, R, B> {

  private final List<Model<Q, R>> models = new ArrayList<>();
  private final List<Model<Q, R>> fallbacks = new ArrayList<>();
  private final List<Model<Q, R>> policyChain = new ArrayList<>();
  private final List<ModelObserver> observers = new ArrayList<>();
  private final List<Consumer<? super RouterEvent>> listeners = new ArrayList<>();
  private Selection selection = Selection.ORDERED;
  private ErrorTable errors = ErrorTable.standard();
  private Duration deadline;
  private Duration floor = Duration.ofSeconds(1);
  private Duration cool = Duration.ofSeconds(5);
  private Duration access = Duration.ofMinutes(10);
  private RetryBudget budget = RetryBudget.standard();
  private @Nullable LongFunction<HedgeDelay> hedge;
  private @Nullable PromptSize<Q> promptSize;
  private Executor executor = ForkJoinPool.commonPool();
  private Ticker ticker = Ticker.system();
  private Sleeper sleeper = Sleeper.system();
  private RandomSource random = RandomSource.system();

  RouterBuilder(Duration deadline) {
    this.deadline = deadline;
  }

  abstract B self();

  /** What is judged of a model: the time to its answer, or to its first token. */
  abstract long judgedNanos(Timeouts timeouts);

  /**
   * Adds a model of the first rank, among which the {@link Selection} chooses.
   *
   * @param model the model
   * @return this builder
   */
  public B model(Model<Q, R> model) {
    models.add(Objects.requireNonNull(model, "model must not be null"));
    return self();
  }

  /**
   * Adds a model of the first rank behind a plain function; see {@link Model#named}.
   *
   * @param name the model's name; no secret; not blank
   * @param client asks it
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  public B model(String name, ModelFunction<Q, R> client) {
    return model(Model.named(name, client));
  }

  /**
   * Adds a model that is asked only when none of those before can be, in the order of the calls of
   * this method.
   *
   * @param model the model
   * @return this builder
   */
  public B fallback(Model<Q, R> model) {
    fallbacks.add(Objects.requireNonNull(model, "model must not be null"));
    return self();
  }

  /**
   * As {@link #fallback(Model)}, for a model behind a plain function.
   *
   * @param name the model's name; no secret; not blank
   * @param client asks it
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  public B fallback(String name, ModelFunction<Q, R> client) {
    return fallback(Model.named(name, client));
  }

  /**
   * Adds a model that is asked only for prompts that another one's content policy refused. Without
   * any, such a refusal is thrown at once.
   *
   * @param model the model
   * @return this builder
   */
  public B onContentPolicy(Model<Q, R> model) {
    policyChain.add(Objects.requireNonNull(model, "model must not be null"));
    return self();
  }

  /**
   * Sets how to choose among the models of the first rank; the default is {@link
   * Selection#ORDERED}.
   *
   * @param value how
   * @return this builder
   */
  public B select(Selection value) {
    selection = Objects.requireNonNull(value, "selection must not be null");
    return self();
  }

  /**
   * Replaces the table that sorts failures, {@link ErrorTable#standard()}.
   *
   * @param value the table
   * @return this builder
   */
  public B errors(ErrorTable value) {
    errors = Objects.requireNonNull(value, "errors must not be null");
    return self();
  }

  /**
   * Ends the whole call, its attempts and waits, after a time. An attempt gets its share of what is
   * left for the models that are left.
   *
   * @param value longer than zero
   * @return this builder
   */
  public B deadline(Duration value) {
    deadline = Require.positive("deadline", value);
    return self();
  }

  /**
   * Sets how small an attempt's share of the time may get, as long as so much is left. The default
   * is 1 s.
   *
   * @param value longer than zero
   * @return this builder
   */
  public B leastAttempt(Duration value) {
    floor = Require.positive("leastAttempt", value);
    return self();
  }

  /**
   * Sets how long models are left alone. A provider's Retry-After, up to 60 s, may make it longer.
   *
   * @param atLeast after 429, and after a probe in vain; the default is 5 s
   * @param accessDenied after 401 to 404; the default is 10 min
   * @return this builder
   */
  public B cooldowns(Duration atLeast, Duration accessDenied) {
    cool = Require.positive("atLeast", atLeast);
    access = Require.positive("accessDenied", accessDenied);
    return self();
  }

  /**
   * Shares a budget for fallbacks and hedges, such as with the guards of the same target. A call's
   * first fallback is free. The default is one of the router's own of 500 tokens.
   *
   * @param value the budget
   * @return this builder
   */
  public B budget(RetryBudget value) {
    budget = Objects.requireNonNull(value, "budget must not be null");
    return self();
  }

  /**
   * Asks a second model where the first has not answered, or not sent its first token, after a
   * while; takes whichever is first and cancels the other. At most one call in twenty is hedged,
   * and each hedge draws from the budget. Asking twice may be billed twice.
   *
   * @param delay after how long; longer than zero
   * @param runner as for {@code executor}; plain calls then run there, too
   * @return this builder
   */
  public B hedge(Duration delay, Executor runner) {
    long nanos = Nanos.of(Require.positive("delay", delay));
    hedge = now -> HedgeDelay.fixedForFew(nanos);
    return executor(runner);
  }

  /**
   * As {@code hedge}, after the 95th percentile of what answers, or first tokens, took in the last
   * 30 s, measured anew every 3 s, and not before there are a hundred.
   *
   * @param runner as for {@code executor}; plain calls then run there, too
   * @return this builder
   */
  public B hedgeAtP95(Executor runner) {
    hedge = HedgeDelay::ofP95;
    return executor(runner);
  }

  /**
   * Sets where clients that block run for asynchronous, streamed and hedged calls, and where work
   * that a timer starts goes on. The default is the common pool, which has few threads: with
   * clients that block, give one with a thread for each call at a time.
   *
   * @param runner the executor, the caller's to close
   * @return this builder
   */
  public B executor(Executor runner) {
    executor = Objects.requireNonNull(runner, "executor must not be null");
    return self();
  }

  /**
   * Counts prompts before they are sent.
   *
   * @param value counts, and trims or refuses
   * @return this builder
   */
  public B promptSize(PromptSize<Q> value) {
    promptSize = Objects.requireNonNull(value, "promptSize must not be null");
    return self();
  }

  /**
   * Tells each call of a model to an observer.
   *
   * @param value the observer
   * @return this builder
   */
  public B observer(ModelObserver value) {
    observers.add(Objects.requireNonNull(value, "observer must not be null"));
    return self();
  }

  /**
   * Listens to what the router does. The listener runs on the thread that does it and should be
   * quick; what it throws is dropped.
   *
   * @param listener what to tell
   * @return this builder
   */
  public B onEvent(Consumer<? super RouterEvent> listener) {
    listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
    return self();
  }

  /**
   * Replaces clock, sleep and randomness, for tests. Time limits stay on the machine's own clock.
   *
   * @param newTicker where elapsed time comes from
   * @param newSleeper how to wait
   * @param newRandom where choices come from
   * @return this builder
   */
  public B time(Ticker newTicker, Sleeper newSleeper, RandomSource newRandom) {
    ticker = Objects.requireNonNull(newTicker, "ticker must not be null");
    sleeper = Objects.requireNonNull(newSleeper, "sleeper must not be null");
    random = Objects.requireNonNull(newRandom, "random must not be null");
    return self();
  }

  Router<Q, R> router() {
    List<Slot<Q, R>> slots = slots();
    Router<Q, R> router =
        new Router<>(
            new RouterSettings<>(
                slots,
                selection,
                errors,
                Nanos.of(deadline),
                Nanos.of(floor),
                Nanos.of(cool),
                Nanos.of(access),
                budget,
                hedge == null ? null : hedge.apply(ticker.nanos()),
                promptSize,
                executor,
                ticker,
                sleeper,
                random));
    router.observers.addAll(observers);
    listeners.forEach(router::listen);
    return router;
  }

  private Slot<Q, R> slot(Model<Q, R> model, int rank) {
    return model.slot(ticker, rank, judgedNanos(model.timeouts()));
  }

  private List<Slot<Q, R>> slots() {
    if (models.isEmpty()) {
      throw new IllegalStateException("a router needs a model of the first rank, but has none");
    }
    List<Slot<Q, R>> slots = new ArrayList<>();
    models.forEach(model -> slots.add(slot(model, 0)));
    fallbacks.forEach(model -> slots.add(slot(model, slots.size())));
    policyChain.forEach(model -> slots.add(slot(model, Models.POLICY_RANK)));
    if (slots.size() > Models.MOST) {
      throw new IllegalStateException(
          "a router takes at most " + Models.MOST + " models, but has " + slots.size());
    }
    Set<String> names = new HashSet<>();
    for (Slot<Q, R> slot : slots) {
      if (!names.add(slot.settings.name())) {
        throw new IllegalStateException(
            "each model needs a name of its own, but two are '" + slot.settings.name() + "'");
      }
    }
    return List.copyOf(slots);
  }
}
