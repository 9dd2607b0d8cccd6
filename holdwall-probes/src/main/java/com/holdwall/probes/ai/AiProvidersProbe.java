package com.holdwall.probes.ai;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the providers of AI models that a service uses, and tells apart: one that refuses
 * connections, hangs, rejects the key, limits, fails or is slow (see {@link AiFinding}). One of
 * several down is DEGRADED, all down is DOWN.
 *
 * <p>What it sends, per provider and check: nothing, if one of the service's own calls succeeded
 * within the last interval and none failed since; nothing, for as long as a 429 asked for (an hour
 * at most; a minute if it did not say); else one {@code GET /v1/models} on a connection of its own,
 * which no provider bills. Only under a budget that was given ({@link AiProvider#withCanary}), also
 * a short prompt, evenly spread over the day; by default it never bills.
 *
 * <p>Providers are asked one after another, and each gets its share of the deadline that is left.
 * Keys go into a request's header and nowhere else; redirects are not followed.
 */
public final class AiProvidersProbe implements Probe {

  private final ProbeSettings settings;
  private final Duration slowAfter;
  private final @Nullable ModelCallStatistics statistics;
  private final ProviderClient client = new ProviderClient();
  private final List<ProviderWatch> watches;
  private final List<AiProvider> providers;
  private volatile int asking;
  private volatile boolean closed;

  AiProvidersProbe(AiProvidersProbeBuilder builder) {
    this.settings = builder.settings;
    this.slowAfter = builder.slowAfter;
    this.statistics = builder.statistics;
    this.providers = List.copyOf(builder.providers);
    this.watches = providers.stream().map(one -> new ProviderWatch(one, builder, client)).toList();
  }

  /**
   * Starts a probe.
   *
   * @return a builder
   */
  public static AiProvidersProbeBuilder builder() {
    return new AiProvidersProbeBuilder();
  }

  @Override
  public String name() {
    return "ai";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.AI_MODEL_TIMEOUTS;
  }

  @Override
  public ProbeSettings settings() {
    return settings;
  }

  @Override
  public ProbeResult check(CheckContext context) {
    if (closed) {
      return ProbeResult.unknown("the probe is closed");
    }
    // A tenth is left for the answer: what is said within the deadline need not be guessed.
    long end = System.nanoTime() + context.deadline().toNanos() / 10 * 9;
    List<ProviderState> states = new ArrayList<>();
    for (int i = 0; i < watches.size(); i++) {
      asking = i;
      long left = Math.max(1_000_000, end - System.nanoTime());
      Duration share = Duration.ofNanos(left / (watches.size() - i));
      states.add(watches.get(i).look(share, context.startedAt()));
    }
    return AiVerdict.of(states, slowAfter, statistics, context.startedAt());
  }

  /** Closes the connection that the check hangs on, and says which provider it was. */
  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    int hanging = asking;
    client.abort();
    List<ProviderState> states = new ArrayList<>();
    for (int i = 0; i < providers.size(); i++) {
      AiProvider provider = providers.get(i);
      states.add(
          i == hanging
              ? ProviderState.found(
                  provider, AiFinding.UNREACHABLE, "no answer for " + elapsed.toMillis() + " ms")
              : ProviderState.unknown(
                  provider, "the check hangs at " + providers.get(hanging).name()));
    }
    return AiVerdict.of(states, slowAfter, statistics, context.startedAt());
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}
