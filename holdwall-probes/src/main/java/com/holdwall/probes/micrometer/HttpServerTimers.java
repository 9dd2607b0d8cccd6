package com.holdwall.probes.micrometer;

import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the timer {@code http.server.requests}, which Spring and others record their requests with:
 * for a service that has it and needs no filter. Add it to the service's composite registry, which
 * then gives it each single time: {@code composite.add(HttpServerTimers.into(recorder))}; in Spring
 * Boot it is enough to declare it as a bean. Other meters are not kept. Thread-safe.
 *
 * <p>The timer's tags: {@code method} and {@code uri} are the route, {@code status} the status,
 * {@code exception} tells an uncaught exception or a timeout where the status is 5xx or missing.
 */
public final class HttpServerTimers extends SimpleMeterRegistry {

  private static final String TIMER = "http.server.requests";

  private final RequestRecorder recorder;

  private HttpServerTimers(RequestRecorder recorder) {
    super(SimpleConfig.DEFAULT, Clock.SYSTEM);
    this.recorder = recorder;
    config().meterFilter(MeterFilter.denyUnless(id -> id.getName().equals(TIMER)));
  }

  /**
   * Makes a registry that records into a recorder.
   *
   * @param recorder records the requests
   * @return the registry, to be added to a {@link CompositeMeterRegistry}
   */
  public static MeterRegistry into(RequestRecorder recorder) {
    return new HttpServerTimers(Objects.requireNonNull(recorder, "recorder must not be null"));
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig histogram, PauseDetector pauses) {
    return new RecordingTimer(id, clock, histogram, pauses, getBaseTimeUnit(), recorder);
  }

  /** A timer that passes each time on. */
  private static final class RecordingTimer extends CumulativeTimer {

    private final RequestRecorder recorder;
    private final String route;
    private final int status;
    private final RequestOutcome outcome;

    RecordingTimer(
        Meter.Id id,
        Clock clock,
        DistributionStatisticConfig histogram,
        PauseDetector pauses,
        TimeUnit unit,
        RequestRecorder recorder) {
      super(id, clock, histogram, pauses, unit, false);
      this.recorder = recorder;
      this.route = text(id, "method") + " " + text(id, "uri");
      this.status = status(text(id, "status"));
      this.outcome = outcome(text(id, "exception"), status);
    }

    @Override
    protected void recordNonNegative(long amount, TimeUnit unit) {
      super.recordNonNegative(amount, unit);
      recorder.record(route, status, unit.toNanos(amount), outcome);
    }

    private static String text(Meter.Id id, String tag) {
      @Nullable String value = id.getTag(tag);
      return value == null ? "" : value;
    }

    /** Spring says UNKNOWN where there was no answer. */
    private static int status(String text) {
      return text.matches("[1-5][0-9][0-9]") ? Integer.parseInt(text) : 0;
    }

    private static RequestOutcome outcome(String exception, int status) {
      boolean handled = status > 0 && status < 500;
      if (exception.isEmpty() || exception.equalsIgnoreCase("none") || handled) {
        return RequestOutcome.ANSWERED;
      }
      return exception.endsWith("TimeoutException")
          ? RequestOutcome.TIMED_OUT
          : RequestOutcome.UNCAUGHT;
    }
  }
}
