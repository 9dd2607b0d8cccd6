package com.holdwall.benchmarks;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.Status;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;

/**
 * One look at 1,000 dependencies that each take 100 ms; the physical limit is 100 ms. Spring Boot
 * and Dropwizard look at one after another unless Dropwizard is given threads, which is measured
 * too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class HealthSweepBenchmark {

  private static final int CHECKS = 1_000;
  private static final long MILLIS = 100;

  private final HealthEndpoint springEndpoint = SpringBootHealth.endpoint(CHECKS, MILLIS);
  private final HealthCheckRegistry dropwizardRegistry = DropwizardHealth.registry(CHECKS, MILLIS);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ProbeRegistry registry = registry();

  private static ProbeRegistry registry() {
    ProbeRegistryBuilder builder = ProbeRegistry.builder();
    for (int i = 0; i < CHECKS; i++) {
      builder.register(
          new TrivialProbe("probe-" + i, MILLIS), ProbeSettings.every(Duration.ofMinutes(5)));
    }
    return builder.build();
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    registry.close();
    threads.shutdownNow();
    dropwizardRegistry.shutdown();
  }

  /**
   * Ours.
   *
   * @return the report
   */
  @Benchmark
  public HealthReport holdwall() {
    HealthReport report = registry.checkAll(Duration.ofMinutes(2));
    if (report.status() != Status.UP) {
      throw new IllegalStateException(
          "every check must have answered, but it is " + report.status());
    }
    return report;
  }

  /**
   * Spring Boot's endpoint, one check after another.
   *
   * @return its descriptor
   */
  @Benchmark
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public HealthDescriptor springBoot() {
    return springEndpoint.health();
  }

  /**
   * Dropwizard's registry, one check after another.
   *
   * @return its results
   */
  @Benchmark
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public SortedMap<String, HealthCheck.Result> dropwizard() {
    return dropwizardRegistry.runHealthChecks();
  }

  /**
   * Dropwizard's registry with as many threads as it wants.
   *
   * @return its results
   */
  @Benchmark
  public SortedMap<String, HealthCheck.Result> dropwizardWithThreads() {
    return dropwizardRegistry.runHealthChecks(threads);
  }
}
