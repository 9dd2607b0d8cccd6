package com.holdwall.benchmarks;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.HealthResponse;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import tools.jackson.databind.json.JsonMapper;

/**
 * What asking for the health of ten trivial checks costs, as a value and as JSON with details. The
 * peers run their checks when they are asked, ours ran them before: that is the difference in
 * design, and the checks here cost nothing, so what is left is the cost of the answer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HealthReadBenchmark {

  private static final int CHECKS = 10;

  private final JsonMapper json = JsonMapper.builder().build();
  private final HealthEndpoint springEndpoint = SpringBootHealth.endpoint(CHECKS, 0);
  private final HealthCheckRegistry dropwizardRegistry = DropwizardHealth.registry(CHECKS, 0);
  private final ProbeRegistry registry = registry();
  private final HealthApi api =
      HealthApi.builder(registry)
          .authoriser((request, permission) -> Authoriser.Decision.ALLOWED)
          .build();
  private final GetHealth request = new GetHealth();

  private static ProbeRegistry registry() {
    ProbeRegistryBuilder builder = ProbeRegistry.builder();
    for (int i = 0; i < CHECKS; i++) {
      builder.register(
          new TrivialProbe("probe-" + i, 0), ProbeSettings.every(Duration.ofMinutes(5)));
    }
    return builder.build();
  }

  /** Checks once, so that everything is up. */
  @Setup
  public void check() {
    registry.checkAll(Duration.ofSeconds(10));
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    registry.close();
    dropwizardRegistry.shutdown();
  }

  /**
   * Our snapshot.
   *
   * @return the report
   */
  @Benchmark
  public HealthReport holdwall() {
    return registry.health();
  }

  /**
   * Our answer to a request, with details.
   *
   * @return the answer
   */
  @Benchmark
  public HealthResponse holdwallJson() {
    return api.handle(request);
  }

  /**
   * Spring Boot's endpoint.
   *
   * @return its descriptor
   */
  @Benchmark
  public HealthDescriptor springBoot() {
    return springEndpoint.health();
  }

  /**
   * Spring Boot's endpoint as JSON.
   *
   * @return the text
   */
  @Benchmark
  public String springBootJson() {
    return json.writeValueAsString(springEndpoint.health());
  }

  /**
   * Dropwizard's registry.
   *
   * @return its results
   */
  @Benchmark
  public SortedMap<String, HealthCheck.Result> dropwizard() {
    return dropwizardRegistry.runHealthChecks();
  }
}
