package com.holdwall.probes.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.traffic.RequestRecorder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real requests of the JDK's server, recorded by its filter. */
class RequestFilterTest {

  private final RequestRecorder recorder = RequestRecorder.create();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    context("/claims", exchange -> answer(exchange, 200));
    context("/broken", exchange -> answer(exchange, 503));
    context("/health", exchange -> answer(exchange, 503));
    context(
        "/uncaught",
        exchange -> {
          throw new IllegalStateException("no answer");
        });
    context(
        "/timeout",
        exchange -> {
          throw new SocketTimeoutException("Read timed out");
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void context(String path, HttpHandler handler) {
    server.createContext(path, handler).getFilters().add(RequestFilter.of(recorder));
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private void get(String path) {
    URI target = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    HttpRequest request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(30)).build();
    try {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException closed) {
      assertThat(path).isIn("/uncaught", "/timeout");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private double metric(String name, String route) {
    return recorder.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .filter(metric -> route.equals(metric.labels().getOrDefault("route", "")))
        .mapToDouble(Metric::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  /** A request is counted before its error is. */
  private void awaitErrorRate(String route) {
    await().until(() -> metric("error_rate", route) == 1);
  }

  private void await(String route, double requests) {
    await()
        // The client sends a request again whose connection closes without an answer.
        .until(() -> metric("error_rate_requests", route) >= requests);
  }

  @Test
  void requests_areRecordedWithTheirRouteStatusAndTime() {
    get("/claims/17");
    get("/claims/18?x=1");
    get("/broken");
    await("GET /claims", 2);
    await("GET /broken", 1);
    assertThat(metric("error_rate", "GET /claims")).isZero();
    awaitErrorRate("GET /broken");
    assertThat(metric("p95_latency_seconds", "GET /claims")).isCloseTo(0, within(20.0));
  }

  @Test
  void uncaughtExceptions_areErrors_andTimeoutsAreCounted_thoughNoAnswerWasSent() {
    get("/uncaught");
    get("/timeout");
    await("GET /uncaught", 1);
    await("GET /timeout", 1);
    awaitErrorRate("GET /uncaught");
    awaitErrorRate("GET /timeout");
    await().until(() -> metric("error_rate_timeouts", "GET /timeout") > 0);
    assertThat(metric("error_rate_timeouts", "GET /uncaught")).isZero();
  }

  @Test
  void healthChecks_areLeftOut() {
    get("/health/live");
    get("/claims");
    await("GET /claims", 1);
    assertThat(metric("error_rate_requests", "GET /health")).isNaN();
    await().until(() -> metric("holdwall_http_error_ratio_samples", "") == 1);
  }
}
