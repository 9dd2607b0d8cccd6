package com.holdwall.probes.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.FaultMatrix;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import com.holdwall.servers.Fault;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.ProxyTraffic;
import com.holdwall.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a check costs, counted on the wire, and the cell of a provider that limits. */
class AiCostTest {

  private static final int CHECKS = 20;

  private final AiProviderStub stub = AiProviderStub.open("key-for-cost");
  private final FaultProxy proxy = FaultProxy.to(stub.port());

  @AfterEach
  void close() {
    proxy.close();
    stub.close();
  }

  private AiProvidersProbe probe(ProbeSettings settings) {
    URI address = URI.create("http://127.0.0.1:" + proxy.port());
    return AiProvidersProbe.builder()
        .provider(AiProvider.openAiCompatible("openai", address, () -> "key-for-cost"))
        .settings(settings)
        .slowAfter(Duration.ofMinutes(1))
        .build();
  }

  @Test
  void healthyCheck_costsOneRequestOnOneConnection_andNoBill() throws IOException {
    try (AiProvidersProbe probe = probe(ProbeSettings.defaults())) {
      ProxyTraffic before = proxy.traffic();
      for (int i = 0; i < CHECKS; i++) {
        CheckContext context = new CheckContext(Instant.now(), Duration.ofSeconds(30));
        assertThat(probe.check(context).status()).isEqualTo(Status.UP);
      }
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> proxy.traffic().open() == 0);
      ProxyTraffic cost = proxy.traffic().since(before);
      double sent = cost.bytesFromClients() / (double) CHECKS;
      double received = cost.bytesToClients() / (double) CHECKS;
      String json =
          String.format(
              Locale.ROOT,
              "{\"probe\": \"ai\", \"checks\": %d, \"requestsPerCheck\": %.1f,"
                  + " \"billedPerCheck\": %.1f, \"connectionsPerCheck\": %.1f,"
                  + " \"bytesSentPerCheck\": %.1f, \"bytesReceivedPerCheck\": %.1f}%n",
              CHECKS,
              stub.requests() / (double) CHECKS,
              stub.billed() / (double) CHECKS,
              cost.accepted() / (double) CHECKS,
              sent,
              received);
      System.out.print(json);
      Path file = Path.of("target", "figures", "probe-cost-ai.json");
      Files.createDirectories(file.getParent());
      Files.writeString(file, json);
      assertThat(stub.requests()).isEqualTo(CHECKS);
      assertThat(stub.billed()).isZero();
      assertThat(cost.accepted()).isEqualTo(CHECKS);
      assertThat(sent).isLessThan(500);
    }
  }

  @Test
  void billedCanary_whoseAnswerIsLost_isNotSentAgain() {
    URI address = URI.create("http://127.0.0.1:" + proxy.port());
    AiProvider provider =
        AiProvider.openAiCompatible("openai", address, () -> "key-for-cost")
            .withoutFreeCheck()
            .withCanary("stub-model", 1);
    try (AiProvidersProbe probe = AiProvidersProbe.builder().provider(provider).build()) {
      proxy.inject(new Fault.Cut(0));
      for (int i = 0; i < 3; i++) {
        CheckContext context = new CheckContext(Instant.now(), Duration.ofSeconds(30));
        assertThat(probe.check(context).finding()).contains("PROVIDER_FAILING");
      }
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> proxy.traffic().open() == 0);
      assertThat(stub.requests()).isEqualTo(1);
      assertThat(stub.billed()).isEqualTo(1);
    }
  }

  @Test
  void providerThatLimits_isSeenAsProviderErrors_andRecoversFrom_withNothingLeftBehind() {
    FaultCell cell =
        FaultCell.of(
            "rate limited (429)",
            HoldwallSymptoms.AI_PROVIDER_ERRORS.toString(),
            () -> stub.inject(new AiFault.Status(429, Map.of("retry-after", "1"))),
            () -> stub.inject(new AiFault.None()));
    FaultMatrix.run(new StubBench(), cell);
    cell =
        FaultCell.of(
            "failing (529)",
            HoldwallSymptoms.AI_PROVIDER_ERRORS.toString(),
            () -> stub.inject(new AiFault.Status(529, Map.of())),
            () -> stub.inject(new AiFault.None()));
    FaultMatrix.run(new StubBench(), cell);
  }

  /** A bench of the stub within this JVM, which can be told how to fail. */
  private final class StubBench implements ProbeBench {

    @Override
    public String dependency() {
      return "AI";
    }

    @Override
    public ServerProcess server() {
      throw new UnsupportedOperationException("the stub is no process");
    }

    @Override
    public FaultProxy proxy() {
      return proxy;
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      return AiCostTest.this.probe(settings);
    }

    @Override
    public String whenRefused() {
      return HoldwallSymptoms.AI_PROVIDER_ERRORS.toString();
    }

    @Override
    public String whenHanging() {
      return HoldwallSymptoms.AI_CALLS_TIMING_OUT.toString();
    }

    @Override
    public List<FaultCell> more() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
