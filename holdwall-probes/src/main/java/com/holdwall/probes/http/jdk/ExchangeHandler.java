package com.holdwall.probes.http.jdk;

import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.HealthRequest;
import com.holdwall.probes.http.HealthResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Brings one exchange to the handler and its answer back. */
final class ExchangeHandler implements HttpHandler {

  /** A response without a body, in the terms of {@code sendResponseHeaders}. */
  private static final int NO_BODY = -1;

  private final HealthApi api;

  ExchangeHandler(HealthApi api) {
    this.api = api;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HealthResponse response = api.handle(new Request(exchange));
      byte[] body = response.bytes();
      response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.getResponseHeaders().set("Content-Type", response.contentType());
      if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
        exchange.sendResponseHeaders(response.status(), NO_BODY);
        return;
      }
      exchange.sendResponseHeaders(response.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private record Request(HttpExchange exchange) implements HealthRequest {

    @Override
    public String method() {
      return exchange.getRequestMethod();
    }

    @Override
    public String path() {
      return Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("");
    }

    @Override
    public String query() {
      return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public InputStream body() {
      return exchange.getRequestBody();
    }
  }
}
