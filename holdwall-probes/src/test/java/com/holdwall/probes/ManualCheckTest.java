package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks that somebody asks for: one at a time, joined by everybody who asks. */
@Timeout(120)
class ManualCheckTest {

  /** A deadline that a busy machine keeps. */
  private static final ProbeSettings SETTINGS =
      ProbeSettings.every(Duration.ofHours(1)).withDeadline(Duration.ofMinutes(1));

  private static final ProbeSettings HASTY = SETTINGS.withDeadline(Duration.ofSeconds(2));

  private final ScriptedProbe probe = new ScriptedProbe("database");
  private final ScriptedProbe other = new ScriptedProbe("cache");
  private final CountDownLatch release = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newFixedThreadPool(32);
  private final ProbeRegistry registry =
      ProbeRegistry.builder().register(probe, SETTINGS).register(other, SETTINGS).build();

  @AfterEach
  void close() {
    release.countDown();
    registry.close();
    callers.shutdownNow();
  }

  @Test
  void check_looksNow_evenBeforeTheStart() {
    assertThat(registry.check("database").status()).isEqualTo(Status.UP);
    assertThat(probe.checks).hasValue(1);
    assertThat(other.checks).hasValue(0);
  }

  @Test
  void check_ofAnUnknownName_isRefused() {
    assertThatThrownBy(() -> registry.check("cahce"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'cahce' is not registered");
    assertThatThrownBy(() -> registry.checkAll(Duration.ZERO))
        .hasMessage("deadline must be longer than zero, but is PT0S");
  }

  @Test
  void check_askedByManyAtOnce_runsOnce() {
    CountDownLatch go = new CountDownLatch(1);
    probe.does(
        () -> {
          go.await();
          return ScriptedProbe.answers(Status.DEGRADED);
        });
    List<CompletableFuture<ProbeHealth>> answers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      answers.add(CompletableFuture.supplyAsync(() -> registry.check("database"), callers));
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> probe.running.get() == 1);
    go.countDown();
    assertThat(answers).allSatisfy(a -> assertThat(a.join().status()).isEqualTo(Status.DEGRADED));
    assertThat(probe.mostAtOnce).hasValue(1);
  }

  @Test
  void check_ofAHungProbe_answersAfterItsDeadline_andIsNotStartedAgain() {
    probe.does(() -> ScriptedProbe.hang(release));
    try (ProbeRegistry hasty = ProbeRegistry.builder().register(probe, HASTY).build()) {
      ProbeHealth first = hasty.check("database");
      assertThat(first.stuck()).isTrue();
      assertThat(first.status()).isEqualTo(Status.DOWN);
      assertThat(first.basis()).isEqualTo(Basis.HUNG);
      hasty.check("database");
      hasty.check("database");
      assertThat(probe.checks).hasValue(1);
    }
  }

  @Test
  void checkAll_looksAtAllAtOnce_andKeepsItsDeadline() {
    probe.does(() -> ScriptedProbe.hang(release));
    long start = System.nanoTime();
    HealthReport report = registry.checkAll(Duration.ofSeconds(3));
    // Its own deadline, not that of the probe that hangs.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SETTINGS.deadline());
    assertThat(report.probe("cache").status()).isEqualTo(Status.UP);
    assertThat(report.probe("database").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void check_afterClose_answersWithWhatWasKnown() {
    registry.check("database");
    registry.close();
    assertThat(registry.check("database").checks()).isEqualTo(1);
  }

  @Test
  void check_interrupted_returnsAndKeepsTheInterrupt() {
    probe.does(() -> ScriptedProbe.hang(release));
    Thread.currentThread().interrupt();
    registry.check("database");
    assertThat(Thread.interrupted()).isTrue();
  }
}
