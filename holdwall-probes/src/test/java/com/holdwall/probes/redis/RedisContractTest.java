package com.holdwall.probes.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.probes.contract.ProbeContract;
import com.holdwall.probes.contract.ProxiedBench;
import com.holdwall.runbook.diagnosis.StepResult;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.ProxyTraffic;
import com.holdwall.servers.RedisServer;
import com.holdwall.servers.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** The cache probe keeps the contract of all probes, on a real Redis. */
class RedisContractTest extends ProbeContract {

  private static final String PASSWORD = "the-right-one";
  private static final String CANARY = "canary-77aa-hunter2";
  private static final String ERRORS = "redis-cache-failures/connection-errors";
  private static final String SLOW = "redis-cache-failures/slow-responses";

  @Override
  protected ProbeBench launch() {
    return new RedisBench();
  }

  @Test
  void wrongPassword_isRejected_andAppearsNowhere() {
    try (RedisProbe probe = probe(bench().proxy().port(), CANARY)) {
      ProbeResult result = probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(20)));
      assertThat(result.finding()).contains("REJECTED");
      assertThat(result.toString()).doesNotContain(CANARY);
    }
  }

  @Test
  void memoryAndPersistence_areInTheStepThatTheRunbookAsksFor() {
    try (RedisProbe probe = probe(bench().proxy().port(), PASSWORD)) {
      ProbeResult result = probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(20)));
      assertThat(result.steps())
          .extracting(StepResult::summary)
          .anyMatch(s -> s.contains("of 32.0 MB used") && s.contains("append-only file is on"));
    }
  }

  @Test
  void check_costsTwoRequestsOnOneConnection() throws IOException {
    FaultProxy proxy = bench().proxy();
    try (RedisProbe probe = probe(proxy.port(), PASSWORD)) {
      CheckContext context = new CheckContext(Instant.now(), Duration.ofSeconds(20));
      probe.check(context);
      ProxyTraffic before = proxy.traffic();
      for (int i = 0; i < 100; i++) {
        probe.check(context);
      }
      ProxyTraffic after = proxy.traffic();
      double sent = (after.bytesFromClients() - before.bytesFromClients()) / 100.0;
      double received = (after.bytesToClients() - before.bytesToClients()) / 100.0;
      Files.writeString(
          Files.createDirectories(Path.of("target", "figures")).resolve("probe-cost-redis.json"),
          String.format(
              Locale.ROOT,
              "{\"requests\": 2, \"bytesSent\": %.0f, \"bytesReceived\": %.0f}%n",
              sent,
              received));
      assertThat(after.accepted()).isEqualTo(before.accepted());
      // "*1\r\n$4\r\nPING\r\n" twice: the other is INFO
      assertThat(sent).isEqualTo(28);
      assertThat(received).isBetween(1_000.0, 10_000.0);
    }
  }

  private static RedisProbe probe(int port, String password) {
    return RedisProbe.standalone(
            new HostAndPort("127.0.0.1", port),
            DefaultJedisClientConfig.builder().password(password).build())
        .build();
  }

  private static final class RedisBench extends ProxiedBench<RedisServer> {

    RedisBench() {
      super(
          "Redis",
          RedisServer.launch(
              Map.of(
                  "requirepass",
                  PASSWORD,
                  "maxmemory",
                  "32000000",
                  "maxmemory-policy",
                  "noeviction")));
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      return RedisProbe.standalone(
              new HostAndPort("127.0.0.1", proxy().port()),
              DefaultJedisClientConfig.builder().password(PASSWORD).build())
          .settings(settings)
          .build();
    }

    @Override
    public String whenRefused() {
      return ERRORS;
    }

    @Override
    public List<FaultCell> more() {
      return List.of(
          slow(SLOW, Duration.ofMillis(80)),
          wrongCredentials(ERRORS, this::changePassword, this::restorePassword),
          FaultCell.of(
              "read-only",
              ERRORS,
              () -> server().command("REPLICAOF", "127.0.0.1", "1"),
              () -> server().command("REPLICAOF", "NO", "ONE")),
          FaultCell.of("full", ERRORS, this::fill, () -> server().command("FLUSHALL")));
    }

    private void changePassword() {
      server().password(PASSWORD, "another-one");
      cutConnections();
    }

    private void restorePassword() {
      server().password("another-one", PASSWORD);
    }

    private void fill() {
      for (int i = 0; i < 400; i++) {
        try {
          server().command("SET", "fill-" + i, "x".repeat(100_000));
        } catch (ServerException full) {
          assertThat(full).hasMessageContaining("OOM");
          return;
        }
      }
    }
  }
}
