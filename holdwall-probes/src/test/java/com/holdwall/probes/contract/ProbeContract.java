package com.holdwall.probes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.servers.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What every probe must do on its real server; a probe's test extends this. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProbeContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** For checks that end by themselves: longer than a busy machine takes for one. */
  private static final Duration AMPLE = Duration.ofSeconds(20);

  /** For checks of a server that does not answer: some take all of it. */
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  @SuppressWarnings("NullAway.Init") // started before the first test
  private ProbeBench bench;

  /** {@return a new bench with its server running; closed after the last test} */
  protected abstract ProbeBench launch();

  /** {@return the bench of this class} */
  protected final ProbeBench bench() {
    return bench;
  }

  @BeforeAll
  final void launchServer() {
    bench = launch();
  }

  @AfterAll
  final void closeServer() {
    if (bench != null) {
      bench.close();
    }
  }

  private Probe probe() {
    return bench.probe(ProbeSettings.defaults());
  }

  private static CheckContext context() {
    return new CheckContext(Instant.now(), AMPLE);
  }

  /** Checks until it is up: a busy machine may make a healthy server look slow for once. */
  private static ProbeResult awaitUp(Probe probe) {
    AtomicReference<ProbeResult> last = new AtomicReference<>(ProbeResult.unknown("no check yet"));
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              ProbeResult result = probe.check(context());
              last.set(result);
              assertThat(result.status()).as(result.summary()).isEqualTo(Status.UP);
            });
    return Objects.requireNonNull(last.get());
  }

  /** A busy machine may make a healthy server slow for once; never down, and never unknown. */
  private static ProbeResult upAtOnceOrSlow(Probe probe) throws Exception {
    ProbeResult first = probe.check(context());
    assertThat(first.status()).as(first.summary()).isIn(Status.UP, Status.DEGRADED);
    return first.status() == Status.UP ? first : awaitUp(probe);
  }

  @Test
  void healthyServer_isUp_withAnAnswerForEveryFindingThatASymptomIsRecognisedBy() throws Exception {
    try (Probe probe = probe()) {
      ProbeResult result = upAtOnceOrSlow(probe);
      assertThat(result.readings()).noneMatch(Reading.Present.class::isInstance);
      assertThat(findings(result)).containsAll(findingsOfTheCatalogue(probe.name()));
    }
  }

  @Test
  void diagnosisSteps_belongToTheProbesOwnRunbook() throws Exception {
    try (Probe probe = probe()) {
      assertThat(probe.check(context()).steps())
          .isNotEmpty()
          .allMatch(step -> step.step().runbook().equals(probe.runbook()))
          .allMatch(step -> step.step().section() == Section.DIAGNOSIS);
    }
  }

  @Test
  void deadServer_isNotUp_andNothingThatNeedsItsAnswerReadsAsHealthy() throws Exception {
    try (Probe probe = probe()) {
      Set<String> known = findings(probe.check(context()));
      bench.proxy().inject(new Fault.Reset());
      bench.proxy().inject(new Fault.Refuse());
      try {
        ProbeResult result = probe.check(new CheckContext(Instant.now(), DEADLINE));
        assertThat(result.status()).as(result.summary()).isEqualTo(Status.DOWN);
        assertThat(result.finding()).isPresent();
        assertThat(findings(result)).isEqualTo(known);
        assertThat(result.readings()).anyMatch(Reading.Unknown.class::isInstance);
      } finally {
        bench.proxy().heal();
      }
      awaitUp(probe);
    }
  }

  @Test
  void hungServer_endsTheCheck_whenTheRegistrySaysThatItIsOverdue() throws Exception {
    try (Probe probe = probe()) {
      probe.check(context());
      bench.proxy().inject(new Fault.BlackHole());
      try {
        CheckContext context = new CheckContext(Instant.now(), DEADLINE);
        CompletableFuture<ProbeResult> check =
            CompletableFuture.supplyAsync(() -> checked(probe, context));
        Awaitility.await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  boolean late = Instant.now().isAfter(context.startedAt().plus(DEADLINE));
                  if (late && !check.isDone()) {
                    ProbeResult overdue = probe.overdue(context, DEADLINE);
                    assertThat(overdue.status()).isNotEqualTo(Status.UP);
                  }
                  return check.isDone();
                });
        assertThat(check.join().status()).isNotEqualTo(Status.UP);
      } finally {
        bench.proxy().heal();
      }
      awaitUp(probe);
    }
  }

  @Test
  void closedTwice_isClosedOnce_andNeverUpAgain() throws Exception {
    Probe probe = probe();
    probe.check(context());
    probe.close();
    probe.close();
    assertThat(checked(probe, context()).status()).isNotEqualTo(Status.UP);
    Awaitility.await().atMost(PATIENCE).until(() -> bench.proxy().traffic().open() == 0);
  }

  @TestFactory
  Stream<DynamicTest> faults_areSeenAsTheirSymptom_andRecoverFrom_withNothingLeftBehind() {
    return faults().stream()
        .map(
            cell ->
                DynamicTest.dynamicTest(
                    bench.dependency() + ": " + cell.fault(), () -> FaultMatrix.run(bench, cell)));
  }

  private List<FaultCell> faults() {
    List<FaultCell> cells = new ArrayList<>();
    cells.add(
        FaultCell.of(
            "refused",
            bench.whenRefused(),
            () -> {
              bench.proxy().inject(new Fault.Reset());
              bench.proxy().inject(new Fault.Refuse());
            },
            () -> bench.proxy().heal()));
    cells.add(
        FaultCell.of(
            "hang", bench.whenHanging(), () -> bench.server().freeze(), () -> thaw(bench)));
    cells.add(
        FaultCell.of(
            "crash and restart",
            bench.whenRefused(),
            () -> bench.server().kill(),
            () -> bench.server().restart()));
    cells.add(
        FaultCell.of(
            "reset mid-answer",
            bench.whenRefused(),
            () -> bench.proxy().inject(new Fault.Cut(3)),
            () -> bench.proxy().heal()));
    cells.addAll(bench.more());
    return cells;
  }

  private static void thaw(ProbeBench bench) {
    bench.server().thaw();
  }

  private static ProbeResult checked(Probe probe, CheckContext context) {
    try {
      return probe.check(context);
    } catch (Exception broken) {
      // What the registry makes of a check that broke.
      return ProbeResult.unknown("the check itself broke: " + broken);
    }
  }

  private static Set<String> findings(ProbeResult result) {
    return result.readings().stream().map(Reading::finding).collect(Collectors.toSet());
  }

  /** The findings by which the shipped symptoms are recognised, of the probe of this name. */
  static Set<String> findingsOfTheCatalogue(String probe) {
    Set<String> findings = new TreeSet<>();
    HoldwallRunbooks.catalog().runbooks().stream()
        .flatMap(runbook -> runbook.symptoms().stream())
        .map(Symptom::condition)
        .forEach(condition -> collect(condition, probe, findings));
    return findings;
  }

  private static void collect(DetectionCondition condition, String probe, Set<String> findings) {
    if (condition instanceof DetectionCondition.AnyOf any) {
      any.conditions().forEach(part -> collect(part, probe, findings));
    } else if (condition instanceof DetectionCondition.ProbeCondition status
        && status.probe().equals(probe)) {
      findings.addAll(status.findings());
    }
  }
}
