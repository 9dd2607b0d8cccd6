package com.holdwall.example.reference;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ai.AiProvidersProbe;
import com.holdwall.probes.auth.AuthProbe;
import com.holdwall.probes.disk.DiskProbe;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.jdk.HealthServer;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.probes.jvm.MemoryProbe;
import com.holdwall.probes.kafka.ConsumerLagProbe;
import com.holdwall.probes.redis.RedisProbe;
import com.holdwall.probes.traffic.RequestRecorder;
import com.holdwall.probes.vectordb.Chroma;
import com.holdwall.probes.vectordb.VectorProbe;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.ai.Model;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.ai.StreamRouter;
import com.holdwall.resilience.dlq.jdbc.JdbcQueue;
import com.holdwall.resilience.dlq.kafka.ReliableConsumer;
import com.holdwall.resilience.dlq.redrive.Redrive;
import com.holdwall.resilience.jdbc.RetryingDataSource;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/**
 * A builder as it is before anything was set.
 *
 * @param begun how a service begins it
 * @param fresh the builder
 */
record Builders(String begun, Object fresh) {

  private static final Map<String, String> KAFKA = Map.of("bootstrap.servers", "127.0.0.1:9092");

  /** All of them, in the order of the page. None opens a connection. */
  static List<Builders> all() {
    HikariDataSource pool = new HikariDataSource();
    ProbeRegistry registry = ProbeRegistry.builder().build();
    return List.of(
        new Builders("ProbeRegistry.builder()", ProbeRegistry.builder()),
        new Builders("DatabaseProbe.builder(pool)", DatabaseProbe.builder(pool)),
        new Builders(
            "RedisProbe.standalone(address, config), .cluster(…), .sentinel(…)",
            RedisProbe.standalone(
                new HostAndPort("127.0.0.1", 6379), DefaultJedisClientConfig.builder().build())),
        new Builders(
            "ConsumerLagProbe.connecting(config, group), .builder(admin, group)",
            ConsumerLagProbe.connecting(Map.copyOf(KAFKA), "group")),
        new Builders("RequestRecorder.builder()", RequestRecorder.builder()),
        new Builders("MemoryProbe.builder()", MemoryProbe.builder()),
        new Builders("DiskProbe.builder()", DiskProbe.builder()),
        new Builders("AuthProbe.builder()", AuthProbe.builder()),
        new Builders("AiProvidersProbe.builder()", AiProvidersProbe.builder()),
        new Builders("VectorProbe.builder(store)", VectorProbe.builder(chroma())),
        new Builders("Chroma.at(address)", Chroma.at(URI.create("http://127.0.0.1:8000"))),
        new Builders("HealthApi.builder(registry)", HealthApi.builder(registry)),
        new Builders(
            "HealthServer.builder(api)", HealthServer.builder(HealthApi.builder(registry).build())),
        new Builders("Guard.named(name)", Guard.named("guard")),
        new Builders("Breaker.named(name)", Breaker.named("breaker")),
        new Builders("RetryingDataSource.builder(pool)", RetryingDataSource.builder(pool)),
        new Builders("ModelRouter.builder()", ModelRouter.builder()),
        new Builders("StreamRouter.builder()", StreamRouter.builder()),
        new Builders(
            "Model.named(name, client), .calling(…), .async(…)",
            Model.named("model", request -> request)),
        new Builders(
            "ReliableConsumer.builder(group, client)", ReliableConsumer.builder("group", KAFKA)),
        new Builders("Redrive.from(deadLetterTopic, client)", Redrive.from("dead", KAFKA)),
        new Builders("JdbcQueue.worker(group)", JdbcQueue.in(pool).worker("group")),
        new Builders("JdbcQueue.redrive(topic)", JdbcQueue.in(pool).redrive("events")));
  }

  private static Chroma chroma() {
    return Chroma.at(URI.create("http://127.0.0.1:8000")).build();
  }
}
