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
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.probes.kafka.ConsumerLagProbe;
import com.holdwall.probes.kafka.EventTraffic;
import com.holdwall.probes.redis.RedisProbe;
import com.holdwall.runbook.Status;
import com.holdwall.servers.AiProviderStub;
import com.holdwall.servers.KafkaServer;
import com.holdwall.servers.PostgresServer;
import com.holdwall.servers.RedisServer;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
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

  @Test
  void healthyServers_raiseNoSymptom() {
    Duration during = Duration.ofMinutes(Boolean.getBoolean("holdwall.soak") ? 10 : 1);
    ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
    ModelCallStatistics calls = ModelCallStatistics.create();
    try (PostgresServer postgres = PostgresServer.launch();
        RedisServer redis = RedisServer.launch(Map.of("maxmemory", "32000000"));
        AiProviderStub ai = AiProviderStub.open(KEY);
        KafkaServer kafka = KafkaServer.launch();
        EventTraffic events = new EventTraffic(kafka.bootstrapServers(), 3);
        HikariDataSource pool = pool(postgres);
        ProbeRegistry registry = registry(pool, redis, ai, calls, events)) {
      var unused =
          traffic.scheduleWithFixedDelay(
              () -> request(pool, redis, calls), 0, 20, TimeUnit.MILLISECONDS);
      await(Duration.ofSeconds(20)).until(() -> registry.health().status() == Status.UP);
      // The first checks load the drivers' classes, four servers' starts beside them.
      long overdueBefore = overdue(registry);
      await(during.plusSeconds(5)).during(during).until(() -> healthy(registry));
      assertThat(registry.health().probes())
          .extracting(ProbeHealth::checks)
          .allMatch(checks -> checks >= during.toSeconds() * 4 / 5);
      assertThat(overdue(registry)).isEqualTo(overdueBefore);
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

  private static long overdue(ProbeRegistry registry) {
    return registry.health().probes().stream().mapToLong(ProbeHealth::overdue).sum();
  }

  private static ConditionFactory await(Duration most) {
    return Awaitility.await().pollInterval(Duration.ofMillis(100)).atMost(most);
  }

  private static boolean healthy(ProbeRegistry registry) {
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
      EventTraffic events) {
    ProbeSettings everySecond = ProbeSettings.every(Duration.ofSeconds(1));
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
        .register(
            ConsumerLagProbe.builder(events.admin(), EventTraffic.GROUP)
                .topic(EventTraffic.TOPIC)
                .deadLetterTopic("holdwall-dlq")
                .processing(events.statistics())
                .window(Duration.ofSeconds(30))
                .settings(everySecond)
                .build(),
            everySecond)
        .signals(calls)
        .signals(events.statistics())
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
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      redis.command("GET", "nothing");
      calls.model("openai", "small").ended(CallOutcome.SUCCESS, 80_000_000);
      requests.incrementAndGet();
    } catch (SQLException | RuntimeException failure) {
      failures.add(failure);
    }
  }
}
