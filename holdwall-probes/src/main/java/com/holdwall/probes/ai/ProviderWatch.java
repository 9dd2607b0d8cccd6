package com.holdwall.probes.ai;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one provider, as cheaply as it can: first at the service's own calls, then by a free
 * request, then, within the budget, by a billed one. Keeps silent while the provider wants to be
 * left alone. Used by one thread at a time.
 */
final class ProviderWatch {

  /** After a 429 that says nothing, and the longest silence that a provider can ask for. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

  private final AiProvider provider;
  private final @Nullable ModelCallStatistics statistics;
  private final ProviderClient client;
  private final Duration slowAfter;
  private final Duration fresh;
  private final LongSupplier nanoTime;
  private final CanaryBudget budget;
  private @Nullable ProviderState silent;
  private long silentUntil;
  private @Nullable ProviderState lastCanary;

  ProviderWatch(AiProvider provider, AiProvidersProbeBuilder builder, ProviderClient client) {
    this.provider = provider;
    this.statistics = builder.statistics;
    this.client = client;
    this.slowAfter = builder.slowAfter;
    this.fresh = builder.settings.interval();
    this.nanoTime = builder.nanoTime;
    this.budget = new CanaryBudget(provider.canary().callsPerDay());
  }

  String name() {
    return provider.name();
  }

  ProviderState look(Duration share, Instant at) {
    long now = nanoTime.getAsLong();
    if (callsSucceed(now)) {
      silent = null;
      lastCanary = null;
      return ProviderState.works(provider, "the service's own calls succeed; it was not asked");
    }
    ProviderState told = silent;
    if (told != null && now - silentUntil < 0) {
      return told;
    }
    silent = null;
    ProviderState state = provider.freeCheck() ? free(share, at) : byCalls();
    if (state.finding().isPresent() && state.finding().get() != AiFinding.SLOW) {
      return state;
    }
    if (budget.take(now)) {
      lastCanary = canary(share, at);
    }
    ProviderState canary = lastCanary;
    return canary == null || (state.known() && canary.finding().isEmpty()) ? state : canary;
  }

  /** One of its models answered within the last interval, and none failed since. */
  private boolean callsSucceed(long now) {
    if (statistics == null) {
      return false;
    }
    long since = now - fresh.toNanos();
    var models = statistics.of(provider.name());
    return models.stream().anyMatch(model -> model.onlySuccessSince(since))
        && models.stream().noneMatch(model -> model.failedSince(since));
  }

  private ProviderState byCalls() {
    return statistics == null
        ? ProviderState.unknown(provider, "it is not asked, and no calls are recorded")
        : Judgement.calls(provider, statistics.of(provider.name()));
  }

  private ProviderState free(Duration share, Instant at) {
    return request(share, at, "data", client::get);
  }

  private ProviderState canary(Duration share, Instant at) {
    String array = provider.shape() == ApiShape.OPENAI ? "choices" : "content";
    ProviderState state = request(share, at, array, client::ask);
    // A whole answer takes longer than a list, and its time is no reason to call the API slow.
    return state.finding().filter(f -> f == AiFinding.SLOW).isPresent()
        ? ProviderState.works(provider, "the canary succeeded")
        : state;
  }

  /** One of the client's two requests. */
  private interface Request {
    ProviderAnswer send(AiProvider provider, String key, Duration deadline) throws IOException;
  }

  private ProviderState request(Duration share, Instant at, String array, Request request) {
    String key = provider.key().get();
    if (key == null || key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return ProviderState.unknown(
          provider, "its key is empty or has characters that no header can hold; it was not asked");
    }
    long start = System.nanoTime();
    try {
      ProviderAnswer answer = request.send(provider, key, share);
      ProviderState state = Judgement.answer(provider, answer, array, slowAfter);
      return answer.status() == 429 ? keepSilent(state, answer.headers(), at) : state;
    } catch (IOException failure) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return Judgement.failure(provider, failure, took, share);
    }
  }

  private ProviderState keepSilent(ProviderState state, Map<String, String> headers, Instant at) {
    Duration asked = RateLimits.retryAfter(headers, at).orElse(SILENCE);
    Duration pause = asked.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : asked;
    silentUntil = nanoTime.getAsLong() + pause.toNanos();
    ProviderState told =
        ProviderState.found(
                provider,
                AiFinding.RATE_LIMITED,
                state.words() + "; not asked again before " + at.plus(pause))
            .with(state.took(), headers);
    silent = told;
    return told;
  }
}
