package com.holdwall.resilience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.ai.Model;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.ai.StreamRouter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class ModelRouterMetersTest {

  @Test
  void whatARouterDoes_isInItsMeters() throws Exception {
    ModelRouter<String, String> router =
        ModelRouter.<String, String>builder()
            .model(
                Model.<String, String>named(
                        "gpt-4o",
                        request -> {
                          throw new IOException("down");
                        })
                    .provider("openai"))
            .fallback(
                Model.<String, String>calling(
                        "claude",
                        (request, call) -> {
                          call.usage(1_000, 500);
                          return "pong";
                        })
                    .provider("anthropic")
                    .price(3, 15))
            .build();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ModelRouterMeters.of("chat", router).bindTo(registry);
    assertThat(router.call("ping")).isEqualTo("pong");
    assertThat(
            registry
                .get("ai.router.requests")
                .tags("router", "chat", "outcome", "fallback")
                .functionCounter()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("ai.router.calls")
                .tags("provider", "openai", "model", "gpt-4o", "outcome", "server_error")
                .functionCounter()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("ai.router.tokens")
                .tags("model", "claude", "direction", "input")
                .functionCounter()
                .count())
        .isEqualTo(1_000);
    assertThat(registry.get("ai.router.cost").tags("model", "claude").functionCounter().count())
        .isEqualTo(0.0105);
    assertThat(registry.get("ai.router.latency").tags("model", "claude").functionTimer().count())
        .isEqualTo(1);
    assertThat(registry.get("ai.router.budget").gauge().value()).isEqualTo(500);
  }

  @Test
  void routerOfStreams_hasTheSameMeters() {
    StreamRouter<String, String> router =
        StreamRouter.<String, String>builder()
            .model(
                Model.<String, Flow.Publisher<String>>named(
                    "gpt",
                    request -> {
                      throw new IOException("down");
                    }))
            .build();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ModelRouterMeters.of("streams", router).bindTo(registry);
    assertThat(registry.get("ai.router.first.token").functionTimer().count()).isZero();
    assertThatThrownBy(() -> ModelRouterMeters.of(" ", router))
        .hasMessage("name must not be blank, but is ' '");
  }
}
