package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow or throwing listener hurts nobody. */
@Timeout(120)
class ListenersTest {

  private static final ProbeSettings SETTINGS =
      ProbeSettings.every(Duration.ofHours(1)).withFlapping(new FlapRule(63, 64, 1));

  private final ScriptedProbe probe = new ScriptedProbe("database");

  private void change(ProbeRegistry registry, int times) {
    for (int i = 0; i < 2 * times; i++) {
      // Every second check only: a faster change would be held as flapping.
      Status status = i / 2 % 2 == 0 ? Status.UP : Status.DEGRADED;
      probe.does(() -> ScriptedProbe.answers(status));
      registry.check("database");
    }
  }

  @Test
  void slowListener_delaysNeitherChecksNorOtherListeners_andLosesOnlyItsOwnEvents() {
    CountDownLatch release = new CountDownLatch(1);
    List<HealthEvent> seen = new CopyOnWriteArrayList<>();
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(probe, SETTINGS)
            .listener(
                event -> {
                  try {
                    release.await();
                  } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                  }
                })
            .listener(seen::add)
            .build()) {
      change(registry, 30);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() >= 30);
      assertThat(registry.droppedEvents()).isZero();
      change(registry, 1_100);
      assertThat(registry.droppedEvents()).isPositive();
      release.countDown();
    }
  }

  @Test
  void listener_thatThrowsAnError_getsTheNextEventToo() {
    List<HealthEvent> seen = new CopyOnWriteArrayList<>();
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(probe, SETTINGS)
            .listener(
                event -> {
                  seen.add(event);
                  throw new AssertionError("password=canary-7f3a");
                })
            .build()) {
      change(registry, 10);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == 10);
    }
  }

  @Test
  void listener_mayAskTheRegistry_withoutADeadlock() {
    List<Status> seen = new CopyOnWriteArrayList<>();
    ProbeRegistry[] holder = new ProbeRegistry[1];
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(probe, SETTINGS)
            .listener(
                event -> {
                  holder[0].check("database");
                  seen.add(holder[0].health().status());
                })
            .build()) {
      holder[0] = registry;
      change(registry, 4);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() >= 4);
    }
  }
}
