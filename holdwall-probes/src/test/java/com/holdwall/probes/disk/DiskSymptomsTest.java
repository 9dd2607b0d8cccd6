package com.holdwall.probes.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.FakeRequest;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.servers.SmallDisk;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The three symptoms of the disk's runbook: two by real faults, one by an alert from outside. */
class DiskSymptomsTest {

  private static final String TOKEN = "a-token-of-enough-letters";

  private SmallDisk disk;
  private ProbeRegistry registry;

  @BeforeEach
  void start() {
    disk = SmallDisk.ext4();
    DiskProbe probe = DiskProbe.of(disk.path());
    registry =
        ProbeRegistry.builder()
            .register(
                probe,
                new ProbeSettings(
                    Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(500)))
            .signals(probe)
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    registry.close();
    disk.close();
  }

  private Observation observation(SymptomId symptom) {
    return registry.health().observations().stream()
        .filter(each -> each.symptom().equals(symptom))
        .findFirst()
        .orElseThrow();
  }

  private void await(SymptomId symptom, Class<? extends Observation> kind) {
    Awaitility.await(symptom + " " + kind.getSimpleName())
        .atMost(Duration.ofSeconds(60))
        .until(() -> kind.isInstance(observation(symptom)));
  }

  @Test
  void fullDisk_isNoSpaceLeft_andNamesTheRunbook_untilItIsEmptied() {
    await(HoldwallSymptoms.NO_SPACE_LEFT, Observation.NotObserved.class);
    disk.fillBytes();
    await(HoldwallSymptoms.NO_SPACE_LEFT, Observation.Observed.class);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              DiagnosisReport now = registry.diagnose();
              assertThat(now.ranked())
                  .extracting(each -> each.runbook().id())
                  .startsWith(HoldwallRunbooks.DISK_SPACE_ISSUES);
              assertThat(now.toText()).contains("mount: no space left");
            });
    disk.empty();
    await(HoldwallSymptoms.NO_SPACE_LEFT, Observation.NotObserved.class);
  }

  @Test
  void throttledDisk_isSlowInputAndOutput_afterFiveWrites() {
    disk.slow(16 << 10);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                observation(HoldwallSymptoms.DISK_SLOW) instanceof Observation.Observed slow
                    && slow.evidence().value() > 0.1);
  }

  @Test
  void podsFailingToStart_comeFromAnAlertOnly_forAPodThatDoesNotStartCannotTell() {
    HealthApi api = HealthApi.builder(registry).authoriser(Authoriser.bearer(TOKEN)).build();
    SymptomId symptom = HoldwallSymptoms.PODS_FAILING_TO_START;
    await(symptom, Observation.NotEvaluable.class);
    assertThat(post(api, "firing")).isEqualTo(200);
    assertThat(observation(symptom)).isInstanceOf(Observation.Observed.class);
    post(api, "resolved");
    assertThat(observation(symptom)).isNotInstanceOf(Observation.Observed.class);
  }

  private static int post(HealthApi api, String status) {
    String body =
        """
        {"version": "4", "alerts": [{"status": "%s", "fingerprint": "a1",
         "labels": {"alertname": "KubePodCrashLooping"},
         "annotations": {"summary": "holdwall-app-1 does not start"}}]}
        """
            .formatted(status);
    return api.handle(
            new FakeRequest(
                "POST",
                "/api/alerts",
                "",
                Map.of("authorization", "Bearer " + TOKEN, "content-type", "application/json"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
        .status();
  }
}
