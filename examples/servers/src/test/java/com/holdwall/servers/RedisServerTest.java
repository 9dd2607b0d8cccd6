package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real Redis: its life, its data, its cluster. */
class RedisServerTest {

  @Test
  void data_survivesAKill_onTheSamePort() {
    try (RedisServer server = RedisServer.launch(Map.of("appendfsync", "always"))) {
      server.command("SET", "k", "v");
      int port = server.port();
      server.kill();
      assertThat(server.isRunning()).isFalse();
      server.restart();
      assertThat(server.port()).isEqualTo(port);
      assertThat(server.command("GET", "k")).isEqualTo("v");
    }
  }

  @Test
  void frozenServer_answersAgainAfterTheThaw() {
    try (RedisServer server = RedisServer.launch(Map.of("requirepass", "secret"))) {
      server.freeze();
      assertThatThrownBy(() -> server.command("PING")).isInstanceOf(ServerException.class);
      server.thaw();
      assertThat(server.command("PING")).isEqualTo("PONG");
    }
  }

  @Test
  void cluster_ofSixNodes_coversAllSlots() {
    try (RedisCluster cluster = RedisCluster.launch()) {
      assertThat(cluster.nodes()).hasSize(6);
      assertThat(cluster.nodes().get(5).command("CLUSTER", "INFO"))
          .contains("cluster_state:ok", "cluster_slots_ok:16384");
    }
  }

  @Test
  void unknownPlatform_isNamed() {
    assertThatThrownBy(() -> RedisBinary.name("plan9/mips"))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("linux/aarch64, linux/amd64, and this is plan9/mips");
  }
}
