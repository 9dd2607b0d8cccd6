package com.holdwall.probes.jdbc;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A pool on a server behind a proxy, and a registry that watches it. */
final class ProbedPool implements AutoCloseable {

  static final SymptomId TIMING_OUT = symptom("requests-timing-out");
  static final SymptomId EXHAUSTED = symptom("pool-exhausted");
  static final SymptomId REFUSED = symptom("connection-refused");
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final FaultProxy proxy;
  final HikariDataSource pool;
  final ProbeRegistry registry;
  final List<HealthEvent> events = new CopyOnWriteArrayList<>();

  ProbedPool(
      PostgresServer server, Duration interval, UnaryOperator<DatabaseProbeBuilder> settings) {
    proxy = FaultProxy.to(server.port());
    pool = Pools.pool(server, proxy.port());
    DatabaseProbeBuilder probe =
        DatabaseProbe.builder(pool)
            .settings(ProbeSettings.every(interval))
            .leakAfter(Duration.ofMillis(500));
    registry =
        ProbeRegistry.builder()
            .register(settings.apply(probe).build())
            .listener(events::add)
            .build()
            .start();
    Awaitility.await().atMost(PATIENCE).until(() -> health().status() == Status.UP && filled());
  }

  /** Whether the pool has all of its connections: who borrows one need not wait for it. */
  private boolean filled() {
    return pool.getHikariPoolMXBean() != null
        && pool.getHikariPoolMXBean().getTotalConnections() == Pools.SIZE;
  }

  private static SymptomId symptom(String key) {
    return SymptomId.parse("database-connection-issues/" + key);
  }

  ProbeHealth health() {
    return registry.health("database");
  }

  Optional<Observation.Observed> observed(SymptomId symptom) {
    return observed(registry.health(), symptom);
  }

  /** The same, in a report that more is read from: the next one may say something else. */
  static Optional<Observation.Observed> observed(HealthReport report, SymptomId symptom) {
    return report.observations().stream()
        .filter(o -> o.symptom().equals(symptom))
        .filter(Observation.Observed.class::isInstance)
        .map(Observation.Observed.class::cast)
        .findFirst();
  }

  boolean healthy() {
    return health().status() == Status.UP
        && registry.health().observations().stream()
            .noneMatch(Observation.Observed.class::isInstance);
  }

  @Override
  public void close() {
    registry.close();
    pool.close();
    proxy.close();
  }
}
