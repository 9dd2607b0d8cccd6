package com.holdwall.probes.http.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.http.servlet.RequestFilter;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.micrometer.HttpServerTimers;
import com.holdwall.probes.traffic.RequestRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** A Spring Boot application on Tomcat, recorded by the filter and by Micrometer's own timer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedAppTest {

  /** The whole application. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class App {

    @Bean
    RequestRecorder byFilter() {
      return RequestRecorder.create();
    }

    @Bean
    RequestRecorder byTimer() {
      return RequestRecorder.create();
    }

    @Bean
    RequestFilter requestFilter(@Qualifier("byFilter") RequestRecorder recorder) {
      return new RequestFilter(recorder);
    }

    @Bean
    MeterRegistry recording(@Qualifier("byTimer") RequestRecorder recorder) {
      return HttpServerTimers.into(recorder);
    }

    @Bean
    MeterRegistry other() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Claims claims() {
      return new Claims();
    }
  }

  /** What it answers. */
  @RestController
  static class Claims {

    @GetMapping("/claims/{id}")
    String claim(@PathVariable("id") String id) {
      return id;
    }

    @GetMapping("/broken")
    ResponseEntity<String> broken() {
      return ResponseEntity.status(503).body("no");
    }

    @GetMapping("/uncaught")
    String uncaught() {
      throw new IllegalStateException("no answer");
    }

    @GetMapping("/timeout")
    String timeout() throws SocketTimeoutException {
      throw new SocketTimeoutException("Read timed out");
    }

    @GetMapping("/later")
    Callable<String> later() {
      return () -> "later";
    }

    @GetMapping("/never")
    DeferredResult<String> never() {
      return new DeferredResult<>(200L);
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private ConfigurableApplicationContext context;

  @BeforeAll
  void start() throws Exception {
    context =
        new SpringApplication(App.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--holdwall.probes.http.enabled=false");
    String port = context.getEnvironment().getProperty("local.server.port");
    for (String path :
        new String[] {
          "/claims/17",
          "/claims/18",
          "/broken",
          "/uncaught",
          "/timeout",
          "/later",
          "/never",
          "/actuator/health"
        }) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(30))
              .build(),
          BodyHandlers.discarding());
    }
  }

  @AfterAll
  void close() {
    context.close();
  }

  private double metric(String recorder, String name, String route) {
    return context.getBean(recorder, RequestRecorder.class).metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .filter(metric -> route.equals(metric.labels().getOrDefault("route", "")))
        .mapToDouble(Metric::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private void await(String recorder, String route, double requests) {
    await(recorder, "error_rate_requests", route, requests);
  }

  /** A request is counted before its error is, and both after it was answered. */
  private void await(String recorder, String name, String route, double value) {
    Awaitility.await(recorder + ": " + name + " of " + route)
        .atMost(Duration.ofSeconds(30))
        .until(() -> metric(recorder, name, route) == value);
  }

  @Test
  void filterAndTimer_recordTheSameRequests_withSpringsPatternsAsRoutes() {
    for (String recorder : new String[] {"byFilter", "byTimer"}) {
      await(recorder, "GET /claims/{id}", 2);
      await(recorder, "GET /broken", 1);
      await(recorder, "GET /uncaught", 1);
      await(recorder, "GET /timeout", 1);
      await(recorder, "GET /later", 1);
      assertThat(metric(recorder, "error_rate", "GET /claims/{id}")).isZero();
      await(recorder, "error_rate", "GET /broken", 1);
      await(recorder, "error_rate", "GET /uncaught", 1);
      await(recorder, "error_rate_timeouts", "GET /timeout", 1);
      assertThat(metric(recorder, "error_rate", "GET /later")).isZero();
    }
  }

  @Test
  void asynchronousRequestThatTimesOut_isRecordedOnce_asATimeout() {
    await("byFilter", "GET /never", 1);
    await("byFilter", "error_rate_timeouts", "GET /never", 1);
    assertThat(metric("byFilter", "p95_latency_seconds", "GET /never")).isGreaterThan(0.19);
  }

  @Test
  void healthChecks_areLeftOut_andOtherMetersAreNotKept() {
    await("byFilter", "GET /never", 1);
    for (String recorder : new String[] {"byFilter", "byTimer"}) {
      assertThat(metric(recorder, "error_rate_requests", "GET /actuator/health")).isNaN();
    }
    MeterRegistry recording = context.getBean("recording", MeterRegistry.class);
    assertThat(recording.getMeters())
        .allMatch(meter -> meter.getId().getName().equals("http.server.requests"));
  }
}
