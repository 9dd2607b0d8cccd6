package com.holdwall.probes.auth;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.metric.SignalFamily;
import com.holdwall.probes.window.WindowClock;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How a service's own logins, OAuth callbacks and sessions end, over the last five minutes. It
 * costs no request. Recording takes no lock and allocates nothing. Thread-safe.
 *
 * <pre>{@code
 * AuthStatistics auth = AuthStatistics.create();
 * ProbeRegistry.builder().signals(auth);            // the symptoms of the authentication runbook
 * HealthApi.builder(registry).metrics(auth);
 * auth.login(LoginOutcome.FAILED);
 * }</pre>
 *
 * <p>What is the user's doing counts for nothing: a wrong password must not raise an alarm, nor
 * hide one. The window has 30 slices: an outcome counts for its length less a slice at least, and
 * its length at most.
 */
public final class AuthStatistics implements SignalReader, MetricSource {

  private static final int SLICES = 30;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final SignalFamily LOGIN_SUCCESS =
      signal(
          HoldwallMetrics.AUTH_LOGIN_SUCCESS_RATIO,
          "Logins that succeeded, of all without bad credentials.");

  private static final SignalFamily CALLBACK_ERRORS =
      signal(
          HoldwallMetrics.AUTH_CALLBACK_ERROR_RATIO,
          "OAuth callbacks that failed, of all that were not denied.");

  private static final SignalFamily SESSION_ERRORS =
      signal(
          HoldwallMetrics.AUTH_SESSION_ERROR_RATIO,
          "Sessions that could not be read, of all that came.");

  private static final MetricFamily LOGINS =
      MetricFamily.counter(
          "auth_logins_total", "logins", "Attempts to log in, by how they ended.", "outcome");

  private static final MetricFamily CALLBACKS =
      MetricFamily.counter(
          "auth_callbacks_total", "callbacks", "OAuth callbacks, by how they ended.", "outcome");

  private static final MetricFamily SESSIONS =
      MetricFamily.counter(
          "auth_sessions_total",
          "sessions",
          "Sessions that came, by what became of them.",
          "outcome");

  private final WindowClock clock;
  private final Clock wall;
  private final OutcomeCounts logins;
  private final OutcomeCounts callbacks;
  private final OutcomeCounts sessions;

  private AuthStatistics(Duration window, LongSupplier nanoTime, Clock wall) {
    this.clock = WindowClock.of(window, SLICES, nanoTime);
    this.wall = wall;
    this.logins = new OutcomeCounts(clock, LoginOutcome.values());
    this.callbacks = new OutcomeCounts(clock, CallbackOutcome.values());
    this.sessions = new OutcomeCounts(clock, SessionOutcome.values());
  }

  private static SignalFamily signal(String metric, String help) {
    return SignalFamily.of(metric, "1", help, "Outcomes", HoldwallRunbooks.AUTHENTICATION_FAILURES);
  }

  /** {@return statistics over 5 minutes} */
  public static AuthStatistics create() {
    return of(WINDOW);
  }

  /**
   * Makes statistics.
   *
   * @param window over which; at least 30 ms, at most a day. The symptoms' conditions name five
   *     minutes
   * @return the statistics
   * @throws IllegalArgumentException if the window is out of range
   */
  public static AuthStatistics of(Duration window) {
    return of(window, System::nanoTime, Clock.systemUTC());
  }

  static AuthStatistics of(Duration window, LongSupplier nanoTime, Clock wall) {
    return new AuthStatistics(window, nanoTime, wall);
  }

  /**
   * Records an attempt to log in.
   *
   * @param outcome how it ended
   */
  public void login(LoginOutcome outcome) {
    logins.add(outcome);
  }

  /**
   * Records an OAuth callback.
   *
   * @param outcome how it ended
   */
  public void callback(CallbackOutcome outcome) {
    callbacks.add(outcome);
  }

  /**
   * Records a session that came with a request.
   *
   * @param outcome what became of it
   */
  public void session(SessionOutcome outcome) {
    sessions.add(outcome);
  }

  /**
   * Reads one of the three metrics by which the symptoms of the authentication runbook are
   * recognised.
   *
   * @param metric the metric's name; see {@link HoldwallMetrics}
   * @param at now; a moment more than one slice ago gives nothing, since the past is not kept
   * @return its value over the window, with the number of outcomes that it rests on; empty for any
   *     other metric
   */
  @Override
  public Optional<Signal> read(String metric, Instant at) {
    if (at.isBefore(wall.instant().minus(clock.slice()))) {
      return Optional.empty();
    }
    return switch (metric) {
      case HoldwallMetrics.AUTH_LOGIN_SUCCESS_RATIO -> Optional.of(loginSuccess());
      case HoldwallMetrics.AUTH_CALLBACK_ERROR_RATIO -> Optional.of(callbackErrors());
      case HoldwallMetrics.AUTH_SESSION_ERROR_RATIO -> Optional.of(sessionErrors());
      default -> Optional.empty();
    };
  }

  private Signal loginSuccess() {
    return logins.ratio(LoginOutcome.SUCCESS, LoginOutcome.BAD_CREDENTIALS);
  }

  private Signal callbackErrors() {
    return callbacks.ratio(CallbackOutcome.FAILED, CallbackOutcome.DENIED);
  }

  private Signal sessionErrors() {
    return sessions.ratio(SessionOutcome.UNREADABLE, null);
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> all = new ArrayList<>();
    all.addAll(LOGIN_SUCCESS.of(loginSuccess()));
    all.addAll(CALLBACK_ERRORS.of(callbackErrors()));
    all.addAll(SESSION_ERRORS.of(sessionErrors()));
    logins.totals(all, LOGINS);
    callbacks.totals(all, CALLBACKS);
    sessions.totals(all, SESSIONS);
    return all;
  }

  /** The window in a sentence, for the runbook's step. */
  String words() {
    return String.format(
        Locale.ROOT,
        "in the last %d s: logins %s; callbacks %s; sessions %s",
        clock.length().toSeconds(),
        logins.words(),
        callbacks.words(),
        sessions.words());
  }
}
