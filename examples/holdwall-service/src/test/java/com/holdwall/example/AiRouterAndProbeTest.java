package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.ai.CallOutcome;
import com.holdwall.probes.ai.ModelCallStatistics;
import com.holdwall.resilience.ai.Model;
import com.holdwall.resilience.ai.ModelObserver;
import com.holdwall.resilience.ai.ModelOutcome;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The router's calls, as the AI probe reads them: the two modules meet here. */
class AiRouterAndProbeTest {

  @Test
  void outcomes_haveTheSameNamesOnBothSides() {
    assertThat(Arrays.stream(ModelOutcome.values()).map(Enum::name))
        .containsExactly(
            Arrays.stream(CallOutcome.values()).map(Enum::name).toArray(String[]::new));
  }

  @Test
  void routersCalls_showInTheProbesStatistics() throws Exception {
    ModelCallStatistics calls = ModelCallStatistics.create();
    ModelRouter<String, String> router =
        ModelRouter.<String, String>builder()
            .model(
                "gpt",
                prompt -> {
                  throw new IOException("down");
                })
            .fallback(
                Model.calling(
                    "claude",
                    (prompt, call) -> {
                      call.usage(8, 1);
                      return "pong";
                    }))
            .observer(recordingInto(calls))
            .build();
    assertThat(router.call("ping")).isEqualTo("pong");
    assertThat(calls.read(HoldwallMetrics.AI_ERROR_RATIO, Instant.now()))
        .hasValueSatisfying(
            ratio -> {
              assertThat(ratio.value()).isEqualTo(0.5);
              assertThat(ratio.samples()).isEqualTo(2);
            });
    assertThat(calls.metrics())
        .anySatisfy(
            metric -> {
              assertThat(metric.name()).isEqualTo("ai_model_tokens_total");
              assertThat(metric.value()).isEqualTo(8);
            });
  }

  private static ModelObserver recordingInto(ModelCallStatistics calls) {
    return new ModelObserver() {
      @Override
      public void ended(String provider, String model, ModelOutcome outcome, long nanos) {
        calls.model(provider, model).ended(CallOutcome.valueOf(outcome.name()), nanos);
      }

      @Override
      public void firstToken(String provider, String model, long nanos) {
        calls.model(provider, model).firstToken(nanos);
      }

      @Override
      public void tokens(String provider, String model, long input, long output) {
        calls.model(provider, model).tokens(input, output);
      }
    };
  }
}
