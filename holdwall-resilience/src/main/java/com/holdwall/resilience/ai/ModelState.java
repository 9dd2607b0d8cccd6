package com.holdwall.resilience.ai;

import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.HealthPort;
import com.holdwall.resilience.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model at present: its breaker, cooldown, quota, load and counts. All
 * routers that were given the same {@link Model}, or one that {@link Model#sharing shares} it, work
 * on the same state. Thread-safe.
 */
public final class ModelState {

  final String name;
  final String provider;
  final @Nullable Breaker breaker;
  final Cooldown cooldown = new Cooldown();
  final Quota quota;
  final Load load;
  final ModelTally tally;

  /** At most one call at a time asks a model that is left alone, because there is no other. */
  final AtomicBoolean lastResort = new AtomicBoolean();

  private final Ticker ticker;

  ModelState(ModelSettings settings, Ticker ticker) {
    long now = ticker.nanos();
    this.ticker = ticker;
    this.name = settings.name();
    this.provider = settings.provider();
    this.breaker = settings.breaker();
    this.quota = Quota.of(settings.requestsPerMinute(), settings.tokensPerMinute(), now);
    this.load = new Load(now);
    this.tally = new ModelTally(settings.inputPrice(), settings.outputPrice());
  }

  /** {@return the model's name} */
  public String name() {
    return name;
  }

  /** {@return the provider's name} */
  public String provider() {
    return provider;
  }

  /** {@return what it was asked so far} */
  public ModelCounts counts() {
    return tally.counts();
  }

  /** {@return how long it is still left alone; zero if it is not} */
  public Duration coolingFor() {
    return Duration.ofNanos(cooldown.leftNanos(ticker.nanos()));
  }

  /** {@return how many calls of it are under way} */
  public int inFlight() {
    return load.inFlight();
  }

  /** {@return the moving average of how long its calls took; zero before the first} */
  public Duration latency() {
    return Duration.ofNanos(load.averageNanos());
  }

  /** {@return its breaker; empty if a {@link Model#guard guard} without one guards it} */
  public Optional<Breaker> breaker() {
    return Optional.ofNullable(breaker);
  }

  /** {@return where a health check of the model reports; empty as {@link #breaker()} is} */
  public Optional<HealthPort> healthPort() {
    return breaker().map(Breaker::healthPort);
  }

  /**
   * Reads what the provider says is left of its limits, by the headers {@code
   * x-ratelimit-remaining-requests} and {@code -tokens} of OpenAI's API and {@code
   * anthropic-ratelimit-*-remaining}. Fewer than this process thought are believed; more are not,
   * since calls may be under way.
   *
   * @param header finds a header by its lower-case name; answers null where there is none
   */
  public void rateLimits(UnaryOperator<@Nullable String> header) {
    quota.limits(header, ticker.nanos());
  }

  @Override
  public String toString() {
    return "Model[" + provider + "/" + name + "]";
  }
}
