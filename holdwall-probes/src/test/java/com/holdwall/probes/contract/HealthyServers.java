package com.holdwall.probes.contract;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.ai.AiProvider;
import com.holdwall.probes.ai.AiProvidersProbe;
import com.holdwall.probes.ai.CallOutcome;
import com.holdwall.probes.ai.ModelCallStatistics;
import com.holdwall.probes.auth.AuthProbe;
import com.holdwall.probes.auth.OidcProvider;
import com.holdwall.probes.disk.DiskProbe;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.probes.jvm.MemoryProbe;
import com.holdwall.probes.kafka.ConsumerLagProbe;
import com.holdwall.probes.kafka.EventTraffic;
import com.holdwall.probes.redis.RedisProbe;
import com.holdwall.probes.traffic.ErrorRateProbe;
import com.holdwall.probes.traffic.LatencyProbe;
import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import com.holdwall.probes.vectordb.Canary;
import com.holdwall.probes.vectordb.Chroma;
import com.holdwall.probes.vectordb.VectorProbe;
import com.holdwall.servers.AiProviderStub;
import com.holdwall.servers.ChromaServer;
import com.holdwall.servers.KafkaServer;
import com.holdwall.servers.OidcServer;
import com.holdwall.servers.PostgresServer;
import com.holdwall.servers.RedisServer;
import com.holdwall.servers.SmallDisk;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** One server of each kind, in good health, every probe, and what one request of a service does. */
final class HealthyServers implements AutoCloseable {

  private static final String KEY = "test-key";
  private static final ProbeSettings EVERY_SECOND = ProbeSettings.every(Duration.ofSeconds(1));

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final RequestRecorder recorder = RequestRecorder.create();
  private final ModelCallStatistics calls = ModelCallStatistics.create();
  private final RedisServer redis = opened(RedisServer.launch(Map.of("maxmemory", "32000000")));
  private final AiProviderStub ai = opened(AiProviderStub.open(KEY));
  private final ChromaServer chroma = opened(ChromaServer.launch());
  private final OidcServer oidc = opened(OidcServer.launch(KEY));
  private final EventTraffic events =
      opened(new EventTraffic(opened(KafkaServer.launch()).bootstrapServers(), 3));
  private final SmallDisk disk = opened(SmallDisk.tmpfs());
  private final HikariDataSource pool = opened(pool(opened(PostgresServer.launch())));

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  private static HikariDataSource pool(PostgresServer server) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(server.jdbcUrl());
    pool.setUsername(server.username());
    pool.setMaximumPoolSize(2);
    return pool;
  }

  /** A registry with every probe, each looking once a second, and with every signal. */
  ProbeRegistryBuilder registry() {
    DiskProbe volume = DiskProbe.of(disk.path());
    MemoryProbe memory = MemoryProbe.builder().build();
    ProbeRegistryBuilder builder =
        ProbeRegistry.builder()
            .signals(calls)
            .signals(recorder)
            .signals(events.statistics())
            .signals(volume)
            .signals(memory);
    servers().forEach(probe -> builder.register(probe, EVERY_SECOND));
    return builder
        .register(volume, EVERY_SECOND)
        .register(memory, EVERY_SECOND)
        .register(ErrorRateProbe.of(recorder), EVERY_SECOND)
        .register(LatencyProbe.of(recorder), EVERY_SECOND);
  }

  private List<Probe> servers() {
    return List.of(
        DatabaseProbe.of(pool),
        RedisProbe.standalone(
                new HostAndPort("127.0.0.1", redis.port()),
                DefaultJedisClientConfig.builder().build())
            .build(),
        AiProvidersProbe.builder()
            .provider(AiProvider.openAiCompatible("openai", address(ai.port()), () -> KEY))
            .build(),
        VectorProbe.builder(Chroma.at(address(chroma.port())).build()).canary(Canary.own()).build(),
        auth(address(oidc.port())),
        lag());
  }

  private static AuthProbe auth(URI provider) {
    return AuthProbe.builder()
        .session(provider.resolve("/api/auth/session"))
        .provider(
            OidcProvider.of("oidc", provider.resolve("/default"))
                .withClientCredentials(OidcServer.CLIENT, () -> KEY, Duration.ofSeconds(10)))
        .build();
  }

  private ConsumerLagProbe lag() {
    return ConsumerLagProbe.builder(events.admin(), EventTraffic.GROUP)
        .topic(EventTraffic.TOPIC)
        .deadLetterTopic("holdwall-dlq")
        .processing(events.statistics())
        .window(Duration.ofSeconds(30))
        .settings(EVERY_SECOND)
        .build();
  }

  private static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Its cache, its database, a model; the events flow by themselves. */
  void request() throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      redis.command("GET", "nothing");
      calls.model("openai", "small").ended(CallOutcome.SUCCESS, 80_000_000);
      recorder.record("GET /claims", 200, System.nanoTime() - start, RequestOutcome.ANSWERED);
    }
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
