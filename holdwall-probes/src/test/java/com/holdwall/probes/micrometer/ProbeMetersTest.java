package com.holdwall.probes.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.http.Fixture;
import com.holdwall.probes.http.Fixture.ScriptedProbe;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.PrometheusText;
import com.holdwall.runbook.Status;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Meters of probes and symptoms, and the service's meters for the endpoint. */
class ProbeMetersTest {

  private final Fixture fixture = new Fixture();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    fixture.close();
    meters.close();
  }

  private double value(String meter, String... tags) {
    return meters.get(meter).tags(tags).meter().measure().iterator().next().getValue();
  }

  @Test
  void meters_followTheProbe() {
    ProbeMeters.of(fixture.registry).bindTo(meters);
    assertThat(value("holdwall.probe.status", "probe", "database", "status", "unknown"))
        .isEqualTo(1);
    fixture.database.result = ScriptedProbe.says(Status.DOWN, 1);
    fixture.checked();
    assertThat(value("holdwall.probe.status", "probe", "database", "status", "down")).isEqualTo(1);
    assertThat(value("holdwall.probe.status", "probe", "database", "status", "up")).isZero();
    assertThat(value("holdwall.probe.checks", "probe", "database")).isEqualTo(1);
    assertThat(value("holdwall.probe.transitions", "probe", "database")).isEqualTo(1);
    assertThat(value("holdwall.probe.stuck", "probe", "database")).isZero();
    assertThat(value("holdwall.probe.stale", "probe", "database")).isZero();
    assertThat(value("holdwall.probe.age", "probe", "database")).isBetween(0.0, 5.0);
  }

  @Test
  void symptom_isOneZeroOrNaN_neverZeroForWhatNobodyCanTell() {
    ProbeMeters.of(fixture.registry).bindTo(meters);
    String[] pool = {"symptom", "pool-exhausted"};
    assertThat(value("holdwall.symptom.observed", pool)).isNaN();
    fixture.checked();
    assertThat(value("holdwall.symptom.observed", pool)).isZero();
    fixture.database.result = ScriptedProbe.says(Status.DOWN, 1);
    fixture.checked();
    assertThat(value("holdwall.symptom.observed", pool)).isEqualTo(1);
    assertThat(value("holdwall.symptom.observed", "symptom", "user-complaints")).isNaN();
  }

  @Test
  void tags_areBoundedByTheProbesAndTheCatalogue_howeverMuchHappens() {
    ProbeMeters.of(fixture.registry).bindTo(meters);
    int before = meters.getMeters().size();
    for (int i = 0; i < 100; i++) {
      fixture.database.result = ScriptedProbe.says(i % 2 == 0 ? Status.UP : Status.DOWN, i % 2);
      fixture.checked();
    }
    assertThat(meters.getMeters()).hasSize(before);
    assertThat(meters.getMeters()).extracting(Meter::getId).doesNotHaveDuplicates();
  }

  @Test
  void source_givesTheServicesMetersInPrometheusForm_withoutOurOwn() {
    ProbeMeters.of(fixture.registry).bindTo(meters);
    meters.gauge("hikaricp.connections.active", 7);
    meters.counter("http.server.errors", "path", "/a\"b\\c\n").increment();
    meters.timer("http.server.requests").record(Duration.ofMillis(1500));
    List<Metric> metrics = MeterSource.of(meters).metrics();
    assertThat(PrometheusText.render(metrics))
        .contains("hikaricp_connections_active 7\n")
        .contains("# TYPE http_server_errors_total counter\n")
        .contains("http_server_errors_total{path=\"/a\\\"b\\\\c\\n\"} 1\n")
        .contains("http_server_requests_seconds_sum 1.5\n")
        .doesNotContain("holdwall_");
  }
}
