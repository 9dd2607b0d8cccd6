package com.holdwall.resilience.ai;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.RetryBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One call's way through the models. */
class ModelRouterTest extends RoutedModels {

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
