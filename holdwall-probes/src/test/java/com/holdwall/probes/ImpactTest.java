package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.Impact.Effect;
import com.holdwall.runbook.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a result may do, and what is refused because it would make an outage worse. */
class ImpactTest {

  private static final ProbeSettings HOURLY = ProbeSettings.every(Duration.ofHours(1));

  private static ScriptedProbe probe(Reach reach) {
    return new ScriptedProbe("database").reaching(reach);
  }

  private static void register(Reach reach, Impact impact) {
    ProbeRegistry.builder().register(probe(reach), HOURLY.withImpact(impact)).build().close();
  }

  @Test
  void liveness_forAnythingOutsideTheProcess_isRefused() {
    for (Reach reach : Set.of(Reach.REPLICA, Reach.SHARED)) {
      assertThatThrownBy(() -> register(reach, Impact.on(Effect.LIVENESS)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "probe 'database' must not affect liveness: it looks at something outside the"
                  + " process (%s), and a restart does not repair that",
              reach);
    }
    register(Reach.PROCESS, Impact.on(Effect.LIVENESS));
  }

  @Test
  void readiness_forWhatAllReplicasShare_isRefused_unlessForcedWithAReason() {
    assertThatThrownBy(() -> register(Reach.SHARED, Impact.on(Effect.READINESS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all would stop serving at once");
    register(Reach.REPLICA, Impact.on(Effect.READINESS));
    register(Reach.SHARED, Impact.forcedReadiness("nothing works without it"));
    assertThatThrownBy(() -> Impact.forcedReadiness(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reason to force readiness must not be blank");
  }

  @Test
  void names_ofTheEndpoints_areRefusedForProbes() {
    assertThatThrownBy(() -> ProbeRegistry.builder().register(new ScriptedProbe("live")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probe name 'live' must not be one of live, ready and startup");
  }

  private static ProbeRegistry one(ScriptedProbe probe, ProbeSettings settings) {
    return ProbeRegistry.builder().register(probe, settings).build();
  }

  private static HealthReport checked(ProbeRegistry registry) {
    return registry.checkAll(Duration.ofSeconds(30));
  }

  @Test
  void byDefault_aDeadDependencyClosesNoGate() {
    ScriptedProbe probe = probe(Reach.SHARED).does(() -> ScriptedProbe.answers(Status.DOWN));
    try (ProbeRegistry registry = one(probe, HOURLY)) {
      HealthReport report = checked(registry);
      assertThat(report.status()).isEqualTo(Status.DOWN);
      for (Effect effect : Effect.values()) {
        assertThat(report.gate(effect).open()).as(effect.name()).isTrue();
      }
    }
  }

  @Test
  void liveness_isRefusedOnDownOnly_notOnWhatIsUnknown() {
    ScriptedProbe probe = probe(Reach.PROCESS);
    try (ProbeRegistry registry = one(probe, HOURLY.withImpact(Impact.on(Effect.LIVENESS)))) {
      assertThat(registry.health().gate(Effect.LIVENESS).open()).isTrue();
      probe.does(() -> ScriptedProbe.answers(Status.DOWN));
      assertThat(checked(registry).gate(Effect.LIVENESS))
          .isEqualTo(new Gate(Effect.LIVENESS, false, List.of("database")));
    }
  }

  @Test
  void readiness_isRefusedOnDownAndUnknown_andKeptOnDegraded() {
    ScriptedProbe probe = probe(Reach.REPLICA);
    try (ProbeRegistry registry = one(probe, HOURLY.withImpact(Impact.on(Effect.READINESS)))) {
      assertThat(registry.health().gate(Effect.READINESS).open()).isFalse();
      probe.does(() -> ScriptedProbe.answers(Status.DEGRADED));
      assertThat(checked(registry).gate(Effect.READINESS).open()).isTrue();
      probe.does(
          () -> {
            throw new IllegalStateException();
          });
      assertThat(checked(registry).gate(Effect.READINESS).open()).isFalse();
    }
  }

  @Test
  void startup_onceOver_staysOver() {
    ScriptedProbe probe = probe(Reach.SHARED).does(() -> ScriptedProbe.answers(Status.DOWN));
    try (ProbeRegistry registry = one(probe, HOURLY.withImpact(Impact.on(Effect.STARTUP)))) {
      assertThat(checked(registry).gate(Effect.STARTUP).open()).isFalse();
      probe.does(() -> ScriptedProbe.answers(Status.UP));
      assertThat(checked(registry).gate(Effect.STARTUP).open()).isTrue();
      probe.does(() -> ScriptedProbe.answers(Status.DOWN));
      assertThat(checked(registry).gate(Effect.STARTUP).open()).isTrue();
    }
  }

  @Test
  void critical_letsOnlyItsProbesTakeTheWholeDown() {
    ScriptedProbe cache = new ScriptedProbe("cache").does(() -> ScriptedProbe.answers(Status.DOWN));
    ScriptedProbe database = new ScriptedProbe("database");
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(database, HOURLY)
            .register(cache, HOURLY.inGroup("speed"))
            .aggregation(Aggregation.critical(Set.of("database")))
            .build()) {
      assertThat(checked(registry).status()).isEqualTo(Status.DEGRADED);
      assertThat(registry.group("speed").probes())
          .extracting(ProbeHealth::name)
          .containsExactly("cache");
      database.does(() -> ScriptedProbe.answers(Status.DOWN));
      assertThat(checked(registry).status()).isEqualTo(Status.DOWN);
    }
  }

  @Test
  void aggregation_thatThrows_isUnknown() {
    try (ProbeRegistry registry =
        ProbeRegistry.builder()
            .register(new ScriptedProbe("database"), HOURLY)
            .aggregation(
                probes -> {
                  throw new IllegalStateException();
                })
            .build()) {
      assertThat(checked(registry).status()).isEqualTo(Status.UNKNOWN);
    }
  }
}
