package com.holdwall.resilience.ai;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.BreakerPhase;
import com.holdwall.resilience.Health;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When a model is left alone, for how long, and who stands in for it. */
class ModelCooldownTest extends RoutedModels {

  @Test
  void deniedAccess_movesOn_andCoolsForTenMinutes() throws Exception {
    gpt.fails(ModelException.http(401, "", name -> null));
    ModelRouter<String, String> router = chain();
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    assertThat(router.models().get(0).coolingFor()).isEqualTo(ofMinutes(10));
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    assertThat(gpt.asked()).isEqualTo(1);
    gpt.recovers();
    time.advance(ofMinutes(10));
    assertThat(router.call("hi")).isEqualTo("gpt: hi");
    assertThat(router.models().get(0).coolingFor()).isZero();
    assertThat(events)
        .extracting(RouterEvent::type)
        .containsExactly(
            RouterEvent.Type.COOLED, RouterEvent.Type.FALLBACK, RouterEvent.Type.RECOVERED);
  }

  @Test
  void rateLimit_movesOnAtOnce_andCoolsForRetryAfter_fiveSecondsAtLeastAndSixtyAtMost()
      throws Exception {
    for (var asked : Map.of("1", 5, "30", 30, "3600", 60).entrySet()) {
      gpt.fails(ModelException.http(429, "", Map.of("retry-after", asked.getKey())::get));
      ModelRouter<String, String> router = chain();
      assertThat(router.call("hi")).isEqualTo("claude: hi");
      assertThat(router.models().get(0).coolingFor()).isEqualTo(ofSeconds(asked.getValue()));
    }
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void serverErrorsAndLostConnections_moveOn_andOpenTheBreaker() throws Exception {
    gpt.fails(new IOException("reset"));
    ModelRouter<String, String> router = chain();
    for (int i = 0; i < 20; i++) {
      assertThat(router.call("hi")).isEqualTo("claude: hi");
    }
    assertThat(gpt.asked()).isEqualTo(5);
    assertThat(router.models().get(0).breaker().orElseThrow().phase()).isEqualTo(BreakerPhase.OPEN);
  }

  @Test
  void callersShortDeadline_neitherCoolsNorOpens_norCountsAgainstTheModel() throws Exception {
    gpt.takes(ofSeconds(3));
    ModelRouter<String, String> router = builder().model(gpt.model()).build();
    gpt.fails(new TimeoutException());
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> router.call("hi", ofMillis(100)))
          .isInstanceOf(AllModelsUnavailableException.class);
    }
    ModelState state = router.models().get(0);
    assertThat(state.breaker().orElseThrow().phase()).isEqualTo(BreakerPhase.CLOSED);
    assertThat(state.coolingFor()).isZero();
    assertThat(state.counts().cancelled()).isEqualTo(20);
    assertThat(state.counts().ended(ModelOutcome.TIMEOUT)).isZero();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> router.call("hi")).isInstanceOf(AllModelsUnavailableException.class);
    }
    assertThat(state.breaker().orElseThrow().phase()).isEqualTo(BreakerPhase.OPEN);
  }

  @Test
  void allCooling_waitsForTheEarliest_ifTheDeadlineAllows() throws Exception {
    gpt.fails(ModelException.http(429, "", Map.of("retry-after", "20")::get));
    claude.fails(ModelException.http(429, "", Map.of("retry-after", "8")::get));
    ModelRouter<String, String> router =
        builder().model(gpt.model()).fallback(claude.model()).deadline(ofSeconds(30)).build();
    claude.recoversAfter(1);
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    assertThat(time.sleeps()).containsExactly(ofSeconds(8));
    assertThat(router.counts().waits()).isEqualTo(1);
  }

  @Test
  void allCoolingForTooLong_asksOneAllTheSame_andThenNamesEachCause() {
    gpt.fails(ModelException.http(401, "", name -> null));
    claude.fails(ModelException.http(429, "", Map.of("retry-after", "50")::get));
    ModelRouter<String, String> router =
        builder().model(gpt.model()).fallback(claude.model()).deadline(ofSeconds(30)).build();
    AllModelsUnavailableException first = unavailable(router);
    assertThat(first.attempts())
        .extracting(FailedAttempt::model, FailedAttempt::error)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("gpt", ModelError.ACCESS_DENIED),
            org.assertj.core.groups.Tuple.tuple("claude", ModelError.RATE_LIMITED));
    AllModelsUnavailableException second = unavailable(router);
    assertThat(second.reason()).isEqualTo(AllModelsUnavailableException.Reason.NO_MODEL);
    assertThat(second.attempts()).extracting(FailedAttempt::model).containsExactly("claude");
    assertThat(second)
        .hasMessage(
            "No model gave an answer (NO_MODEL): 'claude' RATE_LIMITED (ModelException) after 0 ms;"
                + " 'gpt' not asked, able in 600000 ms");
    assertThat(router.counts().lastResorts()).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void lastResortThatGoesWell_endsTheCooldown() throws Exception {
    gpt.fails(ModelException.http(401, "", name -> null));
    ModelRouter<String, String> router = builder().model(gpt.model()).build();
    unavailable(router);
    gpt.recovers();
    assertThat(router.call("hi")).isEqualTo("gpt: hi");
    assertThat(router.models().get(0).coolingFor()).isZero();
  }

  @Test
  void healthCheckThatFails_takesTheModelOut_beforeACallFails() throws Exception {
    ModelRouter<String, String> router = chain();
    for (int i = 0; i < 3; i++) {
      router.models().get(0).healthPort().orElseThrow().report(Health.DOWN, time.nanos());
    }
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    assertThat(gpt.asked()).isZero();
  }

  @Test
  void modelSwitchedOffByHand_isNotAsked_notEvenAsALastResort() {
    ModelRouter<String, String> router = builder().model(gpt.model()).build();
    router.models().get(0).breaker().orElseThrow().switchTo(BreakerPhase.FORCED_OPEN);
    assertThat(unavailable(router).reason())
        .isEqualTo(AllModelsUnavailableException.Reason.NO_MODEL);
    assertThat(gpt.asked()).isZero();
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void sharedModel_coolsInBothRouters() throws Exception {
    gpt.fails(ModelException.http(429, "", name -> null));
    Model<String, String> plain = gpt.model();
    ModelRouter<String, String> one = builder().model(plain).fallback(claude.model()).build();
    ModelRouter<String, String> other =
        builder().model(gpt.model().sharing(plain)).fallback(local.model()).build();
    assertThat(one.call("hi")).isEqualTo("claude: hi");
    assertThat(other.call("hi")).isEqualTo("local: hi");
    assertThat(gpt.asked()).isEqualTo(1);
  }
}
