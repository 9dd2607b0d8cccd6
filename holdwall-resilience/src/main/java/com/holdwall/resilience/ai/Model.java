package com.holdwall.resilience.ai;

import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model that a router may ask: a client, and what to keep to. A router copies the settings when
 * it is built; what is learnt about the model belongs to this object, and routers that were given
 * the same one share it. Not thread-safe before that.
 *
 * <p>The defaults: weight 1, no limits, {@link Timeouts#defaults()}, and a breaker that opens when
 * half of at least 5 calls in a minute failed (LiteLLM's rule), for 5 s, doubled up to 60 s.
 *
 * @param <Q> the request
 * @param <R> the answer; for a {@link StreamRouter} a publisher of its parts
 */
public final class Model<Q, R> {

  private static final int MINIMUM_CALLS = 5;

  final String name;
  private final @Nullable ModelClient<Q, R> blocking;
  private final @Nullable AsyncModelClient<Q, R> async;
  private String provider;
  private int weight = 1;
  private int requestsPerMinute;
  private int tokensPerMinute;
  private int contextTokens;
  private int answerTokens;
  private double inputPrice;
  private double outputPrice;
  private Timeouts timeouts = Timeouts.defaults();
  private UnaryOperator<Q> mapper = UnaryOperator.identity();
  private @Nullable Breaker breaker;
  private @Nullable Guard guard;
  private @Nullable Model<?, ?> shared;

  /** Guarded by this. */
  private @Nullable ModelState state;

  private Model(
      String name, @Nullable ModelClient<Q, R> blocking, @Nullable AsyncModelClient<Q, R> async) {
    this.name = Require.notBlank("name", name);
    this.provider = name;
    this.blocking = blocking;
    this.async = async;
  }

  /**
   * A model behind a plain function, which blocks, or for a {@link StreamRouter} gives a publisher.
   *
   * @param <Q> the request
   * @param <R> the answer
   * @param name its name in meters, events and exceptions; no secret; not blank
   * @param client asks it
   * @return the model
   * @throws IllegalArgumentException if the name is blank
   */
  public static <Q, R> Model<Q, R> named(String name, ModelFunction<Q, R> client) {
    Objects.requireNonNull(client, "client must not be null");
    return new Model<>(name, (request, call) -> client.ask(request), null);
  }

  /**
   * A model behind a client that tells what a call used, and knows how long it may take.
   *
   * @param <Q> the request
   * @param <R> the answer
   * @param name as for {@link #named}
   * @param client asks it, and blocks
   * @return the model
   * @throws IllegalArgumentException if the name is blank
   */
  public static <Q, R> Model<Q, R> calling(String name, ModelClient<Q, R> client) {
    return new Model<>(name, Objects.requireNonNull(client, "client must not be null"), null);
  }

  /**
   * A model behind a client that does not block.
   *
   * @param <Q> the request
   * @param <R> the answer
   * @param name as for {@link #named}
   * @param client asks it
   * @return the model
   * @throws IllegalArgumentException if the name is blank
   */
  public static <Q, R> Model<Q, R> async(String name, AsyncModelClient<Q, R> client) {
    return new Model<>(name, null, Objects.requireNonNull(client, "client must not be null"));
  }

  /**
   * Names the provider, for meters and statistics. The default is the model's name.
   *
   * @param value such as {@code openai}; no secret; not blank
   * @return this model
   */
  public Model<Q, R> provider(String value) {
    provider = Require.notBlank("provider", value);
    return this;
  }

  /**
   * Sets its share of the calls beside the other models of the same rank.
   *
   * @param value at least 1
   * @return this model
   */
  public Model<Q, R> weight(int value) {
    weight = Require.atLeastOne("weight", value);
    return this;
  }

  /**
   * Keeps to so many requests per minute.
   *
   * @param value 1 to 1,000,000,000
   * @return this model
   */
  public Model<Q, R> requestsPerMinute(int value) {
    requestsPerMinute = perMinute("requestsPerMinute", value);
    return this;
  }

  /**
   * Keeps to so many tokens per minute. A call reserves what {@link PromptSize} counts, and {@link
   * #context answerTokens}; it is put right by {@link ModelCall#usage}.
   *
   * @param value 1 to 1,000,000,000
   * @return this model
   */
  public Model<Q, R> tokensPerMinute(int value) {
    tokensPerMinute = perMinute("tokensPerMinute", value);
    return this;
  }

  private static int perMinute(String what, int value) {
    if (value < 1 || value > TokenBucket.MOST_PER_MINUTE) {
      throw new IllegalArgumentException(
          what + " must be from 1 to 1,000,000,000, but is " + value);
    }
    return value;
  }

  /**
   * Declares how much it takes. A prompt that was too long for one model goes only to models that
   * declare a larger context.
   *
   * @param tokens prompt and answer together; at least 1
   * @param forTheAnswer what of them to leave for the answer; not negative, less than {@code
   *     tokens}
   * @return this model
   */
  public Model<Q, R> context(int tokens, int forTheAnswer) {
    Require.atLeastOne("tokens", tokens);
    if (forTheAnswer < 0 || forTheAnswer >= tokens) {
      throw new IllegalArgumentException(
          "forTheAnswer must be from 0 to less than tokens " + tokens + ", but is " + forTheAnswer);
    }
    contextTokens = tokens;
    answerTokens = forTheAnswer;
    return this;
  }

  /**
   * Sets what tokens cost, for the meters.
   *
   * @param input for a million tokens of prompts, in whatever currency; not negative
   * @param output for a million tokens of answers
   * @return this model
   */
  public Model<Q, R> price(double input, double output) {
    if (!(input >= 0) || !(output >= 0)) {
      throw new IllegalArgumentException(
          "prices must not be negative, but are " + input + " and " + output);
    }
    inputPrice = input;
    outputPrice = output;
    return this;
  }

  /**
   * Sets how long it may take.
   *
   * @param value its timeouts
   * @return this model
   */
  public Model<Q, R> timeouts(Timeouts value) {
    timeouts = Objects.requireNonNull(value, "timeouts must not be null");
    return this;
  }

  /**
   * Sets how long a call may take; the other timeouts stay.
   *
   * @param total longer than zero
   * @return this model
   */
  public Model<Q, R> timeout(Duration total) {
    return timeouts(timeouts.withTotal(total));
  }

  /**
   * Makes this model's request out of the router's: at least the model's own name belongs in it.
   *
   * @param value makes it; thread-safe
   * @return this model
   */
  public Model<Q, R> request(UnaryOperator<Q> value) {
    mapper = Objects.requireNonNull(value, "request must not be null");
    return this;
  }

  /**
   * Replaces the breaker.
   *
   * @param value the model's breaker
   * @return this model
   */
  public Model<Q, R> breaker(Breaker value) {
    breaker = Objects.requireNonNull(value, "breaker must not be null");
    guard = null;
    return this;
  }

  /**
   * Guards each call of this model by a guard, which may retry it, instead of by a breaker of the
   * router's. Where the guard refuses, the next model is asked. A streamed answer is guarded until
   * its publisher is there.
   *
   * @param value the model's guard
   * @return this model
   */
  public Model<Q, R> guard(Guard value) {
    guard = Objects.requireNonNull(value, "guard must not be null");
    breaker = null;
    return this;
  }

  /**
   * Shares breaker, cooldown, quota, load and counts with another form of the same model: the plain
   * calls with the streamed ones.
   *
   * @param other the other form
   * @return this model
   */
  public Model<Q, R> sharing(Model<?, ?> other) {
    shared = Objects.requireNonNull(other, "other must not be null");
    return this;
  }

  synchronized ModelState state(Ticker ticker) {
    if (shared != null) {
      return shared.state(ticker);
    }
    if (state == null) {
      state = new ModelState(settings(ticker), ticker);
    }
    return state;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  Slot<Q, R> slot(Ticker ticker, int rank, long judgedNanos) {
    Transport<Q, R> transport =
        blocking == null
            ? new Transport.Async<>(Objects.requireNonNull(async), guard)
            : new Transport.Blocking<>(blocking, guard);
    return new Slot<>(settings(ticker), state(ticker), transport, mapper, rank, judgedNanos);
  }

  private ModelSettings settings(Ticker ticker) {
    Breaker own = breaker;
    if (own == null) {
      own = guard == null ? defaultBreaker(ticker) : null;
    }
    return new ModelSettings(
        name,
        provider,
        weight,
        requestsPerMinute,
        tokensPerMinute,
        contextTokens,
        answerTokens,
        timeouts,
        own,
        inputPrice,
        outputPrice);
  }

  private Breaker defaultBreaker(Ticker ticker) {
    return Breaker.named(name)
        .minimumCalls(MINIMUM_CALLS)
        .timeWindow(Duration.ofMinutes(1))
        .time(ticker, RandomSource.system())
        .build();
  }

  @Override
  public String toString() {
    return "Model[" + provider + "/" + name + "]";
  }
}
