package com.holdwall.runbook.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.drift.Drift.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runbooks name and a service lacks, by line. */
class DriftCheckTest {

  private static final ServiceFacts COMPLETE =
      new ServiceFacts(
          Set.of(
              "/api/health/database",
              "/api/health/cache",
              "/api/health/vectordb",
              "/api/metrics",
              "/api/auth/session"),
          Set.of(
              "db_connections",
              "cache_hit_rate",
              "kafka_consumer_lag",
              "error_rate",
              "p95_latency",
              "memory_usage",
              "ai_model_timeout"),
          Set.of("DATABASE_POOL_SIZE"),
          Set.of(
              "deployment/holdwall-app",
              "deployment/holdwall-worker",
              "deployment/chromadb",
              "statefulset/redis"),
          Set.of(
              "https://monitoring.holdwall.com",
              "https://sentry.holdwall.com",
              "https://docs.holdwall.com",
              "./incident-response.md"));

  @TempDir private Path folder;

  private static List<String> missing(ServiceFacts facts, Kind kind) {
    return DriftCheck.check(HoldwallRunbooks.document(), facts).stream()
        .filter(drift -> drift.kind() == kind)
        .map(drift -> drift.line() + " " + drift.name())
        .toList();
  }

  @Test
  void serviceWithNothing_lacksTheElevenRequests_byLine() {
    assertThat(missing(ServiceFacts.none(), Kind.ENDPOINT))
        .containsExactly(
            "28 GET /api/health/database",
            "29 GET /api/metrics?filter=db_connections",
            "63 GET /api/health/cache",
            "64 GET /api/metrics?filter=cache_hit_rate",
            "98 GET /api/metrics?filter=kafka_consumer_lag",
            "133 GET /api/metrics?filter=error_rate",
            "168 GET /api/metrics?filter=p95_latency",
            "205 GET /api/metrics?filter=memory_usage",
            "275 GET /api/auth/session",
            "310 GET /api/metrics?filter=ai_model_timeout",
            "345 GET /api/health/vectordb");
  }

  @Test
  void serviceWithNothing_lacksTheRest_byLine() {
    assertThat(missing(ServiceFacts.none(), Kind.METRICS_FILTER)).hasSize(7);
    assertThat(missing(ServiceFacts.none(), Kind.ENVIRONMENT_VARIABLE))
        .containsExactly("39 DATABASE_POOL_SIZE");
    assertThat(missing(ServiceFacts.none(), Kind.WORKLOAD))
        .containsExactly(
            "33 deployment/holdwall-app",
            "68 statefulset/redis",
            "103 deployment/holdwall-worker",
            "134 deployment/holdwall-app",
            "210 deployment/holdwall-app",
            "350 deployment/chromadb");
    assertThat(missing(ServiceFacts.none(), Kind.LINK))
        .hasSize(4)
        .last()
        .asString()
        .endsWith(" ./incident-response.md");
  }

  @Test
  void serviceWithEverything_lacksNothing() {
    assertThat(DriftCheck.check(HoldwallRunbooks.document(), COMPLETE)).isEmpty();
  }

  @Test
  void serviceWithoutFilters_lacksTheFilters_andNotTheEndpoint() {
    ServiceFacts facts =
        new ServiceFacts(
            COMPLETE.endpoints(),
            Set.of(),
            COMPLETE.environmentVariables(),
            COMPLETE.workloads(),
            COMPLETE.links());
    assertThat(DriftCheck.check(HoldwallRunbooks.document(), facts))
        .hasSize(7)
        .allMatch(drift -> drift.kind() == Kind.METRICS_FILTER);
  }

  private String run(int expected, String facts) throws IOException {
    Path document =
        Files.writeString(folder.resolve("r.md"), HoldwallRunbooks.document().toMarkdown());
    Path file = Files.writeString(folder.resolve("facts.properties"), facts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        DriftMain.run(
            new String[] {document.toString(), file.toString()},
            new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(code).isEqualTo(expected);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void main_listsWhatIsMissing_andEndsWithOne() throws IOException {
    assertThat(run(1, "endpoints=/api/metrics, /api/auth/session\n"))
        .contains("r.md: line 28: ENDPOINT GET /api/health/database")
        .doesNotContain("ENDPOINT GET /api/metrics")
        .endsWith("21 missing" + System.lineSeparator());
  }

  @Test
  void main_endsWithZero_ifNothingIsMissing() throws IOException {
    String facts =
        "endpoints="
            + String.join(",", COMPLETE.endpoints())
            + "\nmetricsFilters="
            + String.join(",", COMPLETE.metricsFilters())
            + "\nenvironmentVariables="
            + String.join(",", COMPLETE.environmentVariables())
            + "\nworkloads="
            + String.join(",", COMPLETE.workloads())
            + "\nlinks="
            + String.join(",", COMPLETE.links()).replace(":", "\\:")
            + "\n";
    assertThat(run(0, facts)).startsWith("0 missing");
  }

  @Test
  void main_refusesWhatItDoesNotKnow_byName() {
    assertThatThrownBy(() -> run(0, "endpoint=/x\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("fact 'endpoint' must be one of ");
    assertThatThrownBy(() -> DriftMain.run(new String[0], System.out))
        .hasMessage("arguments must be the document and the facts, but are []");
  }
}
