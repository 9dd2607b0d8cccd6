package com.holdwall.probes.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.Fixture;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten probes out of ten that hang for ever must not slow the endpoint down. 64 connections, details
 * on; 3 s each, or 30 s with -Psoak. A busy neighbour of the machine makes some rounds slow, a slow
 * endpoint makes each slow: of at most five the one counts that they differ least in. Writes
 * target/hung-load.json.
 */
@Tag("alone")
class HungProbesLoadTest {

  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 5;
  private static final double MOST_MILLIS = 250;
  private static final double MOST_RATIO = 3;
  private static final Duration LENGTH =
      Duration.ofSeconds(Boolean.getBoolean("holdwall.soak") ? 30 : 3);

  private record Round(LoadClient.Figures healthy, LoadClient.Figures hung) {

    double ratio() {
      return hung.p99Millis() / healthy.p99Millis();
    }

    boolean fast() {
      return ratio() < MOST_RATIO && hung.p99Millis() < MOST_MILLIS;
    }
  }

  @Test
  void health_withTenOfTenProbesHung_isAnsweredAsFastAsWithTenHealthyOnes() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Round best;
    try {
      load(List.of(), Status.UP, Duration.ofSeconds(1)); // warm-up, on the same code
      best = round(release);
      for (int i = 1; i < ROUNDS && !best.fast(); i++) {
        Round next = round(release);
        best = next.fast() || next.ratio() < best.ratio() ? next : best;
      }
    } finally {
      release.countDown();
    }
    LoadClient.Figures healthy = best.healthy();
    LoadClient.Figures hung = best.hung();
    double ratio = best.ratio();
    Files.writeString(
        Path.of("target", "hung-load.json"),
        String.format(
            Locale.ROOT,
            "{\"connections\": %d, \"seconds\": %d,%n \"healthy\": %s,%n \"hung\": %s,%n"
                + " \"p99Ratio\": %.2f}%n",
            CONNECTIONS,
            LENGTH.toSeconds(),
            healthy.json(),
            hung.json(),
            ratio));
    assertThat(healthy.failures()).isZero();
    assertThat(hung.failures()).isZero();
    assertThat(hung.p99Millis()).isLessThan(MOST_MILLIS);
    assertThat(ratio).isLessThan(MOST_RATIO);
  }

  private static Round round(CountDownLatch release) throws Exception {
    return new Round(
        load(List.of(), Status.UP, LENGTH), load(List.of(release), Status.UNKNOWN, LENGTH));
  }

  private static LoadClient.Figures load(
      List<CountDownLatch> hangOn, Status expected, Duration length) throws Exception {
    ProbeRegistryBuilder builder = ProbeRegistry.builder();
    for (int i = 0; i < 10; i++) {
      builder.register(
          new HangingProbe("probe-" + i, hangOn),
          ProbeSettings.every(Duration.ofSeconds(2)).withDeadline(Duration.ofMillis(1_500)));
    }
    try (ProbeRegistry registry = builder.build().start();
        HealthServer server =
            HealthServer.builder(
                    HealthApi.builder(registry)
                        .authoriser(Authoriser.bearer(Fixture.TOKEN))
                        .build())
                .threads(CONNECTIONS)
                .start()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  registry.health().probes().stream()
                      .allMatch(p -> p.status() == expected && p.stuck() == !hangOn.isEmpty()));
      int code = expected == Status.UP ? 200 : 503;
      return LoadClient.run(server.port(), CONNECTIONS, length, code);
    }
  }

  private record HangingProbe(String name, List<CountDownLatch> hangOn) implements Probe {

    @Override
    public RunbookId runbook() {
      return new RunbookId("database-connection-issues");
    }

    @Override
    public ProbeResult check(CheckContext context) {
      for (CountDownLatch latch : hangOn) {
        while (latch.getCount() > 0) {
          try {
            latch.await();
          } catch (InterruptedException ignoredAsABadDriverDoes) {
            Thread.onSpinWait();
          }
        }
      }
      return new ProbeResult(Status.UP, "well", List.of(), List.of());
    }
  }
}
