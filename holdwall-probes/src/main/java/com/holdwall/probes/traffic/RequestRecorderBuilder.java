package com.holdwall.probes.traffic;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** Collects what a {@link RequestRecorder} needs. Not thread-safe. */
public final class RequestRecorderBuilder {

  private static final Set<Integer> ALLOWED =
      Set.of(ErrorRule.TOO_MANY_REQUESTS, ErrorRule.CLIENT_GONE);

  int routes = 32;
  Duration window = RequestWindows.RECENT;
  double objective = 0.999;
  Set<Integer> clientErrors = Set.of();
  Set<String> healthChecks = HealthChecks.USUAL;
  LongSupplier nanoTime = System::nanoTime;
  Clock wall = Clock.systemUTC();

  RequestRecorderBuilder() {}

  /**
   * Sets how many routes are told apart.
   *
   * @param most 1 to 1,000; 32 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public RequestRecorderBuilder routes(int most) {
    if (most < 1 || most > 1_000) {
      throw new IllegalArgumentException("routes must be between 1 and 1,000, but is " + most);
    }
    routes = most;
    return this;
  }

  /**
   * Lets a shorter time stand for the five minutes of error rate and p95. The windows of trends and
   * burn rates shrink alike: an hour is always twelve of it. For tests and drills; the symptoms'
   * conditions then need the same window.
   *
   * @param recent 1 s to 5 minutes; 5 minutes by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public RequestRecorderBuilder window(Duration recent) {
    if (recent.compareTo(Duration.ofSeconds(1)) < 0
        || recent.compareTo(RequestWindows.RECENT) > 0) {
      throw new IllegalArgumentException(
          "window must be between 1 s and 5 minutes, but is " + recent);
    }
    window = recent;
    return this;
  }

  /**
   * Sets the share of good answers that is promised: the burn rates are measured against the rest.
   *
   * @param ratio above 0 and below 1; 0.999 by default, Holdwall's own objective
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public RequestRecorderBuilder objective(double ratio) {
    if (!(ratio > 0 && ratio < 1)) {
      throw new IllegalArgumentException("objective must be in (0, 1), but is " + ratio);
    }
    objective = ratio;
    return this;
  }

  /**
   * Counts client errors as errors that are the service's doing.
   *
   * @param statuses 429 (too many requests) and 499 (the client gave up), or one of them; none by
   *     default. Other 4xx are the caller's mistake
   * @return this
   * @throws IllegalArgumentException if there is another one
   */
  public RequestRecorderBuilder countAsErrors(Set<Integer> statuses) {
    for (int status : statuses) {
      if (!ALLOWED.contains(status)) {
        throw new IllegalArgumentException(
            "client errors must be 429 or 499, but one is " + status);
      }
    }
    clientErrors = Set.copyOf(statuses);
    return this;
  }

  /**
   * Adds a path whose requests are left out, beside the usual ones such as {@code /health}, {@code
   * /api/health}, {@code /metrics} and {@code /actuator}.
   *
   * @param path begins with a slash; it and what is below it
   * @return this
   * @throws IllegalArgumentException if it begins with something else or is the slash alone
   */
  public RequestRecorderBuilder leaveOut(String path) {
    if (path.length() < 2 || path.charAt(0) != '/') {
      throw new IllegalArgumentException(
          "path to leave out must begin with a slash and go on, but is '" + path + "'");
    }
    Set<String> more = new HashSet<>(healthChecks);
    more.add(path);
    healthChecks = Set.copyOf(more);
    return this;
  }

  RequestRecorderBuilder time(LongSupplier nanos, Clock clock) {
    nanoTime = nanos;
    wall = clock;
    return this;
  }

  /** {@return the recorder; later changes of this builder do not reach it} */
  public RequestRecorder build() {
    return new RequestRecorder(this);
  }
}
