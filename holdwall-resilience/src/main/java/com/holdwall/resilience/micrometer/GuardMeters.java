package com.holdwall.resilience.micrometer;

import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.BreakerPhase;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.GuardCounts;
import com.holdwall.resilience.RetryBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * What a {@link Guard} does, as meters with the tag {@code guard}: {@code holdwall.guard.calls}
 * (tag {@code outcome}: succeeded, recovered, failed, rejected), counters for retries, hedges,
 * timeouts, denied attempts and fallbacks, and gauges for the tokens left ({@code
 * holdwall.guard.budget}) and for the breaker's phase ({@code holdwall.guard.breaker}, 1 for the
 * present one). They are read when the registry publishes, at no cost for callers. Immutable.
 */
public final class GuardMeters implements MeterBinder {

  private final Guard guard;

  private GuardMeters(Guard guard) {
    this.guard = guard;
  }

  /**
   * Makes the meters of a guard; the registry holds it weakly.
   *
   * @param guard whose counts to show
   * @return the meters, to be bound to a registry
   */
  public static GuardMeters of(Guard guard) {
    return new GuardMeters(Objects.requireNonNull(guard, "guard must not be null"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    outcome(registry, "succeeded", GuardCounts::succeeded);
    outcome(registry, "recovered", GuardCounts::recovered);
    outcome(registry, "failed", GuardCounts::failed);
    outcome(registry, "rejected", GuardCounts::rejected);
    counter("retries", "Attempts after the first", GuardCounts::retries).register(registry);
    counter("hedges", "Second attempts sent while the first still ran", GuardCounts::hedges)
        .register(registry);
    counter("timeouts", "Attempts that ran out of time", GuardCounts::timeouts).register(registry);
    counter("budget.denied", "Extra attempts that the budget denied", GuardCounts::budgetDenied)
        .register(registry);
    counter("fallbacks", "Calls answered by a fallback", GuardCounts::fallbacks).register(registry);
    guard.budget().ifPresent(budget -> budget(registry, budget));
    guard.breaker().ifPresent(breaker -> breaker(registry, breaker));
  }

  private void outcome(MeterRegistry registry, String outcome, ToLongFunction<GuardCounts> count) {
    counter("calls", "Calls, by how they ended", count).tag("outcome", outcome).register(registry);
  }

  private FunctionCounter.Builder<Guard> counter(
      String what, String description, ToLongFunction<GuardCounts> count) {
    return FunctionCounter.builder(
            "holdwall.guard." + what, guard, source -> count.applyAsLong(source.counts()))
        .description(description)
        .tag("guard", guard.name());
  }

  private void budget(MeterRegistry registry, RetryBudget budget) {
    Gauge.builder("holdwall.guard.budget", budget, RetryBudget::available)
        .description("Tokens left to retry with")
        .tag("guard", guard.name())
        .register(registry);
  }

  private void breaker(MeterRegistry registry, Breaker breaker) {
    for (BreakerPhase phase : BreakerPhase.values()) {
      Gauge.builder("holdwall.guard.breaker", breaker, b -> b.phase() == phase ? 1 : 0)
          .description("1 for the phase that the breaker is in")
          .tag("guard", guard.name())
          .tag("phase", phase.name().toLowerCase(java.util.Locale.ROOT))
          .register(registry);
    }
  }
}
