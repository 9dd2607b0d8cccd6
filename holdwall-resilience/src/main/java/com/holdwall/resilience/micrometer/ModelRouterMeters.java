package com.holdwall.resilience.micrometer;

import com.holdwall.resilience.ai.ModelCounts;
import com.holdwall.resilience.ai.ModelOutcome;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.ai.ModelState;
import com.holdwall.resilience.ai.RouterCounts;
import com.holdwall.resilience.ai.StreamRouter;
import com.holdwall.resilience.internal.Require;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * What a router does, as meters {@code ai.router.*}. With the tag {@code router}: {@code requests}
 * (tag {@code outcome}: answered, fallback, failed), counters for hedges, waits, last resorts and
 * denied fallbacks, and a gauge for the budget's tokens. With the tags {@code provider} and {@code
 * model}: {@code calls} (tag {@code outcome}, the names of the AI probe's outcomes, and cancelled),
 * {@code tokens} (tag {@code direction}: input, output), {@code cost}, {@code cooldowns}, the
 * timers {@code latency} (of calls that went well) and {@code first.token}, and the gauges {@code
 * in.flight} and {@code cooling} (seconds left). They are read when the registry publishes, at no
 * cost for callers. Percentiles are the AI probe's, through a {@link
 * com.holdwall.resilience.ai.ModelObserver}. Immutable.
 */
public final class ModelRouterMeters implements MeterBinder {

  private static final String PREFIX = "ai.router.";

  private static final Map<String, String> DESCRIPTIONS =
      Map.ofEntries(
          Map.entry("requests", "Requests, by how they ended"),
          Map.entry("hedges", "Second models asked while the first still ran"),
          Map.entry("waits", "Waits until a model may be asked again"),
          Map.entry("last.resorts", "Calls of a model that is left alone, as there was no other"),
          Map.entry("budget.denied", "Fallbacks and hedges that the budget denied"),
          Map.entry("calls", "Calls of the model, by how they ended"),
          Map.entry("tokens", "Tokens of prompts and answers, as the client told them"),
          Map.entry("cost", "What tokens cost, in the currency of the model's prices"),
          Map.entry("cooldowns", "How often the model was left alone"),
          Map.entry("latency", "Calls that went well"),
          Map.entry("first.token", "From the request to the first content of a stream"));

  private final View<?> view;

  /** The registry holds the router weakly, so that these functions are given it each time. */
  private record View<T>(
      T router,
      String name,
      Function<T, RouterCounts> counts,
      ToIntFunction<T> budget,
      List<ModelState> models) {

    void bindTo(MeterRegistry registry) {
      outcome(registry, "answered", RouterCounts::answered);
      outcome(registry, "fallback", RouterCounts::fallbacks);
      outcome(registry, "failed", RouterCounts::failed);
      counter("hedges", RouterCounts::hedges).register(registry);
      counter("waits", RouterCounts::waits).register(registry);
      counter("last.resorts", RouterCounts::lastResorts).register(registry);
      counter("budget.denied", RouterCounts::budgetDenied).register(registry);
      Gauge.builder(PREFIX + "budget", router, budget::applyAsInt)
          .description("Tokens left for fallbacks and hedges")
          .tag("router", name)
          .register(registry);
    }

    private void outcome(
        MeterRegistry registry, String outcome, ToLongFunction<RouterCounts> count) {
      counter("requests", count).tag("outcome", outcome).register(registry);
    }

    private FunctionCounter.Builder<T> counter(String what, ToLongFunction<RouterCounts> count) {
      return FunctionCounter.builder(
              PREFIX + what, router, source -> count.applyAsLong(counts.apply(source)))
          .description(DESCRIPTIONS.get(what))
          .tag("router", name);
    }
  }

  private ModelRouterMeters(View<?> view) {
    this.view = view;
  }

  /**
   * Makes the meters of a router; the registry holds it weakly.
   *
   * @param name the router's name in its meters; no secret; not blank
   * @param router whose counts to show
   * @return the meters, to be bound to a registry
   * @throws IllegalArgumentException if the name is blank
   */
  public static ModelRouterMeters of(String name, ModelRouter<?, ?> router) {
    Require.notBlank("name", name);
    return new ModelRouterMeters(
        new View<ModelRouter<?, ?>>(
            router, name, ModelRouter::counts, ModelRouter::budgetLeft, router.models()));
  }

  /**
   * Makes the meters of a router of streams; the registry holds it weakly.
   *
   * @param name the router's name in its meters; no secret; not blank
   * @param router whose counts to show
   * @return the meters, to be bound to a registry
   * @throws IllegalArgumentException if the name is blank
   */
  public static ModelRouterMeters of(String name, StreamRouter<?, ?> router) {
    Require.notBlank("name", name);
    return new ModelRouterMeters(
        new View<StreamRouter<?, ?>>(
            router, name, StreamRouter::counts, StreamRouter::budgetLeft, router.models()));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    view.bindTo(registry);
    view.models().forEach(model -> bind(registry, model));
  }

  private static void bind(MeterRegistry registry, ModelState model) {
    Tags tags = Tags.of("provider", model.provider(), "model", model.name());
    for (ModelOutcome outcome : ModelOutcome.values()) {
      String tag = outcome.name().toLowerCase(Locale.ROOT);
      counter(registry, model, "calls", tags.and("outcome", tag), c -> c.ended(outcome));
    }
    counter(registry, model, "calls", tags.and("outcome", "cancelled"), ModelCounts::cancelled);
    counter(registry, model, "tokens", tags.and("direction", "input"), ModelCounts::inputTokens);
    counter(registry, model, "tokens", tags.and("direction", "output"), ModelCounts::outputTokens);
    counter(registry, model, "cost", tags, ModelCounts::cost);
    counter(registry, model, "cooldowns", tags, ModelCounts::cooldowns);
    timer(
        registry,
        model,
        "latency",
        tags,
        c -> c.ended(ModelOutcome.SUCCESS),
        ModelCounts::answerNanos);
    timer(
        registry,
        model,
        "first.token",
        tags,
        ModelCounts::firstTokens,
        ModelCounts::firstTokenNanos);
    Gauge.builder(PREFIX + "in.flight", model, ModelState::inFlight)
        .description("Calls of the model under way")
        .tags(tags)
        .register(registry);
    Gauge.builder(PREFIX + "cooling", model, m -> m.coolingFor().toNanos() / 1e9)
        .description("How long the model is still left alone")
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry,
      ModelState model,
      String what,
      Tags tags,
      ToDoubleFunction<ModelCounts> count) {
    FunctionCounter.builder(PREFIX + what, model, m -> count.applyAsDouble(m.counts()))
        .description(DESCRIPTIONS.get(what))
        .tags(tags)
        .register(registry);
  }

  private static void timer(
      MeterRegistry registry,
      ModelState model,
      String what,
      Tags tags,
      ToLongFunction<ModelCounts> count,
      ToLongFunction<ModelCounts> nanos) {
    FunctionTimer.builder(
            PREFIX + what,
            model,
            m -> count.applyAsLong(m.counts()),
            m -> nanos.applyAsLong(m.counts()),
            TimeUnit.NANOSECONDS)
        .description(DESCRIPTIONS.get(what))
        .tags(tags)
        .register(registry);
  }
}
