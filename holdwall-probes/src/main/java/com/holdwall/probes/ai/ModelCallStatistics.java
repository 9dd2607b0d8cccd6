package com.holdwall.probes.ai;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.probes.window.WindowClock;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a service's own calls of AI models show: how many time out, fail or are slow, by model and
 * in all, over the last five minutes. It costs no request. Thread-safe.
 *
 * <pre>{@code
 * ModelCallStatistics calls = ModelCallStatistics.create();
 * ProbeRegistry.builder().signals(calls);          // the symptoms of the AI runbook
 * HealthApi.builder(registry).metrics(calls);      // GET /api/metrics?filter=ai_model_timeout
 * calls.model("openai", "gpt-4o").ended(CallOutcome.TIMEOUT, nanos);
 * }</pre>
 *
 * <p>The window has 30 slices: a call counts for its length less a slice at least, and its length
 * at most. Percentiles are off by at most 2 % or 1 ms. Latency is that of calls that succeeded or
 * timed out: what is refused at once would hide how slow the others are. Each model takes 270 KB;
 * models beyond the limit, and names that are blank or longer than 100 characters, are counted
 * together as {@code other}.
 */
public final class ModelCallStatistics implements SignalReader, MetricSource {

  private static final int SLICES = 30;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int MODELS = 32;

  private final WindowClock clock;
  private final LongSupplier nanoTime;
  private final Clock wall;
  private final CallWindow total;
  private final ModelTable models;

  private ModelCallStatistics(Duration window, int models, LongSupplier nanoTime, Clock wall) {
    this.clock = WindowClock.of(window, SLICES, nanoTime);
    this.nanoTime = nanoTime;
    this.wall = wall;
    this.total = new CallWindow(clock);
    this.models =
        new ModelTable(models, (provider, model) -> new ModelCalls(provider, model, this));
  }

  /** {@return statistics over 5 minutes, of at most 32 models} */
  public static ModelCallStatistics create() {
    return of(WINDOW, MODELS);
  }

  /**
   * Makes statistics.
   *
   * @param window over which; at least 30 ms, at most a day. The symptoms' conditions name five
   *     minutes
   * @param models how many models are told apart; 1 to 1,000
   * @return the statistics
   * @throws IllegalArgumentException if one of them is out of range
   */
  public static ModelCallStatistics of(Duration window, int models) {
    return of(window, models, System::nanoTime, Clock.systemUTC());
  }

  static ModelCallStatistics of(Duration window, int models, LongSupplier nanoTime, Clock wall) {
    if (models < 1 || models > 1_000) {
      throw new IllegalArgumentException("models must be between 1 and 1,000, but is " + models);
    }
    return new ModelCallStatistics(window, models, nanoTime, wall);
  }

  /**
   * Looks a model up, and adds it at its first call.
   *
   * @param provider the provider's name, such as {@code openai}; no secret
   * @param model the model's name, such as {@code gpt-4o}; no secret
   * @return what records its calls; may be kept
   */
  public ModelCalls model(String provider, String model) {
    return models.get(
        Objects.requireNonNull(provider, "provider must not be null"),
        Objects.requireNonNull(model, "model must not be null"));
  }

  /**
   * Reads one of the metrics by which the symptoms of the AI runbook are recognised.
   *
   * @param metric the metric's name; see {@link HoldwallMetrics}
   * @param at now; a moment more than one slice ago gives nothing, since the past is not kept
   * @return its value over the window, with the number of calls that it rests on; empty for any
   *     other metric
   */
  @Override
  public Optional<Signal> read(String metric, Instant at) {
    if (at.isBefore(wall.instant().minus(clock.slice()))) {
      return Optional.empty();
    }
    return switch (metric) {
      case HoldwallMetrics.AI_TIMEOUT_RATIO -> {
        CallOutcomes calls = total.outcomes();
        yield Optional.of(new Signal(calls.timeoutRatio(), calls.all()));
      }
      case HoldwallMetrics.AI_ERROR_RATIO -> {
        CallOutcomes calls = total.outcomes();
        yield Optional.of(new Signal(calls.errorRatio(), calls.all()));
      }
      case HoldwallMetrics.AI_LATENCY_P95 -> Optional.of(p95(total.latency()));
      case HoldwallMetrics.AI_FIRST_TOKEN_P95 -> Optional.of(p95(total.firstToken()));
      default -> Optional.empty();
    };
  }

  private static Signal p95(TimeDistribution times) {
    return new Signal(times.samples() == 0 ? 0 : times.quantile(0.95), times.samples());
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> all = new ArrayList<>();
    CallMetrics.signals(all, this, wall.instant());
    models.all().forEach(model -> CallMetrics.model(all, model));
    all.add(CallMetrics.overflow(models.overflow()));
    return all;
  }

  /** The models of one provider. */
  List<ModelCalls> of(String provider) {
    return models.all().stream().filter(model -> model.provider().equals(provider)).toList();
  }

  CallWindow total() {
    return total;
  }

  WindowClock clock() {
    return clock;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }
}
