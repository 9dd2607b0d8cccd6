package com.holdwall.probes.http.jdk;

import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Objects;

/**
 * Records every request of a context of the JDK's HTTP server with a {@link RequestRecorder},
 * except health checks: {@code context.getFilters().add(RequestFilter.of(recorder))}. The route is
 * the method and the context's path. Thread-safe.
 */
public final class RequestFilter extends Filter {

  /** What an exchange says before an answer was begun. */
  private static final int NONE = -1;

  private final RequestRecorder recorder;

  private RequestFilter(RequestRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Makes the filter.
   *
   * @param recorder records the requests
   * @return the filter
   */
  public static RequestFilter of(RequestRecorder recorder) {
    return new RequestFilter(Objects.requireNonNull(recorder, "recorder must not be null"));
  }

  @Override
  public String description() {
    return "records requests for error rate and latency";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    if (recorder.leavesOut(exchange.getRequestURI().getPath())) {
      chain.doFilter(exchange);
      return;
    }
    long start = System.nanoTime();
    try {
      chain.doFilter(exchange);
    } catch (IOException | RuntimeException | Error failure) {
      ended(exchange, start, RequestOutcome.of(failure));
      throw failure;
    }
    // A handler that returns without an answer leaves its client waiting.
    boolean answered = exchange.getResponseCode() != NONE;
    ended(exchange, start, answered ? RequestOutcome.ANSWERED : RequestOutcome.UNCAUGHT);
  }

  private void ended(HttpExchange exchange, long start, RequestOutcome outcome) {
    String route = exchange.getRequestMethod() + " " + exchange.getHttpContext().getPath();
    int status = exchange.getResponseCode();
    boolean none = status == NONE;
    // A thread that died of an exception before it answered: the client sees the connection close.
    int shown = none && outcome != RequestOutcome.ANSWERED ? 500 : Math.max(0, status);
    recorder.record(route, shown, System.nanoTime() - start, outcome);
  }
}
