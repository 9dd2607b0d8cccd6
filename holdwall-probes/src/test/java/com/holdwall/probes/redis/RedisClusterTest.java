package com.holdwall.probes.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.runbook.Status;
import com.holdwall.servers.RedisCluster;
import com.holdwall.servers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** Six real nodes: a replica down, a master down, a range of slots lost. */
class RedisClusterTest {

  private static ProbeResult check(RedisProbe probe) {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(5)));
  }

  private static void await(RedisProbe probe, Status status, String finding) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              ProbeResult result = check(probe);
              return result.status() == status && result.finding().orElse("").equals(finding);
            });
  }

  @Test
  void failedNodes_areDegraded_andMissingSlots_areDown() {
    try (RedisCluster cluster = RedisCluster.launch();
        RedisProbe probe =
            RedisProbe.cluster(
                    cluster.nodes().stream()
                        .map(node -> new HostAndPort("127.0.0.1", node.port()))
                        .collect(Collectors.toSet()),
                    DefaultJedisClientConfig.builder().build())
                .build()) {
      await(probe, Status.UP, "");

      RedisServer replica = cluster.nodes().get(5);
      replica.kill();
      await(probe, Status.DEGRADED, "CLUSTER_DEGRADED");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(check(probe).summary())
                      .isEqualTo(
                          "1 nodes of the cluster have failed: 127.0.0.1:" + replica.port()));
      replica.restart();
      await(probe, Status.UP, "");

      // Its replica takes over: all slots are served, by one node fewer.
      RedisServer master = cluster.nodes().get(0);
      master.kill();
      await(probe, Status.DEGRADED, "CLUSTER_DEGRADED");
      master.restart();
      await(probe, Status.UP, "");

      // A master without a replica: nobody serves its slots.
      cluster.nodes().get(4).kill();
      cluster.nodes().get(1).kill();
      await(probe, Status.DOWN, "CLUSTER_DOWN");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(check(probe).summary())
                      .contains("cluster state fail", "2 of 6 nodes failed"));
      cluster.nodes().get(1).restart();
      cluster.nodes().get(4).restart();
      await(probe, Status.UP, "");
    }
  }
}
