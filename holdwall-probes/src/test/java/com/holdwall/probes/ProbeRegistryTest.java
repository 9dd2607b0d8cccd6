package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a registry runs probes; time is turned by hand. */
class ProbeRegistryTest {

  private static final ProbeSettings EVERY_SECOND = ProbeSettings.every(Duration.ofSeconds(1));

  private final ManualTimer timer = new ManualTimer();
  private final ScriptedProbe probe = new ScriptedProbe("database");
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<HealthEvent> events = new CopyOnWriteArrayList<>();
  private ProbeRegistry registry = registry(probe);

  private ProbeRegistry registry(Probe... probes) {
    ProbeRegistryBuilder builder = ProbeRegistry.builder().time(timer, () -> Long.MIN_VALUE);
    for (Probe each : probes) {
      builder.register(each, EVERY_SECOND);
    }
    return builder.listener(events::add).build();
  }

  @AfterEach
  void close() {
    release.countDown();
    registry.close();
  }

  private static ConditionFactory await() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1));
  }

  private void turn(long millis) {
    timer.advance(Duration.ofMillis(millis));
  }

  private boolean turnedUntil(BooleanSupplier condition) {
    turn(50);
    return condition.getAsBoolean();
  }

  /** Until that many checks are published and the next one is scheduled. */
  private void awaitChecks(int checks) {
    await().until(() -> registry.health("database").checks() >= checks && timer.waiting() == 1);
  }

  @Test
  void health_beforeTheFirstCheck_isUnknownNotUp() {
    assertThat(registry.health().status()).isEqualTo(Status.UNKNOWN);
    assertThat(registry.health("database").summary()).isEqualTo("not checked yet");
    assertThat(registry.health("database").checkedAt()).isEmpty();
  }

  @Test
  void health_readAThousandTimes_runsNoProbe() {
    for (int i = 0; i < 1_000; i++) {
      registry.health();
    }
    assertThat(probe.checks).hasValue(0);
  }

  @Test
  void start_runsEachProbe_andThenAgainAfterItsInterval() {
    registry.start();
    turn(100);
    awaitChecks(1);
    assertThat(registry.health().status()).isEqualTo(Status.UP);
    turn(700);
    assertThat(probe.checks).hasValue(1);
    turn(500);
    awaitChecks(2);
    assertThat(registry.health("database").checks()).isEqualTo(2);
  }

  @Test
  void check_thatThrows_isUnknownAndNamesTheClassOnly() {
    probe.does(
        () -> {
          throw new IllegalStateException("password=canary-7f3a");
        });
    registry.start();
    turn(100);
    awaitChecks(1);
    ProbeHealth health = registry.health("database");
    assertThat(health.status()).isEqualTo(Status.UNKNOWN);
    assertThat(health.summary())
        .isEqualTo("the check itself broke: java.lang.IllegalStateException")
        .doesNotContain("canary");
  }

  @Test
  void check_thatThrowsAnError_doesNotStopLaterChecks() {
    probe.does(
        () -> {
          throw new NoClassDefFoundError("a driver is missing");
        });
    registry.start();
    turn(100);
    awaitChecks(1);
    probe.does(() -> ScriptedProbe.answers(Status.UP));
    turn(1_100);
    awaitChecks(2);
    assertThat(registry.health().status()).isEqualTo(Status.UP);
  }

  @Test
  void check_beyondItsDeadline_isAbandonedOnceAndItsProbeSaysWhatThatMeans() {
    probe.does(() -> ScriptedProbe.hang(release));
    registry.start();
    turn(100);
    await().until(() -> probe.running.get() == 1);
    turn(700);
    await().until(() -> registry.health("database").status() == Status.DOWN);
    ProbeHealth health = registry.health("database");
    assertThat(health.stuck()).isTrue();
    assertThat(health.overdue()).isEqualTo(1);
    assertThat(health.took()).isBetween(Duration.ofMillis(700), Duration.ofMillis(750));
  }

  @Test
  void check_thatHangsForEver_isNeverStartedTwice_howeverOftenItIsDue() {
    probe.does(() -> ScriptedProbe.hang(release));
    registry.start();
    turn(100);
    await().until(() -> probe.running.get() == 1);
    turn(700);
    await().until(() -> registry.health("database").checkedAt().isPresent());
    for (int i = 1; i <= 1_000; i++) {
      Optional<Instant> before = registry.health("database").checkedAt();
      await()
          .until(() -> turnedUntil(() -> !registry.health("database").checkedAt().equals(before)));
    }
    assertThat(probe.overdueCalls).hasPositiveValue();
    assertThat(probe.checks).hasValue(1);
    assertThat(probe.mostAtOnce).hasValue(1);
    assertThat(registry.health("database").overdue()).isEqualTo(1);
  }

  @Test
  void check_thatComesBackLate_isIgnoredAndTheNextOneRuns() {
    probe.does(() -> ScriptedProbe.hang(release));
    registry.start();
    turn(100);
    await().until(() -> probe.running.get() == 1);
    turn(700);
    await().until(() -> registry.health("database").status() == Status.DOWN);
    probe.does(() -> ScriptedProbe.answers(Status.DEGRADED));
    release.countDown();
    await().until(() -> !registry.health("database").stuck());
    assertThat(registry.health("database").status()).isEqualTo(Status.DOWN);
    turn(300);
    await().until(() -> registry.health("database").status() == Status.DEGRADED);
    assertThat(probe.checks).hasValue(2);
  }

  @Test
  void overdueReport_thatHangsToo_isUnknownAndCostsNoThirdThread() {
    probe.does(() -> ScriptedProbe.hang(release)).whenOverdue(() -> ScriptedProbe.hang(release));
    registry.start();
    turn(100);
    await().until(() -> probe.running.get() == 1);
    turn(700);
    await().until(() -> probe.overdueCalls.get() == 1);
    turn(700);
    assertThat(registry.health("database").summary())
        .isEqualTo("the check hangs, and so does its own report of that");
    turn(60_000);
    assertThat(probe.checks).hasValue(1);
    assertThat(probe.overdueCalls).hasValue(1);
  }

  @Test
  void check_thatHangs_doesNotDelayAnotherProbe() {
    registry.close();
    ScriptedProbe other = new ScriptedProbe("cache");
    registry = registry(probe.does(() -> ScriptedProbe.hang(release)), other);
    registry.start();
    turn(100);
    await().until(() -> registry.health("cache").status() == Status.UP);
    assertThat(probe.running).hasValue(1);
  }

  @Test
  void listener_isToldOfEachChangeOnce_inOrder() {
    registry.start();
    turn(100);
    awaitChecks(1);
    probe.does(() -> ScriptedProbe.answers(Status.DOWN));
    turn(1_100);
    awaitChecks(2);
    turn(1_100);
    awaitChecks(3);
    await().until(() -> events.size() == 2);
    assertThat(events)
        .extracting(e -> ((HealthEvent.StatusChanged) e).to())
        .containsExactly(Status.UP, Status.DOWN);
  }

  @Test
  void listener_thatThrows_harmsNobody() {
    registry.close();
    registry =
        ProbeRegistry.builder()
            .time(timer, () -> Long.MIN_VALUE)
            .register(probe, EVERY_SECOND)
            .listener(
                event -> {
                  throw new IllegalStateException("broken listener");
                })
            .listener(events::add)
            .build();
    registry.start();
    turn(100);
    await().until(() -> events.size() == 1);
    assertThat(registry.health().status()).isEqualTo(Status.UP);
  }

  @Test
  void close_stopsChecking_closesTheProbesOnce_andItsLastAnswerGetsStale() {
    registry.start();
    turn(100);
    awaitChecks(1);
    registry.close();
    registry.close();
    turn(1_800);
    assertThat(registry.health().status()).isEqualTo(Status.UP);
    turn(1_000);
    assertThat(probe.checks).hasValue(1);
    assertThat(probe.closes).hasValue(1);
    assertThat(registry.health("database").status()).isEqualTo(Status.UNKNOWN);
    assertThat(registry.health("database").basis()).isEqualTo(Basis.STALE);
  }

  @Test
  void close_whileACheckHangs_returnsAtOnce() {
    probe.does(() -> ScriptedProbe.hang(release));
    registry.start();
    turn(100);
    await().until(() -> probe.running.get() == 1);
    registry.close();
    assertThat(probe.closes).hasValue(1);
  }
}
