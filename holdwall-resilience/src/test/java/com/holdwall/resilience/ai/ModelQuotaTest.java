package com.holdwall.resilience.ai;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known before a call is billed: quotas, and the length of a prompt. */
class ModelQuotaTest extends RoutedModels {

  @Test
  void modelOutOfQuota_isPassedOver_andUsagePutsTheEstimateRight() throws Exception {
    ModelRouter<String, String> router =
        builder()
            .model(
                Model.<String, String>calling(
                        "gpt",
                        (request, call) -> {
                          call.usage(10, 90);
                          return "gpt";
                        })
                    .tokensPerMinute(1_000)
                    .context(8_000, 400))
            .fallback(claude.model())
            .promptSize(request -> 100)
            .build();
    for (int i = 0; i < 5; i++) {
      assertThat(router.call("hi")).as("call " + i).isEqualTo("gpt");
    }
    // 500 used of 1,000, and 500 more would be reserved
    assertThat(router.call("hi")).isEqualTo("gpt");
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    ModelCounts counts = router.models().get(0).counts();
    assertThat(counts.inputTokens()).isEqualTo(60);
    assertThat(counts.outputTokens()).isEqualTo(540);
  }

  @Test
  void remainingRequestsInHeaders_onlyLowerTheQuota() throws Exception {
    ModelRouter<String, String> router =
        builder().model(gpt.model().requestsPerMinute(60)).fallback(claude.model()).build();
    ModelState state = router.models().get(0);
    state.rateLimits(Map.of("x-ratelimit-remaining-requests", "1")::get);
    state.rateLimits(Map.of("x-ratelimit-remaining-requests", "50")::get);
    assertThat(router.call("hi")).isEqualTo("gpt: hi");
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    time.advance(ofSeconds(1));
    assertThat(router.call("hi")).isEqualTo("gpt: hi");
  }

  @Test
  void promptThatFitsNoModel_isTrimmedOrRefused_beforeACallIsBilled() throws Exception {
    PromptSize<String> trimming =
        new PromptSize<>() {
          @Override
          public int tokens(String request) {
            return request.length();
          }

          @Override
          public String trim(String request, int most) {
            return request.substring(request.length() - most);
          }
        };
    ModelRouterBuilder<String, String> builder =
        builder().model(gpt.model().context(4, 0)).fallback(claude.model().context(10, 2));
    assertThat(builder.promptSize(trimming).build().call("0123456789"))
        .isEqualTo("claude: 23456789");
    assertThat(builder.promptSize(trimming).build().call("012345")).isEqualTo("claude: 012345");
    assertThat(gpt.asked()).isZero();
    assertThatThrownBy(() -> builder.promptSize(String::length).build().call("0123456789"))
        .isInstanceOf(PromptTooLongException.class)
        .hasMessage("The prompt has 10 tokens, but no model takes more than 8");
  }
}
