package com.holdwall.probes.auth;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.client.ProbeClient;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at what a sign-in needs: the service's session endpoint, judged by its body since its
 * status is 200 whatever happens, and OpenID Connect providers: configuration, keys, tokens, clock
 * and certificate (see {@link AuthFinding}).
 *
 * <p>What it sends per check, each request on a connection of its own: one to the session endpoint;
 * to each provider two, for its configuration and its keys; and one for a token, only for a
 * provider that was given credentials, and only as often as they allow ({@link
 * OidcProvider#withClientCredentials}). Secret and cookie go into a request and nowhere else;
 * redirects are not followed. What a provider's configuration names is asked only over https, if
 * the provider itself is.
 *
 * <p>New keys are reported and no fault: providers rotate them. Targets are asked one after
 * another, and each gets its share of the deadline that is left.
 */
public final class AuthProbe implements Probe, MetricSource {

  private static final MetricFamily KEYS =
      MetricFamily.gauge("auth_jwks_keys", "keys", "Usable keys of an OIDC provider.", "provider");

  private static final MetricFamily ROTATIONS =
      MetricFamily.counter(
          "auth_jwks_rotations_total",
          "changes",
          "Changes of an OIDC provider's keys that were seen.",
          "provider");

  private static final MetricFamily SKEW =
      MetricFamily.gauge(
          "auth_clock_skew_seconds", "seconds", "How far a provider's clock is ahead.", "target");

  private static final MetricFamily CERTIFICATE_END =
      MetricFamily.gauge(
          "auth_certificate_not_after_seconds",
          "seconds",
          "When a certificate expires, in seconds since 1970.",
          "target");

  private final AuthProbeBuilder settings;
  private final ProbeClient client;
  private final List<Target> targets;
  private final List<ProviderTarget> providers;
  private volatile int asking;
  private volatile List<Look> last = List.of();
  private volatile boolean closed;

  AuthProbe(AuthProbeBuilder builder) {
    this.settings = builder;
    this.client = ProbeClient.of("holdwall-auth-probe", builder.tls);
    Asking requests = new Asking(client, builder.wall);
    this.providers =
        builder.providers.stream()
            .map(
                provider ->
                    new ProviderTarget(
                        provider,
                        requests,
                        new TokenWatch(provider.client(), requests, builder.nanoTime)))
            .toList();
    List<Target> all = new ArrayList<>();
    if (builder.session != null) {
      all.add(new SessionTarget(builder.session, builder.cookie, requests));
    }
    all.addAll(providers);
    this.targets = List.copyOf(all);
  }

  /**
   * Starts a probe.
   *
   * @return a builder
   */
  public static AuthProbeBuilder builder() {
    return new AuthProbeBuilder();
  }

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.AUTHENTICATION_FAILURES;
  }

  @Override
  public ProbeSettings settings() {
    return settings.settings;
  }

  @Override
  public ProbeResult check(CheckContext context) {
    if (closed) {
      return ProbeResult.unknown("the probe is closed");
    }
    // A tenth is left for the answer: what is said within the deadline need not be guessed.
    long end = System.nanoTime() + context.deadline().toNanos() / 10 * 9;
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      asking = i;
      long left = Math.max(1_000_000, end - System.nanoTime());
      Duration share = Duration.ofNanos(left / (targets.size() - i));
      looks.add(targets.get(i).look(share, context.startedAt()));
    }
    last = List.copyOf(looks);
    return AuthVerdict.of(looks, settings, context.startedAt());
  }

  /** Closes the connection that the check hangs on, and says whose it was. */
  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    int hanging = asking;
    Look look = targets.get(hanging).hanging(elapsed);
    client.abort();
    return AuthVerdict.of(List.of(look), settings, context.startedAt());
  }

  /**
   * {@return keys, rotations, clock skew and the certificates' ends, as the last check saw them}
   */
  @Override
  public List<Metric> metrics() {
    List<Metric> all = new ArrayList<>();
    for (ProviderTarget provider : providers) {
      if (provider.keys() >= 0) {
        all.add(KEYS.of(provider.keys(), provider.name()));
      }
      all.add(ROTATIONS.of((double) provider.rotations(), provider.name()));
    }
    for (Look look : last) {
      look.skew().ifPresent(skew -> all.add(SKEW.of(skew.toNanos() / 1e9, look.target())));
      look.certificateEnd()
          .ifPresent(
              end -> all.add(CERTIFICATE_END.of((double) end.getEpochSecond(), look.target())));
    }
    return all;
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}
