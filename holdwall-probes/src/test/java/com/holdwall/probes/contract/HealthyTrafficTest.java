package com.holdwall.probes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.ai.AiProvider;
import com.holdwall.probes.ai.AiProvidersProbe;
import com.holdwall.probes.ai.CallOutcome;
import com.holdwall.probes.ai.ModelCallStatistics;
import com.holdwall.probes.disk.DiskProbe;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.probes.redis.RedisProbe;
import com.holdwall.probes.traffic.ErrorRateProbe;
import com.holdwall.probes.traffic.LatencyProbe;
import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import com.holdwall.runbook.Status;
import com.holdwall.servers.AiProviderStub;
import com.holdwall.servers.PostgresServer;
import com.holdwall.servers.RedisServer;
import com.holdwall.servers.SmallDisk;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/**
 * All probes on healthy servers under light load, for a minute; ten with {@code -Psoak}. Nothing is
 * observed.
 */
class HealthyTrafficTest {

  private static final String KEY = "test-key";

  private final List<HealthEvent> observed = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> doubts = new TreeSet<>();
  private final RequestRecorder recorder = RequestRecorder.create();

  @Test
  void healthyServers_raiseNoSymptom() {
    Duration during = Duration.ofMinutes(Boolean.getBoolean("holdwall.soak") ? 10 : 1);
    ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
    ModelCallStatistics calls = ModelCallStatistics.create();
    try (PostgresServer postgres = PostgresServer.launch();
        RedisServer redis = RedisServer.launch(Map.of("maxmemory", "32000000"));
        AiProviderStub ai = AiProviderStub.open(KEY);
        SmallDisk disk = SmallDisk.tmpfs();
        HikariDataSource pool = pool(postgres);
        ProbeRegistry registry = registry(pool, redis, ai, calls, disk)) {
      var unused =
          traffic.scheduleWithFixedDelay(
              () -> request(pool, redis, calls), 0, 20, TimeUnit.MILLISECONDS);
      await(Duration.ofSeconds(20)).until(() -> registry.health().status() == Status.UP);
      try {
        await(during.plusSeconds(5)).during(during).until(() -> healthy(registry));
      } catch (ConditionTimeoutException unhealthy) {
        throw new AssertionError("not healthy all the time: " + doubts, unhealthy);
      }
      assertThat(registry.health().probes())
          .extracting(ProbeHealth::checks)
          .allMatch(checks -> checks >= during.toSeconds() * 4 / 5);
      assertThat(registry.health().probes()).extracting(ProbeHealth::overdue).containsOnly(0L);
      // Before the servers go: what fails on their way out is not the probes' business.
      traffic.shutdown();
      await(Duration.ofSeconds(20)).until(traffic::isTerminated);
    } finally {
      traffic.shutdownNow();
    }
    assertThat(observed).isEmpty();
    assertThat(failures).isEmpty();
    assertThat(requests.get()).isGreaterThan((int) during.toSeconds());
  }

  private static ConditionFactory await(Duration most) {
    return Awaitility.await().pollInterval(Duration.ofMillis(100)).atMost(most);
  }

  private boolean healthy(ProbeRegistry registry) {
    registry.health().probes().stream()
        .filter(probe -> probe.status() != Status.UP)
        .forEach(probe -> doubts.add(probe.name() + " " + probe.status() + ": " + probe.summary()));
    registry.diagnose().ranked().forEach(ranked -> doubts.add(ranked.runbook().id().toString()));
    return registry.health().status() == Status.UP && registry.diagnose().ranked().isEmpty();
  }

  private static HikariDataSource pool(PostgresServer server) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(server.jdbcUrl());
    pool.setUsername(server.username());
    pool.setMaximumPoolSize(2);
    return pool;
  }

  private ProbeRegistry registry(
      HikariDataSource pool,
      RedisServer redis,
      AiProviderStub ai,
      ModelCallStatistics calls,
      SmallDisk disk) {
    ProbeSettings everySecond = ProbeSettings.every(Duration.ofSeconds(1));
    DiskProbe volume = DiskProbe.of(disk.path());
    URI address = URI.create("http://127.0.0.1:" + ai.port());
    return ProbeRegistry.builder()
        .register(DatabaseProbe.of(pool), everySecond)
        .register(
            RedisProbe.standalone(
                    new HostAndPort("127.0.0.1", redis.port()),
                    DefaultJedisClientConfig.builder().build())
                .build(),
            everySecond)
        .register(
            AiProvidersProbe.builder()
                .provider(AiProvider.openAiCompatible("openai", address, () -> KEY))
                .build(),
            everySecond)
        .register(volume, everySecond)
        .register(ErrorRateProbe.of(recorder), everySecond)
        .register(LatencyProbe.of(recorder), everySecond)
        .signals(calls)
        .signals(recorder)
        .signals(volume)
        .listener(
            event -> {
              if (event instanceof HealthEvent.SymptomObserved) {
                observed.add(event);
              }
            })
        .build()
        .start();
  }

  /** What one request of the service does: its cache, its database, a model. */
  private void request(HikariDataSource pool, RedisServer redis, ModelCallStatistics calls) {
    long start = System.nanoTime();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      redis.command("GET", "nothing");
      calls.model("openai", "small").ended(CallOutcome.SUCCESS, 80_000_000);
      requests.incrementAndGet();
      recorder.record("GET /claims", 200, System.nanoTime() - start, RequestOutcome.ANSWERED);
    } catch (SQLException | RuntimeException failure) {
      failures.add(failure);
    }
  }
}
