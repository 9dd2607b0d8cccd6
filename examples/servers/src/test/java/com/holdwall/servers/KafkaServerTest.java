package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A real Kafka: its life, its listeners. That data and lag outlive a kill is shown where there is a
 * Kafka client: by the tests of the probe.
 */
class KafkaServerTest {

  @Test
  void killedServer_comesBackOnTheSamePort_andAFrozenOneAfterTheThaw() {
    try (KafkaServer server = KafkaServer.launch()) {
      int port = server.port();
      awaitAnswer(port);
      server.kill();
      assertThat(server.isRunning()).isFalse();
      assertThat(KafkaMetadata.complete(port)).isFalse();
      Stopwatch restart = new Stopwatch();
      server.restart();
      restart.print("Kafka after a kill");
      assertThat(server.port()).isEqualTo(port);
      server.freeze();
      assertThat(KafkaMetadata.complete(port)).isFalse();
      server.thaw();
      awaitAnswer(port);
    }
  }

  /** An attempt gives up after two seconds, which a busy machine may take. */
  private static void awaitAnswer(int port) {
    Deadline.in(Duration.ofSeconds(60)).await("an answer", () -> KafkaMetadata.complete(port));
  }

  @Test
  void clientsOfTheProxiedListener_goThroughTheProxy() throws IOException {
    try (KafkaServer server = KafkaServer.create(Map.of("message.max.bytes", "4096"));
        FaultProxy proxy = FaultProxy.to(server.proxiedPort())) {
      server.advertise(proxy.port());
      server.start();
      awaitAnswer(proxy.port());
      assertThat(proxy.traffic().accepted()).isPositive();
      // What the broker was told, and what it tells its clients.
      assertThat(settings(server))
          .contains("message.max.bytes=4096", "PROXIED\\://127.0.0.1\\:" + proxy.port());
      proxy.inject(new Fault.Refuse());
      assertThat(KafkaMetadata.complete(proxy.port())).isFalse();
      awaitAnswer(server.port());
    }
  }

  private static String settings(KafkaServer server) throws IOException {
    Path arguments = Path.of("/proc", server.pids().get(0).toString(), "cwd", "server.properties");
    return Files.readString(arguments);
  }

  @Test
  void settingThatKafkaRefuses_isInTheMessage() {
    assertThatThrownBy(() -> KafkaServer.launch(Map.of("num.io.threads", "many")))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("num.io.threads");
  }

  @Test
  void portOutOfRange_isNamed() {
    try (KafkaServer server = KafkaServer.create(Map.of())) {
      assertThatThrownBy(() -> server.advertise(70_000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("proxyPort must be within 1 and 65535, but is 70000");
    }
  }
}
