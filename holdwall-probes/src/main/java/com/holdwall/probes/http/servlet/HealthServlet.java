package com.holdwall.probes.http.servlet;

import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.HealthRequest;
import com.holdwall.probes.http.HealthResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Serves a {@link HealthApi} in any Jakarta Servlet 6 container, whose limits on headers and slow
 * clients apply. Thread-safe.
 */
public final class HealthServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient HealthApi api;

  /**
   * Makes the servlet.
   *
   * @param api answers the requests
   */
  public HealthServlet(HealthApi api) {
    this.api = Objects.requireNonNull(api, "api must not be null");
  }

  /**
   * Names the paths to map it to.
   *
   * @param basePath what stands before {@code /health}, such as {@code /api}
   * @return the URL patterns
   */
  public static List<String> mappings(String basePath) {
    return List.of(
        basePath + "/health/*",
        basePath + "/metrics",
        basePath + "/runbooks/*",
        basePath + "/diagnosis",
        basePath + "/console/*",
        basePath + "/symptoms",
        basePath + "/alerts");
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HealthResponse answer = api.handle(new Request(request));
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType(answer.contentType());
    byte[] body = answer.bytes();
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }

  private record Request(HttpServletRequest request) implements HealthRequest {

    @Override
    public String method() {
      return request.getMethod();
    }

    @Override
    public String path() {
      return request.getRequestURI().substring(request.getContextPath().length());
    }

    @Override
    public String query() {
      return Optional.ofNullable(request.getQueryString()).orElse("");
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public InputStream body() throws IOException {
      return request.getInputStream();
    }
  }
}
