package com.holdwall.probes.http.servlet;

import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records every request of a Jakarta Servlet 6 container with a {@link RequestRecorder}, except
 * health checks. To be mapped to all paths, before other filters. Thread-safe.
 *
 * <p>The route is the method and Spring MVC's pattern where there is one, else the servlet's
 * pattern. A request that goes on asynchronously is recorded when it completes.
 */
public final class RequestFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Where Spring MVC leaves the pattern of the handler. */
  private static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final transient RequestRecorder recorder;

  /**
   * Makes the filter.
   *
   * @param recorder records the requests
   */
  public RequestFilter(RequestRecorder recorder) {
    this.recorder = Objects.requireNonNull(recorder, "recorder must not be null");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (recorder.leavesOut(path)) {
      chain.doFilter(request, response);
      return;
    }
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException | Error failure) {
      ended(request, 500, start, RequestOutcome.of(failure));
      throw failure;
    }
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new AtTheEnd(request, response, start));
    } else {
      ended(request, response.getStatus(), start, RequestOutcome.ANSWERED);
    }
  }

  private void ended(HttpServletRequest request, int status, long start, RequestOutcome outcome) {
    recorder.record(route(request), status, System.nanoTime() - start, outcome);
  }

  private static String route(HttpServletRequest request) {
    Object spring = request.getAttribute(SPRING_PATTERN);
    String pattern =
        spring == null
            ? Optional.ofNullable(request.getHttpServletMapping().getPattern()).orElse("/")
            : spring.toString();
    return request.getMethod() + " " + (pattern.isEmpty() ? "/" : pattern);
  }

  /** Waits for the end of an asynchronous request, which may come in several calls. */
  private final class AtTheEnd implements AsyncListener {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final long start;
    private @Nullable RequestOutcome seen;

    AtTheEnd(HttpServletRequest request, HttpServletResponse response, long start) {
      this.request = request;
      this.response = response;
      this.start = start;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      seen = RequestOutcome.TIMED_OUT;
    }

    @Override
    public void onError(AsyncEvent event) {
      seen = seen == null ? RequestOutcome.of(event.getThrowable()) : seen;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      RequestOutcome outcome = seen == null ? RequestOutcome.ANSWERED : seen;
      ended(request, response.getStatus(), start, outcome);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
