package com.holdwall.probes.ai;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.probes.contract.ProbeContract;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.AiProviderServer;
import com.holdwall.servers.Fault;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.ServerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The AI probe keeps the contract of all probes, on a provider in a process of its own. */
class AiContractTest extends ProbeContract {

  @Override
  protected ProbeBench launch() {
    return new AiBench();
  }

  private static final class AiBench implements ProbeBench {

    private static final String KEY = "key-of-the-contract";

    private final AiProviderServer server = AiProviderServer.launch(KEY);
    private final FaultProxy proxy = FaultProxy.to(server.port());
    private volatile String key = KEY;

    @Override
    public String dependency() {
      return "AI";
    }

    @Override
    public ServerProcess server() {
      return server;
    }

    @Override
    public FaultProxy proxy() {
      return proxy;
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      URI address = URI.create("http://127.0.0.1:" + proxy.port());
      return AiProvidersProbe.builder()
          .provider(AiProvider.openAiCompatible("openai", address, () -> key))
          .settings(settings)
          .slowAfter(Duration.ofMillis(200))
          .build();
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
      return List.of(
          FaultCell.of(
              "slow",
              HoldwallSymptoms.AI_RESPONSES_SLOW.toString(),
              () -> proxy.inject(new Fault.Delay(Duration.ofMillis(60), Duration.ofMillis(180))),
              proxy::heal),
          FaultCell.of(
              "wrong credentials",
              HoldwallSymptoms.AI_PROVIDER_ERRORS.toString(),
              () -> key = "another-key",
              () -> key = KEY));
    }

    @Override
    public void close() {
      proxy.close();
      server.close();
    }
  }
}
