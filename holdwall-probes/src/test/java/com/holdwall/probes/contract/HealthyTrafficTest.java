package com.holdwall.probes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.runbook.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All probes on healthy servers under light load, for a minute; ten with {@code -Psoak}. Nothing is
 * observed.
 */
@Tag("alone")
class HealthyTrafficTest {

  private final List<HealthEvent> observed = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Set<String> doubts = new TreeSet<>();
  private final AtomicInteger requests = new AtomicInteger();

  @Test
  void healthyServers_raiseNoSymptom() throws Exception {
    Duration during = Duration.ofMinutes(Boolean.getBoolean("holdwall.soak") ? 10 : 1);
    ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
    try (HealthyServers servers = new HealthyServers();
        ProbeRegistry registry = servers.registry().listener(this::heard).build().start()) {
      var unused =
          traffic.scheduleWithFixedDelay(() -> request(servers), 0, 20, TimeUnit.MILLISECONDS);
      await(Duration.ofSeconds(60)).until(() -> registry.health().status() == Status.UP);
      // The first checks load the drivers' classes, four servers' starts beside them.
      long overdueBefore = overdue(registry);
      try {
        await(during.plusSeconds(30)).during(during).until(() -> healthy(registry));
      } catch (ConditionTimeoutException unwell) {
        throw new AssertionError("not healthy all the time: " + doubts, unwell);
      }
      assertThat(registry.health().probes())
          .extracting(ProbeHealth::checks)
          .allMatch(checks -> checks >= during.toSeconds() * 4 / 5);
      assertThat(overdue(registry)).isEqualTo(overdueBefore);
      // Before the servers go: what fails on their way out is not the probes' business.
      traffic.shutdown();
      await(Duration.ofSeconds(60)).until(traffic::isTerminated);
    } finally {
      traffic.shutdownNow();
    }
    assertThat(observed).isEmpty();
    assertThat(failures).isEmpty();
    assertThat(requests.get()).isGreaterThan((int) during.toSeconds());
  }

  private static long overdue(ProbeRegistry registry) {
    return registry.health().probes().stream().mapToLong(ProbeHealth::overdue).sum();
  }

  private static ConditionFactory await(Duration most) {
    return Awaitility.await().pollInterval(Duration.ofMillis(100)).atMost(most);
  }

  private boolean healthy(ProbeRegistry registry) {
    registry.health().probes().stream()
        .filter(probe -> probe.status() != Status.UP)
        .forEach(probe -> doubts.add(probe.name() + ": " + probe.summary()));
    return registry.health().status() == Status.UP && registry.diagnose().ranked().isEmpty();
  }

  private void heard(HealthEvent event) {
    if (event instanceof HealthEvent.SymptomObserved) {
      observed.add(event);
    }
  }

  private void request(HealthyServers servers) {
    try {
      servers.request();
      requests.incrementAndGet();
    } catch (SQLException | RuntimeException failure) {
      failures.add(failure);
    }
  }
}
