package com.holdwall.probes.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.probes.contract.ProbeContract;
import com.holdwall.probes.contract.ProxiedBench;
import com.holdwall.probes.kafka.EventTraffic.Mode;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.StepResult;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.KafkaServer;
import com.holdwall.servers.ProxyTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The Kafka probe keeps the contract of all probes, on a real Kafka that asks for a password. */
class KafkaContractTest extends ProbeContract {

  private static final String PASSWORD = "the-right-one";
  private static final String CANARY = "canary-77aa-hunter2";
  private static final String LAG = "kafka-consumer-lag/lag-increasing";
  private static final String SLOW = "kafka-consumer-lag/events-processing-slowly";

  @Override
  protected ProbeBench launch() {
    return new KafkaBench();
  }

  private static CheckContext context() {
    return new CheckContext(Instant.now(), Duration.ofSeconds(20));
  }

  private static Map<String, Object> config(int port, String password) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + port,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"probe\""
            + " password=\""
            + password
            + "\";");
  }

  private static ConsumerLagProbe probe(Map<String, Object> config) {
    return ConsumerLagProbe.connecting(config, EventTraffic.GROUP).build();
  }

  @Test
  void wrongPassword_isRejected_andAppearsNowhere() throws Exception {
    try (ConsumerLagProbe probe = probe(config(bench().proxy().port(), CANARY))) {
      ProbeResult result = probe.check(context());
      assertThat(result.finding()).contains("REJECTED");
      assertThat(result.status()).isEqualTo(Status.DOWN);
      assertThat(result.toString()).doesNotContain(CANARY);
    }
  }

  @Test
  void clientThatCannotBeMade_isToldWithoutItsConfiguration() {
    Map<String, Object> broken = new HashMap<>(config(bench().proxy().port(), CANARY));
    broken.computeIfPresent("sasl.jaas.config", (key, value) -> value.toString().replace(";", ""));
    try (ConsumerLagProbe probe = probe(broken)) {
      assertThatThrownBy(() -> probe.check(context()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the Kafka client failed: KafkaException")
          .hasMessageNotContaining(CANARY)
          .hasNoCause();
    }
  }

  @Test
  void lagAndGroup_areInTheStepsThatTheRunbookAsksFor() throws Exception {
    try (Probe probe = bench().probe(ProbeSettings.defaults())) {
      // A group may rebalance at any time.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(probe.check(context()).steps())
                      .extracting(StepResult::summary)
                      .anyMatch(s -> s.matches("\\d+ records behind in 3 partitions.*"))
                      .anyMatch(s -> s.startsWith("Stable, 1 members, 3 partitions")));
    }
  }

  @Test
  void check_costsEightRequests_onConnectionsThatStay() throws Exception {
    FaultProxy proxy = bench().proxy();
    Map<String, Object> config = config(proxy.port(), PASSWORD);
    try (Admin admin = Admin.create(config);
        ConsumerLagProbe probe = ConsumerLagProbe.builder(admin, EventTraffic.GROUP).build()) {
      probe.check(context());
      probe.check(context());
      ProxyTraffic before = proxy.traffic();
      double requests = ClientMetrics.requests(admin);
      for (int i = 0; i < 20; i++) {
        assertThat(probe.check(context()).status()).isEqualTo(Status.UP);
      }
      double perCheck = (ClientMetrics.requests(admin) - requests) / 20;
      ProxyTraffic cost = proxy.traffic().since(before);
      write(perCheck, cost.bytesFromClients() / 20.0, cost.bytesToClients() / 20.0);
      assertThat(cost.accepted()).isZero();
      // A metadata refresh of the client's own may fall between.
      assertThat(perCheck).isBetween(8.0, 9.0);
      // The client was given: it is not closed with the probe.
      probe.close();
      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).isNotEmpty();
    }
  }

  private static void write(double requests, double sent, double received) throws IOException {
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures")).resolve("probe-cost-kafka.json"),
        String.format(
            Locale.ROOT,
            "{\"requests\": %.1f, \"bytesSent\": %.0f, \"bytesReceived\": %.0f}%n",
            requests,
            sent,
            received));
  }

  /** SASL/PLAIN for the probe, through the proxy; the traffic goes beside it. */
  private static final class KafkaBench extends ProxiedBench<KafkaServer> {

    private final EventTraffic traffic;

    /** PLAIN, and SCRAM, whose passwords can be changed while the broker runs. */
    private static Map<String, String> settings() {
      Map<String, String> settings = new HashMap<>(KafkaServer.saslPlain("probe", PASSWORD));
      settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
      settings.put(
          "listener.name.proxied.scram-sha-256.sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
      return settings;
    }

    private static Map<String, Object> scram(int port) {
      Map<String, Object> config = new HashMap<>(config(port, PASSWORD));
      config.put("sasl.mechanism", "SCRAM-SHA-256");
      config.computeIfPresent(
          "sasl.jaas.config", (key, jaas) -> jaas.toString().replace("plain.Plain", "scram.Scram"));
      return config;
    }

    KafkaBench() {
      this(KafkaServer.create(settings()));
    }

    private KafkaBench(KafkaServer server) {
      super("Kafka", server, server.proxiedPort());
      server.advertise(proxy().port());
      try {
        server.start();
        traffic = new EventTraffic(server.bootstrapServers(), 3);
        traffic.create("holdwall-dlq", 1);
        password(PASSWORD);
        try (Probe probe = probe(ProbeSettings.defaults())) {
          Awaitility.await("a group with a member")
              .atMost(Duration.ofSeconds(60))
              .until(() -> probe.check(context()).status() == Status.UP);
        }
      } catch (RuntimeException e) {
        super.close();
        throw e;
      }
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      return ConsumerLagProbe.connecting(scram(proxy().port()), EventTraffic.GROUP)
          .topic(EventTraffic.TOPIC)
          .deadLetterTopic("holdwall-dlq")
          .processing(traffic.statistics())
          .settings(settings)
          .window(settings.interval().multipliedBy(5))
          .growingFrom(150, Duration.ofMinutes(1))
          .autoOffsetReset("earliest")
          .build();
    }

    @Override
    public String whenRefused() {
      return LAG;
    }

    @Override
    public List<FaultCell> more() {
      return List.of(
          slow(LAG, Duration.ofMillis(150)),
          wrongCredentials(LAG, () -> password("another-one"), () -> password(PASSWORD)),
          FaultCell.of(
              "stalled consumer",
              LAG,
              () -> traffic.mode(Mode.STANDING),
              () -> traffic.mode(Mode.READING)),
          FaultCell.of("stopped consumer", LAG, traffic::stopReader, traffic::startReader),
          FaultCell.of("slow consumer", LAG, this::overload, this::relieve),
          FaultCell.of(
              "failing handlers",
              SLOW,
              () -> traffic.mode(Mode.FAILING),
              () -> traffic.mode(Mode.READING)),
          FaultCell.of("dead letters", SLOW, () -> traffic.send("holdwall-dlq"), () -> {}));
    }

    private void overload() {
      traffic.mode(Mode.SLOW);
      traffic.produce(20);
    }

    private void relieve() {
      traffic.produce(1);
      traffic.mode(Mode.READING);
    }

    private void password(String next) {
      UserScramCredentialUpsertion rotated =
          new UserScramCredentialUpsertion(
              "probe", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), next);
      try {
        traffic.admin().alterUserScramCredentials(List.of(rotated)).all().get(30, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException("the password cannot be changed", e);
      }
      cutConnections();
    }

    @Override
    public void close() {
      traffic.close();
      super.close();
    }
  }
}
