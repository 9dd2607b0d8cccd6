package com.holdwall.probes.ai;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.probes.contract.ProbeContract;
import com.holdwall.probes.contract.ProxiedBench;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.AiProviderServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The AI probe keeps the contract of all probes, on a provider in a process of its own. */
class AiContractTest extends ProbeContract {

  @Override
  protected ProbeBench launch() {
    return new AiBench();
  }

  private static final class AiBench extends ProxiedBench<AiProviderServer> {

    private static final String KEY = "key-of-the-contract";

    private volatile String key = KEY;

    AiBench() {
      super("AI", AiProviderServer.launch(KEY));
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      URI address = URI.create("http://127.0.0.1:" + proxy().port());
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
          slow(
              HoldwallSymptoms.AI_RESPONSES_SLOW.toString(),
              Duration.ofMillis(60),
              Duration.ofMillis(180)),
          wrongCredentials(
              HoldwallSymptoms.AI_PROVIDER_ERRORS.toString(),
              () -> key = "another-key",
              () -> key = KEY));
    }
  }
}
