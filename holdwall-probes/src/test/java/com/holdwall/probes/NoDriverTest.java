package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.traffic.ErrorRateProbe;
import com.holdwall.probes.traffic.RequestRecorder;
import com.holdwall.runbook.Status;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The jar without any driver. The build runs this with the drivers taken off the class path. */
class NoDriverTest {

  @Test
  void drivers_areReallyNotThere() {
    for (String driver :
        new String[] {
          "com.zaxxer.hikari.HikariDataSource",
          "org.postgresql.Driver",
          "redis.clients.jedis.Connection",
          "org.apache.kafka.clients.admin.Admin",
          "io.micrometer.core.instrument.MeterRegistry"
        }) {
      assertThatThrownBy(() -> Class.forName(driver)).isInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void registry_withoutAnyDriver_checksAndDiagnoses() {
    RequestRecorder requests = RequestRecorder.create();
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(new ScriptedProbe("own"), ProbeSettings.every(Duration.ofMillis(100)))
            .register(ErrorRateProbe.of(requests), ProbeSettings.every(Duration.ofMillis(100)))
            .signals(requests)
            .build()
            .start()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> registry.health().status() == Status.UP);
      assertThat(registry.diagnose().toText()).contains("no runbook applies");
    }
  }
}
