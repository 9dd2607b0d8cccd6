package com.holdwall.probes.ai;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.internal.Require;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what an {@link AiProvidersProbe} needs. Not thread-safe. */
public final class AiProvidersProbeBuilder {

  private static final int MOST_PROVIDERS = 16;

  final List<AiProvider> providers = new ArrayList<>();
  ProbeSettings settings =
      ProbeSettings.every(Duration.ofSeconds(30)).withDeadline(Duration.ofSeconds(9));
  Duration slowAfter = Duration.ofSeconds(2);
  @Nullable ModelCallStatistics statistics;
  LongSupplier nanoTime = System::nanoTime;

  AiProvidersProbeBuilder() {}

  /**
   * Adds a provider.
   *
   * @param provider the provider; at most 16
   * @return this
   * @throws IllegalArgumentException if its name is taken, or there are too many
   */
  public AiProvidersProbeBuilder provider(AiProvider provider) {
    Objects.requireNonNull(provider, "provider must not be null");
    if (providers.stream().anyMatch(other -> other.name().equals(provider.name()))) {
      throw new IllegalArgumentException("provider '" + provider + "' is there already");
    }
    if (providers.size() == MOST_PROVIDERS) {
      throw new IllegalArgumentException("at most " + MOST_PROVIDERS + " providers, one check");
    }
    providers.add(provider);
    return this;
  }

  /**
   * Gives the statistics of the service's own calls, which come first. Give them to {@link
   * com.holdwall.probes.ProbeRegistryBuilder#signals} too.
   *
   * @param calls the statistics; none by default
   * @return this
   */
  public AiProvidersProbeBuilder statistics(ModelCallStatistics calls) {
    statistics = Objects.requireNonNull(calls, "calls must not be null");
    return this;
  }

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; every 30 s with a deadline of 9 s by default
   * @return this
   */
  public AiProvidersProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Sets what counts as slow.
   *
   * @param limit a free check that takes longer is slow; 2 s by default
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public AiProvidersProbeBuilder slowAfter(Duration limit) {
    slowAfter = Require.positive("slowAfter", limit);
    return this;
  }

  /** Replaces the clock: for exact tests. */
  AiProvidersProbeBuilder nanoTime(LongSupplier changed) {
    nanoTime = changed;
    return this;
  }

  /**
   * Builds the probe. It sends nothing before its first check.
   *
   * @return the probe, named {@code ai}
   * @throws IllegalArgumentException if there is no provider
   */
  public AiProvidersProbe build() {
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("at least one provider is needed, but there is none");
    }
    return new AiProvidersProbe(this);
  }
}
