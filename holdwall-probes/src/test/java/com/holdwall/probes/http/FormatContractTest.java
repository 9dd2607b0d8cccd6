package com.holdwall.probes.http;

import static com.holdwall.probes.http.JsonTree.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.http.Fixture.ScriptedProbe;
import com.holdwall.runbook.Placeholder;
import com.holdwall.runbook.Status;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each format against the shape that its consumers expect. */
class FormatContractTest {

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void database(Status status, int waiting) {
    fixture.database.result = ScriptedProbe.says(status, waiting);
    fixture.checked();
  }

  @Test
  void holdwall_healthy_hasTheFieldsAndWordsOfItsRoute() {
    HealthResponse response = fixture.checked().get("/api/health");
    Map<String, Object> body = JsonTree.parse(response.body());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).startsWith("application/json");
    assertThat(body)
        .containsEntry("status", "healthy")
        .containsEntry("timestamp", "2026-11-24T03:00:00Z")
        .containsEntry("version", "1.2.3")
        .containsEntry("uptime_seconds", 0L)
        .containsEntry("environment", "staging");
    assertThat(at(body, "checks", "database")).isEqualTo("ok");
    assertThat(at(body, "checks", "cache")).isEqualTo("ok");
    assertThat(at(body, "checks", "kafka")).isEqualTo("not_configured");
    assertThat(at(body, "checks", "external_services"))
        .isEqualTo(Map.of("openai", "not_configured", "anthropic", "not_configured"));
    assertThat(at(body, "checks", "readiness", "database_reachable")).isEqualTo(true);
  }

  @Test
  void holdwall_degraded_is503ByDefault_and200WhereTheServiceSaysSo() {
    database(Status.DEGRADED, 1);
    assertThat(fixture.get("/api/health").status()).isEqualTo(503);
    assertThat(JsonTree.parse(fixture.get("/api/health").body()))
        .containsEntry("status", "degraded");
    try (Fixture serving = new Fixture(StatusCodes.degradedServes())) {
      serving.database.result = ScriptedProbe.says(Status.DEGRADED, 1);
      assertThat(serving.checked().get("/api/health").status()).isEqualTo(200);
    }
  }

  @Test
  void holdwall_down_is503Unhealthy_andItsCheckSaysError() {
    database(Status.DOWN, 1);
    HealthResponse response = fixture.get("/api/health");
    Map<String, Object> body = JsonTree.parse(response.body());
    assertThat(response.status()).isEqualTo(503);
    assertThat(body).containsEntry("status", "unhealthy");
    assertThat(at(body, "checks", "database")).isEqualTo("error");
    assertThat(at(body, "checks", "readiness", "database_reachable")).isEqualTo(false);
  }

  @Test
  void holdwall_beforeTheFirstCheck_isUnhealthyNotHealthy() {
    HealthResponse response = fixture.get("/api/health");
    assertThat(response.status()).isEqualTo(503);
    assertThat(JsonTree.parse(response.body())).containsEntry("status", "unhealthy");
  }

  @Test
  void healthJson_hasTheWordsAndKeysOfTheDraft() {
    database(Status.DOWN, 1);
    HealthResponse response = fixture.getAs("application/health+json", "/api/health");
    Map<String, Object> body = JsonTree.parse(response.body());
    assertThat(response.contentType()).startsWith("application/health+json");
    assertThat(response.status()).isEqualTo(503);
    assertThat(body).containsEntry("status", "fail").containsEntry("serviceId", "holdwall-app");
    Map<?, ?> check = (Map<?, ?>) ((List<?>) at(body, "checks", "database:responseTime")).get(0);
    assertThat(check.get("status")).isEqualTo("fail");
    assertThat(check.get("observedUnit")).isEqualTo("ms");
    assertThat(check.get("output")).isEqualTo("it is DOWN");
    assertThat(check.get("links"))
        .isEqualTo(Map.of("runbook", "/api/runbooks/database-connection-issues"));
  }

  @Test
  void healthJson_degraded_isAWarning_whichTheDraftTiesToA2xx() {
    database(Status.DEGRADED, 1);
    HealthResponse response = fixture.getAs("application/health+json", "/api/health");
    assertThat(response.status()).isEqualTo(200);
    assertThat(JsonTree.parse(response.body())).containsEntry("status", "warn");
  }

  @Test
  void actuator_hasComponentsWithStatusAndDetails() {
    Map<String, Object> body =
        JsonTree.parse(
            fixture
                .checked()
                .getAs("application/vnd.spring-boot.actuator.v3+json", "/api/health")
                .body());
    assertThat(body).containsEntry("status", "UP").containsEntry("groups", List.of("storage"));
    assertThat(at(body, "components", "database", "status")).isEqualTo("UP");
    assertThat(at(body, "components", "database", "details", "summary")).isEqualTo("it is UP");
  }

  @Test
  void markdownAndText_sayTheSame() {
    database(Status.DOWN, 1);
    assertThat(fixture.getAs("text/markdown", "/api/health").body())
        .startsWith("# Health: unhealthy\n")
        .contains("| database | DOWN | CHECKED | POOL_EXHAUSTED | it is DOWN |");
    assertThat(fixture.getAs("text/plain;version=\"\"", "/api/health").body())
        .isEqualTo(
            """
            unhealthy
            holdwall-app
              DOWN      database (POOL_EXHAUSTED): it is DOWN
              UP        cache: it is UP
            """);
  }

  @Test
  void prometheus_hasHelpTypeAndEscapedLabels() {
    database(Status.DOWN, 1);
    HealthResponse response = fixture.get("/api/metrics");
    assertThat(response.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body())
        .contains("# TYPE holdwall_probe_status gauge\n")
        .contains(
            "holdwall_probe_status{probe=\"database\",runbook=\"database-connection-issues\","
                + "status=\"down\"} 1\n")
        .contains("system_health_status 0\n")
        .contains(
            "holdwall_symptom_observed{runbook=\"high-error-rate\",symptom=\"user-complaints\"}"
                + " NaN\n");
  }

  @Test
  void metrics_asJson_haveHoldwallsThreeMapsAndItsKeys() {
    database(Status.DOWN, 1);
    Map<String, Object> body = JsonTree.parse(fixture.get("/api/metrics?format=json").body());
    assertThat(body).containsOnlyKeys("counters", "gauges", "histograms");
    assertThat((Map<?, ?>) at(body, "gauges"))
        .extracting("holdwall_probe_stuck{probe=database,runbook=database-connection-issues}")
        .isEqualTo(0.0);
  }

  @Test
  void metrics_filtered_areThoseOfTheRunbookThatNamesTheFilter() {
    fixture.checked();
    assertThat(fixture.get("/api/metrics?filter=db_connections").body())
        .contains("threads waiting")
        .doesNotContain("high-error-rate");
    assertThat(fixture.get("/api/metrics?filter=kafka_consumer_lag").body())
        .isEqualTo("# nothing here measures kafka_consumer_lag\n");
  }

  @Test
  void probe_alone_andItsGroup_answerUnderTheirNames() {
    database(Status.DOWN, 1);
    assertThat(fixture.get("/api/health/database").status()).isEqualTo(503);
    assertThat(fixture.get("/api/health/cache").status()).isEqualTo(200);
    assertThat(JsonTree.parse(fixture.get("/api/health/storage").body()))
        .containsEntry("status", "unhealthy");
    assertThat(fixture.get("/api/health/nothing").status()).isEqualTo(404);
  }

  @Test
  void gates_followTheirProbesOnly() {
    assertThat(fixture.get("/api/health/live").status()).isEqualTo(200);
    assertThat(fixture.get("/api/health/ready").status()).isEqualTo(503);
    fixture.checked();
    assertThat(fixture.get("/api/health/ready").status()).isEqualTo(200);
    assertThat(fixture.get("/api/health/startup").status()).isEqualTo(200);
    database(Status.DOWN, 1);
    assertThat(fixture.get("/api/health/live").status()).isEqualTo(200);
    HealthResponse ready = fixture.get("/api/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(JsonTree.parse(ready.body())).containsEntry("closed_by", List.of("database"));
  }

  @Test
  void diagnosis_namesTheRunbook_inJsonMarkdownAndText() {
    database(Status.DOWN, 3);
    Map<String, Object> body = JsonTree.parse(fixture.get("/api/diagnosis").body());
    Map<?, ?> first = (Map<?, ?>) ((List<?>) at(body, "runbooks")).get(0);
    assertThat(first.get("id")).isEqualTo("database-connection-issues");
    assertThat(fixture.getAs("text/markdown", "/api/diagnosis").body())
        .startsWith("# Diagnosis of holdwall-app\n")
        .contains("## 1. Runbook database-connection-issues");
    assertThat(fixture.getAs("text/plain", "/api/diagnosis").body())
        .startsWith("Diagnosis of holdwall-app at ");
  }

  @Test
  void runbooks_areListedAndServed_byTheirIds() {
    assertThat(fixture.get("/api/runbooks").body()).contains("/api/runbooks/high-error-rate");
    Map<String, Object> body =
        JsonTree.parse(fixture.get("/api/runbooks/database-connection-issues").body());
    assertThat(body).containsEntry("id", "database-connection-issues");
    assertThat(fixture.getAs("text/markdown", "/api/runbooks/high-error-rate").body())
        .startsWith("# Runbook high-error-rate\n\n## Symptoms\n");
    assertThat(fixture.get("/api/runbooks/none").status()).isEqualTo(404);
  }

  @Test
  void command_isServedInParts_withTheTypeOfItsPlaceholder() {
    try (ProbeRegistry registry = ProbeRegistry.builder().build()) {
      HealthApi api =
          HealthApi.builder(registry).authoriser(Authoriser.bearer(Fixture.TOKEN)).build();
      String body = api.handle(FakeRequest.get("/api/runbooks/disk-space-issues").trusted()).body();
      Map<?, ?> step = (Map<?, ?>) ((List<?>) at(JsonTree.parse(body), "resolution")).get(0);
      assertThat(step.get("command"))
          .asString()
          .startsWith("kubectl exec -it <pod-name> -n holdwall -- find");
      List<?> arguments = (List<?>) Objects.requireNonNull(step.get("arguments"));
      assertThat(arguments.subList(0, 3))
          .isEqualTo(List.of(List.of("kubectl"), List.of("exec"), List.of("-it")));
      assertThat(arguments.get(3))
          .isEqualTo(
              List.of(
                  Map.of(
                      "placeholder",
                      "pod-name",
                      "type",
                      "DNS_NAME",
                      "pattern",
                      Placeholder.Type.DNS_NAME.pattern(),
                      "rule",
                      Placeholder.Type.DNS_NAME.rule())));
    }
  }

  @Test
  void head_answersLikeGet_andOtherMethodsNameTheAllowedOnes() {
    fixture.checked();
    FakeRequest health = FakeRequest.get("/api/health");
    assertThat(fixture.api.handle(health.method("HEAD")).status()).isEqualTo(200);
    HealthResponse refused = fixture.api.handle(health.method("DELETE"));
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.headers()).containsEntry("Allow", "GET, HEAD");
  }
}
