package com.holdwall.runbook.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.runbook.diagnosis.ComponentHealth;
import com.holdwall.runbook.diagnosis.Diagnoser;
import com.holdwall.runbook.diagnosis.DiagnosisInput;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.StepResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A diagnosis as JSON, as an event and as a hash. */
class ReportJsonTest {

  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");
  private static final RunbookId DATABASE = HoldwallRunbooks.DATABASE_CONNECTION_ISSUES;

  private static Evidence evidence(double value) {
    return new Evidence(
        "refusals", value, Comparison.AT_LEAST, 1, "attempts", Duration.ZERO, 2, "probe", "08001");
  }

  private static List<Observation> observations(double value) {
    return new ArrayList<>(
        List.of(
            new Observation.Observed(
                HoldwallSymptoms.DATABASE_CONNECTION_REFUSED, NIGHT, evidence(value)),
            new Observation.NotObserved(HoldwallSymptoms.DATABASE_POOL_EXHAUSTED, evidence(0)),
            new Observation.NotEvaluable(
                HoldwallSymptoms.DATABASE_REQUESTS_TIMING_OUT, "the database did not answer")));
  }

  private static DiagnosisReport report(List<Observation> observations, Instant at) {
    StepResult step =
        new StepResult(
            new StepId(DATABASE, Section.DIAGNOSIS, 1), StepResult.Outcome.DONE, "DOWN", at);
    return Diagnoser.of(HoldwallRunbooks.catalog(), HoldwallRunbooks.explanations())
        .diagnose(
            new DiagnosisInput(
                "holdwall-app",
                at,
                observations,
                List.of(step),
                List.of(new ComponentHealth("database", DATABASE, Status.DOWN, "it is down"))));
  }

  @Test
  void report_saysAllThatTheTextSays() {
    JsonValue json = JsonValue.read("r", ReportJson.write(report(observations(1), NIGHT)));
    assertThat(json.field("service").string()).isEqualTo("holdwall-app");
    assertThat(json.field("at").string()).isEqualTo("2026-11-24T03:00:00Z");
    assertThat(json.field("coverage").field("evaluable").integer()).isEqualTo(2);
    assertThat(json.field("coverage").field("symptoms").integer()).isEqualTo(30);
    JsonValue first = json.field("runbooks").list(item -> item).get(0);
    assertThat(first.field("id").string()).isEqualTo("database-connection-issues");
    assertThat(first.field("rank").integer()).isEqualTo(1);
    JsonValue seen = first.field("observed").list(item -> item).get(0);
    assertThat(seen.field("symptom").string())
        .isEqualTo("database-connection-issues/connection-refused");
    JsonValue evidence = seen.field("evidence");
    assertThat(evidence.field("value").number()).isEqualTo(1);
    assertThat(evidence.field("threshold").number()).isEqualTo(1);
    assertThat(evidence.field("window").string()).isEqualTo("PT0S");
    assertThat(evidence.field("samples").integer()).isEqualTo(2);
    JsonValue held = first.field("heldBack").list(item -> item).get(0);
    assertThat(held.field("command").string())
        .isEqualTo("kubectl rollout restart deployment/holdwall-app -n holdwall");
    assertThat(held.field("preconditions").list(item -> item.field("answer").string()))
        .containsExactly("VIOLATED", "UNKNOWN");
    assertThat(json.field("generalSteps").list(item -> item)).hasSize(5);
    assertThat(json.field("contacts").list(item -> item)).hasSize(4);
    assertThat(json.field("links").list(item -> item)).hasSize(4);
  }

  @Test
  void hash_ofTheSameObservations_isTheSame_inAnyOrderAndAtAnyTime() {
    String expected = ReportJson.hash(report(observations(1), NIGHT));
    assertThat(expected).matches("[0-9a-f]{64}");
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      List<Observation> shuffled = observations(1);
      Collections.shuffle(shuffled, random);
      assertThat(ReportJson.hash(report(shuffled, NIGHT.plusSeconds(i)))).isEqualTo(expected);
    }
  }

  @Test
  void hash_ofOtherObservations_isAnother() {
    assertThat(ReportJson.hash(report(observations(2), NIGHT)))
        .isNotEqualTo(ReportJson.hash(report(observations(1), NIGHT)));
  }

  @Test
  void cloudEvent_hasTheAttributesThatTheSpecificationRequires() {
    DiagnosisReport report = report(observations(1), NIGHT);
    JsonValue event =
        JsonValue.read("e", ReportJson.cloudEvent(report, URI.create("/services/holdwall-app")));
    assertThat(event.field("specversion").string()).isEqualTo("1.0");
    assertThat(event.field("id").string()).endsWith("-2026-11-24T03:00:00Z");
    assertThat(event.field("source").string()).isEqualTo("/services/holdwall-app");
    assertThat(event.field("type").string()).isEqualTo(ReportJson.EVENT_TYPE);
    assertThat(event.field("subject").string()).isEqualTo("database-connection-issues");
    assertThat(event.field("time").string()).isEqualTo("2026-11-24T03:00:00Z");
    assertThat(event.field("datacontenttype").string()).isEqualTo("application/json");
    assertThat(event.field("data").field("service").string()).isEqualTo("holdwall-app");
  }

  @Test
  void cloudEvent_withoutARunbook_hasNoSubject() {
    DiagnosisReport healthy = report(List.of(), NIGHT);
    JsonValue event = JsonValue.read("e", ReportJson.cloudEvent(healthy, URI.create("/s")));
    assertThat(event.optional("subject")).isEmpty();
    assertThatThrownBy(() -> ReportJson.cloudEvent(healthy, URI.create("")))
        .hasMessage("source must be a URI reference, but is empty");
  }
}
