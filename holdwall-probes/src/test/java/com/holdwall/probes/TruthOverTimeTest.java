package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts of a probe's truth together, checked by hand on a clock that is turned by hand. */
class TruthOverTimeTest {

  private final ManualTimer timer = new ManualTimer();
  private final ScriptedProbe probe = new ScriptedProbe("database");
  private final List<HealthEvent> events = new CopyOnWriteArrayList<>();
  private ProbeRegistry registry = registry(ProbeSettings.every(Duration.ofSeconds(10)));

  private ProbeRegistry registry(ProbeSettings settings) {
    return ProbeRegistry.builder()
        .time(timer, () -> Long.MIN_VALUE)
        .register(probe, settings)
        .listener(events::add)
        .build();
  }

  private void with(ProbeSettings settings) {
    registry.close();
    registry = registry(settings);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private ProbeHealth checked(Status status) {
    probe.does(() -> ScriptedProbe.answers(status));
    timer.advance(Duration.ofSeconds(1));
    return registry.check("database");
  }

  private ProbeHealth broken() {
    probe.does(
        () -> {
          throw new IllegalStateException("password=canary-7f3a");
        });
    return registry.check("database");
  }

  @Test
  void answer_olderThanTwoIntervals_isStale_neverAnOldUp() {
    checked(Status.UP);
    timer.advance(Duration.ofSeconds(20).minusMillis(1));
    assertThat(registry.health().status()).isEqualTo(Status.UP);
    timer.advance(Duration.ofMillis(1));
    ProbeHealth health = registry.health("database");
    assertThat(health.status()).isEqualTo(Status.UNKNOWN);
    assertThat(health.basis()).isEqualTo(Basis.STALE);
    assertThat(health.summary()).isEqualTo("stale: the last answer, UP, is 20000 ms old");
  }

  @Test
  void stale_isAnnouncedOnce_andEndsWithTheNextAnswer() {
    checked(Status.UP);
    timer.advance(Duration.ofSeconds(30));
    for (int i = 0; i < 100; i++) {
      registry.health();
    }
    assertThat(registry.health("database").history().recent())
        .extracting(History.Transition::to)
        .containsExactly(Status.UP, Status.UNKNOWN);
    assertThat(checked(Status.UP).basis()).isEqualTo(Basis.CHECKED);
  }

  @Test
  void stale_takesTheConfiguredSuccessesToComeBack() {
    with(ProbeSettings.every(Duration.ofSeconds(10)).withThresholds(Thresholds.consecutive(1, 2)));
    checked(Status.UP);
    checked(Status.UP);
    timer.advance(Duration.ofSeconds(30));
    assertThat(registry.health().status()).isEqualTo(Status.UNKNOWN);
    assertThat(checked(Status.UP).status()).isEqualTo(Status.UNKNOWN);
    assertThat(checked(Status.UP).status()).isEqualTo(Status.UP);
  }

  @Test
  void symptom_ofAStaleProbe_isNotEvaluable_neverNotObserved() {
    probe.does(() -> ScriptedProbe.finds("POOL_EXHAUSTED", 0));
    registry.check("database");
    timer.advance(Duration.ofSeconds(30));
    assertThat(registry.health().observations())
        .noneMatch(Observation.NotObserved.class::isInstance);
  }

  @Test
  void brokenCheck_isNotADeadDependency() {
    checked(Status.UP);
    ProbeHealth health = broken();
    assertThat(health.status()).isEqualTo(Status.UNKNOWN);
    assertThat(health.basis()).isEqualTo(Basis.CHECK_BROKE);
    assertThat(checked(Status.UNKNOWN).basis()).isEqualTo(Basis.UNTOLD);
    assertThat(checked(Status.DOWN).basis()).isEqualTo(Basis.CHECKED);
  }

  @Test
  void failure_belowTheThreshold_isConfirmingAndSaysSo() {
    with(ProbeSettings.every(Duration.ofSeconds(10)).withThresholds(Thresholds.consecutive(3, 1)));
    checked(Status.UP);
    ProbeHealth health = checked(Status.DOWN);
    assertThat(health.status()).isEqualTo(Status.UP);
    assertThat(health.latest()).isEqualTo(Status.DOWN);
    assertThat(health.basis()).isEqualTo(Basis.CONFIRMING);
    assertThat(health.summary()).isEqualTo("unconfirmed DOWN: scripted DOWN");
    checked(Status.DOWN);
    assertThat(checked(Status.DOWN).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void flapping_isHeldWithAReason() {
    for (int i = 0; i < 4; i++) {
      checked(Status.UP);
      checked(Status.DOWN);
    }
    ProbeHealth health = checked(Status.UP);
    assertThat(health.status()).isEqualTo(Status.DOWN);
    assertThat(health.basis()).isEqualTo(Basis.FLAPPING);
    assertThat(health.summary())
        .startsWith("held at DOWN: the status changed 6 times")
        .endsWith("; last: scripted UP");
  }

  @Test
  void history_keepsTheLastTwentyChanges_andCountsAll() {
    with(ProbeSettings.every(Duration.ofSeconds(10)).withFlapping(new FlapRule(60, 64, 1)));
    for (int i = 0; i < 25; i++) {
      checked(Status.UP);
      checked(Status.DEGRADED);
    }
    History history = registry.health("database").history();
    assertThat(history.recent()).hasSize(20);
    assertThat(history.changes()).isEqualTo(50);
    assertThat(history.recent().get(19).to()).isEqualTo(Status.DEGRADED);
    assertThat(history.firstServing()).contains(ManualTimer.START.plusSeconds(1));
  }

  @Test
  void grace_holdsAFailureBack_untilTheFirstSuccessOrItsEnd() {
    with(ProbeSettings.every(Duration.ofSeconds(10)).withStartupGrace(Duration.ofSeconds(5)));
    ProbeHealth starting = checked(Status.DOWN);
    assertThat(starting.status()).isEqualTo(Status.UNKNOWN);
    assertThat(starting.basis()).isEqualTo(Basis.NOT_CHECKED);
    assertThat(starting.summary()).isEqualTo("still starting: scripted DOWN");
    checked(Status.UP);
    assertThat(checked(Status.DOWN).status()).isEqualTo(Status.DOWN);
    with(ProbeSettings.every(Duration.ofSeconds(10)).withStartupGrace(Duration.ofSeconds(5)));
    timer.advance(Duration.ofSeconds(5));
    assertThat(checked(Status.DOWN).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void transitions_carryTheTimeAndTheReason() {
    checked(Status.UP);
    Instant at = timer.now().plusSeconds(1);
    checked(Status.DOWN);
    assertThat(registry.health("database").history().recent())
        .last()
        .isEqualTo(
            new History.Transition(Status.UP, Status.DOWN, Basis.CHECKED, "scripted DOWN", at));
  }
}
