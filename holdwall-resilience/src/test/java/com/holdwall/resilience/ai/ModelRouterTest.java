package com.holdwall.resilience.ai;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.BreakerPhase;
import com.holdwall.resilience.FakeTime;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.Health;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.RetryBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** One call's way through the models, in a time that the test makes. */
class ModelRouterTest {

  private final FakeTime time = new FakeTime();
  private final ScriptedModel gpt = new ScriptedModel("gpt", time);
  private final ScriptedModel claude = new ScriptedModel("claude", time);
  private final ScriptedModel local = new ScriptedModel("local", time);
  private final List<RouterEvent> events = new ArrayList<>();

  private ModelRouterBuilder<String, String> builder() {
    return ModelRouter.<String, String>builder().time(time, time, bound -> 0).onEvent(events::add);
  }

  private ModelRouter<String, String> chain() {
    return builder().model(gpt.model()).fallback(claude.model()).fallback(local.model()).build();
  }

  @Test
  void modelThatIsWell_answersAlone() throws Exception {
    ModelRouter<String, String> router = chain();
    assertThat(router.call("hi")).isEqualTo("gpt: hi");
    assertThat(claude.asked()).isZero();
    assertThat(router.counts()).isEqualTo(new RouterCounts(1, 0, 0, 0, 0, 0, 0));
    assertThat(router.models().get(0).counts().ended(ModelOutcome.SUCCESS)).isEqualTo(1);
    assertThat(events).isEmpty();
  }

  @Test
  void invalidRequest_isThrownAtOnce_asTheClientThrewIt() {
    ModelException wrong = ModelException.http(400, "", name -> null);
    gpt.fails(wrong);
    assertThatThrownBy(() -> chain().call("hi")).isSameAs(wrong);
    assertThat(claude.asked()).isZero();
  }

  @Test
  void promptTooLong_goesToLargerModelsOnly() throws Exception {
    gpt.fails(ModelException.http(400, "context_length_exceeded", name -> null));
    ModelRouter<String, String> router =
        builder()
            .model(gpt.model().context(8_000, 0))
            .fallback(claude.model().context(8_000, 0))
            .fallback(local.model().context(128_000, 0))
            .build();
    assertThat(router.call("long")).isEqualTo("local: long");
    assertThat(claude.asked()).isZero();
  }

  @Test
  void promptTooLongForTheLargest_isThrownAsItIs() {
    ModelException tooLong = ModelException.http(413, "", name -> null);
    gpt.fails(tooLong);
    assertThatThrownBy(() -> chain().call("long")).isSameAs(tooLong);
  }

  @Test
  void contentPolicy_hasItsOwnChain_andWithoutOneTheRefusalIsThrown() throws Exception {
    ModelException refused = ModelException.http(400, "content_filter", name -> null);
    gpt.fails(refused);
    ModelRouter<String, String> router =
        builder()
            .model(gpt.model())
            .fallback(claude.model())
            .onContentPolicy(local.model())
            .build();
    assertThat(router.call("hm")).isEqualTo("local: hm");
    assertThat(claude.asked()).isZero();
    assertThatThrownBy(() -> chain().call("hm")).isSameAs(refused);
    gpt.recovers();
    claude.fails(refused);
    assertThat(router.call("fine")).isEqualTo("gpt: fine");
  }

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
  void attempt_getsItsShareOfWhatIsLeft_downToTheFloor() throws Exception {
    List<Duration> given = new ArrayList<>();
    ModelRouter<String, String> router =
        builder()
            .model(hurried("a", given, ofSeconds(10)))
            .fallback(hurried("b", given, ofSeconds(19)))
            .fallback(hurried("c", given, ZERO))
            .deadline(ofSeconds(30))
            .build();
    assertThatThrownBy(() -> router.call("hi"));
    assertThat(given).containsExactly(ofSeconds(10), ofSeconds(10), ofSeconds(1));
  }

  private Model<String, String> hurried(String name, List<Duration> given, Duration takes) {
    return Model.calling(
        name,
        (request, call) -> {
          given.add(call.remaining());
          time.advance(takes);
          throw new IOException("down");
        });
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

  private static AllModelsUnavailableException unavailable(ModelRouter<String, String> router) {
    return catchThrowableOfType(AllModelsUnavailableException.class, () -> router.call("hi"));
  }

  @Test
  void firstFallback_isFreeOfBudget_andLaterOnesAreNot() throws Exception {
    gpt.fails(new IOException("down"));
    RetryBudget empty = RetryBudget.ofTokens(1);
    ModelRouter<String, String> router =
        builder()
            .model(gpt.model())
            .fallback(claude.model())
            .fallback(local.model())
            .budget(empty)
            .build();
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    claude.fails(new IOException("down"));
    AllModelsUnavailableException thrown = unavailable(router);
    assertThat(thrown.reason()).isEqualTo(AllModelsUnavailableException.Reason.BUDGET);
    assertThat(local.asked()).isZero();
    assertThat(router.counts().budgetDenied()).isEqualTo(1);
  }

  @Test
  void deadlineThatIsOver_endsTheChain() {
    gpt.takes(ofSeconds(31)).fails(new IOException("down"));
    ModelRouter<String, String> router =
        builder().model(gpt.model()).fallback(claude.model()).deadline(ofSeconds(30)).build();
    assertThat(unavailable(router).reason())
        .isEqualTo(AllModelsUnavailableException.Reason.DEADLINE);
    assertThat(claude.asked()).isZero();
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

  @Test
  void modelsGuard_retriesByItself_andItsRefusalMovesOn() throws Exception {
    Guard guard =
        Guard.named("gpt")
            .retry(Backoff.exponential(ofMillis(1)), 2)
            .time(time, time, RandomSource.system())
            .build();
    gpt.fails(new IOException("down")).recoversAfter(1);
    ModelRouter<String, String> router =
        builder().model(gpt.model().guard(guard)).fallback(claude.model()).build();
    assertThat(router.call("hi")).isEqualTo("gpt: hi");
    assertThat(gpt.asked()).isEqualTo(2);
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

  @Test
  void usersRule_isAskedBeforeTheTable() throws Exception {
    gpt.fails(new IllegalStateException("busy"));
    ErrorTable table =
        ErrorTable.standard().with(IllegalStateException.class, ModelError.RATE_LIMITED);
    ModelRouter<String, String> router =
        builder().model(gpt.model()).fallback(claude.model()).errors(table).build();
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    assertThat(router.models().get(0).coolingFor()).isEqualTo(ofSeconds(5));
  }

  @Test
  void interruptedCaller_getsTheInterrupt_andTheModelIsNotBlamed() {
    gpt.fails(new InterruptedException());
    ModelRouter<String, String> router = chain();
    assertThatThrownBy(() -> router.call("hi")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(router.models().get(0).counts().cancelled()).isEqualTo(1);
    assertThat(claude.asked()).isZero();
  }

  @Test
  void asyncCall_fallsBack_andCancellingItReachesTheTransport() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    ModelRouter<String, String> router =
        ModelRouter.<String, String>builder()
            .model(Model.async("gpt", (request, call) -> first))
            .fallback(Model.async("claude", (request, call) -> second))
            .build();
    CompletableFuture<String> answer = router.callAsync("hi");
    first.completeExceptionally(new IOException("down"));
    assertThat(answer).isNotDone();
    assertThat(answer.cancel(true)).isTrue();
    assertThat(second).isCancelled();
    assertThat(router.models().get(1).inFlight()).isZero();
  }

  @Test
  void asyncCallThatTakesTooLong_isCancelled_andTheNextModelAnswers() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();
    ModelRouter<String, String> router =
        ModelRouter.<String, String>builder()
            .model(Model.<String, String>async("gpt", (q, call) -> never).timeout(ofMillis(30)))
            .fallback("claude", claude.client())
            .build();
    assertThat(router.callAsync("hi").get(9, TimeUnit.SECONDS)).isEqualTo("claude: hi");
    assertThat(never).isCancelled();
    assertThat(router.models().get(0).counts().ended(ModelOutcome.TIMEOUT)).isEqualTo(1);
  }

  @Test
  void blockingCallThatTakesTooLong_isInterrupted() throws Exception {
    ModelRouter<String, String> router =
        ModelRouter.<String, String>builder()
            .model(
                Model.<String, String>named(
                        "gpt",
                        request -> {
                          new java.util.concurrent.CountDownLatch(1).await();
                          return "never";
                        })
                    .timeout(ofMillis(30)))
            .fallback("claude", claude.client())
            .build();
    assertThat(router.call("hi")).isEqualTo("claude: hi");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(router.models().get(0).counts().ended(ModelOutcome.TIMEOUT)).isEqualTo(1);
  }

  @Test
  void failedAsyncCall_failsWithTheSameException() {
    gpt.fails(new IOException("down"));
    ModelRouter<String, String> router = builder().model(gpt.model()).build();
    assertThatThrownBy(() -> router.callAsync("hi").get(9, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(AllModelsUnavailableException.class);
    ModelException wrong = ModelException.http(422, "", name -> null);
    gpt.fails(wrong);
    assertThatThrownBy(() -> router.callAsync("hi").get(9, TimeUnit.SECONDS)).hasCause(wrong);
    gpt.fails(new CancellationException());
    assertThatThrownBy(() -> router.callAsync("hi").get(9, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void builder_refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> ModelRouter.builder().build())
        .hasMessage("a router needs a model of the first rank, but has none");
    assertThatThrownBy(() -> builder().model(gpt.model()).fallback(gpt.model()).build())
        .hasMessage("each model needs a name of its own, but two are 'gpt'");
    assertThatThrownBy(() -> Model.named(" ", request -> ""))
        .hasMessage("name must not be blank, but is ' '");
    assertThatThrownBy(() -> gpt.model().context(10, 10))
        .hasMessage("forTheAnswer must be from 0 to less than tokens 10, but is 10");
    assertThatThrownBy(() -> gpt.model().requestsPerMinute(0))
        .hasMessage("requestsPerMinute must be from 1 to 1,000,000,000, but is 0");
  }
}
