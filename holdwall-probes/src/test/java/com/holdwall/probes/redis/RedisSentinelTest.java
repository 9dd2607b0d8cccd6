package com.holdwall.probes.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.runbook.Status;
import com.holdwall.servers.RedisSentinel;
import com.holdwall.servers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** A real master with a replica, and a sentinel that fails over. */
class RedisSentinelTest {

  private static final JedisClientConfig CONFIG = DefaultJedisClientConfig.builder().build();

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static RedisProbe probe(RedisSentinel sentinel, String master) {
    return RedisProbe.sentinel(
            master, Set.of(new HostAndPort("127.0.0.1", sentinel.port())), CONFIG, CONFIG)
        .build();
  }

  private static ProbeResult check(RedisProbe probe) {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(20)));
  }

  @Test
  void masterThatDies_isDown_untilTheSentinelNamesTheNextOne() {
    try (RedisServer master = RedisServer.launch();
        RedisServer replica =
            RedisServer.launch(Map.of("replicaof", "127.0.0.1 " + master.port()));
        RedisSentinel sentinel = RedisSentinel.launch("cache", master.port());
        RedisProbe probe = probe(sentinel, "cache")) {
      await().until(() -> sentinel.replicas() == 1);
      await().until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
      await().until(() -> check(probe).status() == Status.UP);
      master.kill();
      ProbeResult dead = check(probe);
      assertThat(dead.status()).isEqualTo(Status.DOWN);
      assertThat(dead.finding()).contains("REFUSED");
      await().until(() -> check(probe).status() == Status.UP);
      assertThat(replica.command("INFO", "replication")).contains("role:master");
    }
  }

  @Test
  void masterThatNoSentinelKnows_isAFindingOfItsOwn() {
    try (RedisServer master = RedisServer.launch();
        RedisSentinel sentinel = RedisSentinel.launch("cache", master.port());
        RedisProbe probe = probe(sentinel, "another")) {
      ProbeResult result = check(probe);
      assertThat(result.status()).isEqualTo(Status.DOWN);
      assertThat(result.finding()).contains("NO_MASTER");
      assertThat(result.summary()).isEqualTo("the sentinels know no master (none of that name)");
    }
  }
}
