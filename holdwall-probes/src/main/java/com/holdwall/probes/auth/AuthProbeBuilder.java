package com.holdwall.probes.auth;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.internal.Require;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects what an {@link AuthProbe} needs. Not thread-safe; its text never holds a secret. */
public final class AuthProbeBuilder {

  private static final int MOST_PROVIDERS = 8;

  final List<OidcProvider> providers;
  ProbeSettings settings =
      ProbeSettings.every(Duration.ofSeconds(30)).withDeadline(Duration.ofSeconds(9));
  Duration slowAfter = Duration.ofSeconds(1);
  Duration skewedAfter = Duration.ofSeconds(30);
  Duration expiringBefore = Duration.ofDays(14);
  @Nullable URI session;
  @Nullable Supplier<String> cookie;
  @Nullable AuthStatistics statistics;
  @Nullable SSLContext tls;
  Clock wall = Clock.systemUTC();
  LongSupplier nanoTime = System::nanoTime;

  AuthProbeBuilder() {
    providers = new ArrayList<>();
  }

  private AuthProbeBuilder(AuthProbeBuilder other) {
    this.providers = List.copyOf(other.providers);
    this.settings = other.settings;
    this.slowAfter = other.slowAfter;
    this.skewedAfter = other.skewedAfter;
    this.expiringBefore = other.expiringBefore;
    this.session = other.session;
    this.cookie = other.cookie;
    this.statistics = other.statistics;
    this.tls = other.tls;
    this.wall = other.wall;
    this.nanoTime = other.nanoTime;
  }

  /**
   * Sets the session endpoint.
   *
   * @param address such as {@code http://localhost:3000/api/auth/session}; http or https; none by
   *     default
   * @return this
   * @throws IllegalArgumentException if the address is not http or https, has no host, or holds a
   *     user; the text does not hold it
   */
  public AuthProbeBuilder session(URI address) {
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!http || address.getHost() == null || address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the session endpoint's address must be http or https with a host, and no user");
    }
    session = address;
    return this;
  }

  /**
   * Sends a session's cookie to the session endpoint, so that the endpoint has one to read: that of
   * an account without any rights. Without it the endpoint has nothing to decode.
   *
   * @param header gives the value of the Cookie header, such as {@code
   *     __Secure-authjs.session-token=...}, at each request; must not block; none by default
   * @return this
   */
  public AuthProbeBuilder sessionCookie(Supplier<String> header) {
    cookie = Objects.requireNonNull(header, "header must not be null");
    return this;
  }

  /**
   * Adds a provider.
   *
   * @param provider the provider; at most 8
   * @return this
   * @throws IllegalArgumentException if its name is taken, or there are too many
   */
  public AuthProbeBuilder provider(OidcProvider provider) {
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
   * Gives the statistics of the service's own logins, for the runbook's step that reviews them.
   * Give them to {@link com.holdwall.probes.ProbeRegistryBuilder#signals} too.
   *
   * @param outcomes the statistics; none by default
   * @return this
   */
  public AuthProbeBuilder statistics(AuthStatistics outcomes) {
    statistics = Objects.requireNonNull(outcomes, "outcomes must not be null");
    return this;
  }

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; every 30 s with a deadline of 9 s by default
   * @return this
   */
  public AuthProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Sets what counts as slow.
   *
   * @param limit an answer that takes longer is slow; 1 s by default
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public AuthProbeBuilder slowAfter(Duration limit) {
    slowAfter = Require.positive("slowAfter", limit);
    return this;
  }

  /**
   * Sets how far a provider's clock may be from this machine's.
   *
   * @param limit a larger difference is found; 30 s by default: half of the 60 s that Spring
   *     Security and Nimbus tolerate
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public AuthProbeBuilder skewedAfter(Duration limit) {
    skewedAfter = Require.positive("skewedAfter", limit);
    return this;
  }

  /**
   * Sets how long before its end a certificate is found to expire.
   *
   * @param limit one that expires sooner is found; 14 days by default: automatic renewal is due 30
   *     days before
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public AuthProbeBuilder expiringBefore(Duration limit) {
    expiringBefore = Require.positive("expiringBefore", limit);
    return this;
  }

  /**
   * Sets what is trusted over https.
   *
   * @param context with the trust of the service's own client; what the JVM trusts by default
   * @return this
   */
  public AuthProbeBuilder tls(SSLContext context) {
    tls = Objects.requireNonNull(context, "context must not be null");
    return this;
  }

  /** Replaces the clocks: for exact tests. */
  AuthProbeBuilder clocks(Clock time, LongSupplier ticks) {
    wall = time;
    nanoTime = ticks;
    return this;
  }

  /**
   * Builds the probe. It sends nothing before its first check.
   *
   * @return the probe, named {@code auth}
   * @throws IllegalArgumentException if there is neither a session endpoint nor a provider, or a
   *     cookie without a session endpoint
   */
  public AuthProbe build() {
    if (session == null && providers.isEmpty()) {
      throw new IllegalArgumentException("a session endpoint or a provider is needed");
    }
    if (session == null && cookie != null) {
      throw new IllegalArgumentException("a session cookie needs a session endpoint");
    }
    return new AuthProbe(new AuthProbeBuilder(this));
  }
}
