package com.holdwall.resilience.ai;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.BreakerPhase;
import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the error table and each fault of a stream, over real sockets. */
class ProviderFaultsTest {

  private static final String KEY = "sk-test";

  private final HttpClient http = HttpClient.newHttpClient();
  private AiProviderStub first = AiProviderStub.open(KEY);
  private AiProviderStub second = AiProviderStub.open(KEY);
  private ModelRouter<String, String> router = router(ofSeconds(20));

  @BeforeEach
  void warmUp() throws Exception {
    assertThat(router.call("hi")).isEqualTo("pong");
    assertThat(second.requests()).isZero();
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private ModelRouter<String, String> router(Duration total) {
    return ModelRouter.<String, String>builder()
        .model(Model.calling("first", new HttpModel(http, first, KEY)::ask).timeout(total))
        .fallback(Model.calling("second", new HttpModel(http, second, KEY)::ask))
        .build();
  }

  private ModelState firstState() {
    return router.models().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST",
    "409, INVALID_REQUEST",
    "422, INVALID_REQUEST",
  })
  void invalidRequest_failsFast(int status, ModelError error) {
    first.inject(new AiFault.Status(status, Map.of()));
    assertThatThrownBy(() -> router.call("hi"))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.failure().error()).isEqualTo(error));
    assertThat(second.requests()).isZero();
    assertThat(firstState().coolingFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"401", "402", "403", "404"})
  void deniedAccess_coolsForTenMinutes_andTheNextModelAnswers(int status) throws Exception {
    first.inject(new AiFault.Status(status, Map.of()));
    assertThat(router.call("hi")).isEqualTo("pong");
    assertThat(router.call("hi")).isEqualTo("pong");
    assertThat(first.requests()).isEqualTo(2);
    assertThat(firstState().coolingFor()).isBetween(ofMinutes(9), ofMinutes(10));
  }

  @Test
  void rotatedKey_isDeniedAccess() throws Exception {
    first.key("sk-other");
    assertThat(router.call("hi")).isEqualTo("pong");
    assertThat(firstState().counts().ended(ModelOutcome.REJECTED)).isEqualTo(1);
  }

  @Test
  void noCredit_isDeniedAccess_thoughItsStatusSaysOtherwise() throws Exception {
    first.inject(new AiFault.Refusal(429, "insufficient_quota"));
    assertThat(router.call("hi")).isEqualTo("pong");
    assertThat(firstState().coolingFor()).isBetween(ofMinutes(9), ofMinutes(10));
  }

  @Test
  void rateLimit_coolsForRetryAfter_andMovesOnAtOnce() throws Exception {
    first.inject(new AiFault.Status(429, Map.of("retry-after", "30")));
    long start = System.nanoTime();
    assertThat(router.call("hi")).isEqualTo("pong");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ofSeconds(5));
    assertThat(firstState().coolingFor()).isBetween(ofSeconds(20), ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503", "529", "408"})
  void serverErrors_moveOn_andOpenTheBreaker(int status) throws Exception {
    first.inject(new AiFault.Status(status, Map.of()));
    for (int i = 0; i < 10; i++) {
      assertThat(router.call("hi")).isEqualTo("pong");
    }
    assertThat(first.requests()).isLessThanOrEqualTo(6);
    assertThat(firstState().breaker().orElseThrow().phase()).isEqualTo(BreakerPhase.OPEN);
  }

  @Test
  void emptyBrokenAndCutAnswers_moveOn() throws Exception {
    for (AiFault fault :
        new AiFault[] {new AiFault.Empty(), new AiFault.Malformed(), new AiFault.CutOff()}) {
      first.inject(fault);
      assertThat(router.call("hi")).as(fault + "").isEqualTo("pong");
    }
    assertThat(firstState().counts().ended(ModelOutcome.SERVER_ERROR)).isEqualTo(3);
  }

  @Test
  void deadProvider_isUnreachable_andTheNextModelAnswers() throws Exception {
    first.close();
    assertThat(router.call("hi")).isEqualTo("pong");
    assertThat(firstState().counts().ended(ModelOutcome.SERVER_ERROR)).isEqualTo(1);
  }

  @Test
  void answerThatTakesTooLong_isATimeout_andTheNextModelAnswers() throws Exception {
    ModelRouter<String, String> hurried = router(ofMillis(200));
    first.inject(new AiFault.Delay(ofSeconds(20)));
    assertThat(hurried.call("hi")).isEqualTo("pong");
    assertThat(hurried.models().get(0).counts().ended(ModelOutcome.TIMEOUT)).isEqualTo(1);
  }

  @Test
  void tooLongPromptAndRefusedContent_goTheirOwnWays() throws Exception {
    try (AiProviderStub third = AiProviderStub.open(KEY)) {
      ModelRouter<String, String> chains =
          ModelRouter.<String, String>builder()
              .model(small("small", first, 8_000))
              .fallback(small("same", second, 8_000))
              .fallback(small("large", third, 200_000))
              .onContentPolicy(small("policy", third, 8_000))
              .build();
      first.inject(new AiFault.Refusal(400, "context_length_exceeded"));
      assertThat(chains.call("hi")).isEqualTo("pong");
      assertThat(chains.models().get(2).counts().ended(ModelOutcome.SUCCESS)).isEqualTo(1);
      first.inject(new AiFault.Refusal(400, "content_filter"));
      assertThat(chains.call("hi")).isEqualTo("pong");
      assertThat(chains.models().get(3).counts().ended(ModelOutcome.SUCCESS)).isEqualTo(1);
      assertThat(second.requests()).isZero();
    }
  }

  private Model<String, String> small(String name, AiProviderStub provider, int tokens) {
    return Model.calling(name, new HttpModel(http, provider, KEY)::ask).context(tokens, 0);
  }

  @Test
  void everyModelDown_namesEachOnesCause() {
    first.close();
    second.inject(new AiFault.Status(503, Map.of()));
    assertThatThrownBy(() -> router.call("hi"))
        .isInstanceOf(AllModelsUnavailableException.class)
        .hasMessageContaining("'first' UNREACHABLE (ConnectException)")
        .hasMessageContaining("'second' SERVER_ERROR (ModelException)");
  }

  @Test
  void stormOf429_sendsEachModelOneRequest_andThenOneProbeAtATime() {
    first.inject(new AiFault.Status(429, Map.of("retry-after", "60")));
    second.inject(new AiFault.Status(429, Map.of("retry-after", "60")));
    long before = first.requests() + second.requests();
    for (int i = 0; i < 500; i++) {
      assertThatThrownBy(() -> router.call("hi", ofSeconds(10)))
          .isInstanceOf(AllModelsUnavailableException.class);
    }
    // the first call asks both; then each call probes one as its last resort
    assertThat(first.requests() + second.requests() - before).isLessThanOrEqualTo(2 + 500);
    assertThat(router.counts().failed()).isEqualTo(500);
  }

  private StreamRouter<String, String> streams(AfterFirstToken<String, String> policy) {
    return streams(
        policy,
        Timeouts.defaults().withFirstToken(ofMillis(1500)).withBetweenTokens(ofMillis(500)));
  }

  private StreamRouter<String, String> streams(
      AfterFirstToken<String, String> policy, Timeouts timeouts) {
    return StreamRouter.<String, String>builder()
        .model(Model.async("first", new HttpModel(http, first, KEY)::stream).timeouts(timeouts))
        .fallback(Model.async("second", new HttpModel(http, second, KEY)::stream))
        .content(event -> event.contains("\"content\""))
        .endsWith(event -> event.equals("[DONE]"))
        .afterFirstToken(policy)
        .build();
  }

  private static CollectingSubscriber<String> read(StreamRouter<String, String> router)
      throws InterruptedException {
    CollectingSubscriber<String> subscriber = new CollectingSubscriber<>();
    router.stream("hi").subscribe(subscriber.wantingAll());
    assertThat(subscriber.awaitEnd(20)).isTrue();
    assertThat(subscriber.violations()).isEmpty();
    return subscriber;
  }

  @Test
  void wholeStream_comesThrough() throws Exception {
    CollectingSubscriber<String> answer =
        read(streams(AfterFirstToken.fail(), Timeouts.defaults()));
    assertThat(answer.error()).isNull();
    assertThat(answer.parts()).hasSize(5).last().isEqualTo("[DONE]");
    assertThat(second.requests()).isZero();
  }

  @Test
  void streamThatBreaksBeforeItsFirstContent_fallsBack() throws Exception {
    for (AiFault fault :
        new AiFault[] {
          new AiFault.CutAfter(0),
          new AiFault.CutAfter(1),
          new AiFault.MalformedAfter(0),
          new AiFault.MalformedAfter(1),
          new AiFault.SlowAfter(0, ofSeconds(5)),
          new AiFault.SlowAfter(1, ofSeconds(5)),
          new AiFault.Empty(),
          new AiFault.Status(503, Map.of()),
          new AiFault.Status(429, Map.of())
        }) {
      first.inject(fault);
      StreamRouter<String, String> router = streams(AfterFirstToken.fail());
      CollectingSubscriber<String> answer = read(router);
      assertThat(answer.error()).as(fault + "").isNull();
      assertThat(answer.parts()).as(fault + "").hasSize(5);
      assertThat(router.counts().fallbacks()).as(fault + "").isEqualTo(1);
    }
  }

  @Test
  void streamThatBreaksAfterItsFirstContent_followsThePolicy() throws Exception {
    for (AiFault fault :
        new AiFault[] {
          new AiFault.CutAfter(2),
          new AiFault.CutAfter(3),
          new AiFault.CutAfter(4),
          new AiFault.MalformedAfter(2),
          new AiFault.MalformedAfter(3),
          new AiFault.SlowAfter(3, ofSeconds(5))
        }) {
      first.inject(fault);
      assertThat(read(streams(AfterFirstToken.fail())).error())
          .as(fault + "")
          .isInstanceOf(BrokenStreamException.class);
      CollectingSubscriber<String> restarted =
          read(streams(AfterFirstToken.restart(() -> "RESET")));
      assertThat(restarted.error()).as(fault + "").isNull();
      assertThat(restarted.parts()).as(fault + "").contains("RESET").last().isEqualTo("[DONE]");
      CollectingSubscriber<String> continued =
          read(streams(AfterFirstToken.continueWith((prompt, parts) -> prompt + parts.size())));
      assertThat(continued.error()).as(fault + "").isNull();
      assertThat(continued.parts()).as(fault + "").last().isEqualTo("[DONE]");
    }
  }

  @Test
  void cancellation_closesTheProvidersConnection() {
    // many small writes, one of which must fail once the connection is gone
    first.inject(new AiFault.Dribble(ofMillis(5)));
    StreamRouter<String, String> router =
        StreamRouter.<String, String>builder()
            .model(Model.async("first", new HttpModel(http, first, KEY)::stream))
            .content(event -> event.contains("\"content\""))
            .build();
    CollectingSubscriber<String> subscriber = new CollectingSubscriber<>();
    subscriber.onFirst(subscriber::cancel);
    router.stream("hi").subscribe(subscriber.wantingAll());
    await().atMost(ofSeconds(9)).until(() -> router.models().get(0).counts().cancelled() == 1);
    await().atMost(ofSeconds(9)).until(() -> first.abandoned() == 1);
    @Nullable Throwable error = subscriber.error();
    assertThat(error).isNull();
  }
}
