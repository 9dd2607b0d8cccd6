package com.holdwall.resilience.ai;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streamed answers through publishers that the test drives by hand. */
class StreamRouterTest {

  private final HandPublisher gpt = new HandPublisher();
  private final HandPublisher claude = new HandPublisher();
  private final CollectingSubscriber<String> subscriber = new CollectingSubscriber<>();

  private StreamRouterBuilder<String, String> builder() {
    return StreamRouter.<String, String>builder()
        .model(async("gpt", gpt))
        .fallback(async("claude", claude))
        .content(part -> !part.startsWith("role"))
        .endsWith(part -> part.equals("."));
  }

  private static Model<String, Flow.Publisher<String>> async(String name, HandPublisher parts) {
    return Model.async(name, (request, call) -> CompletableFuture.completedFuture(parts));
  }

  @Test
  void answer_isPassedOn_neverMoreThanWasAskedFor() {
    builder().build().stream("hi").subscribe(subscriber);
    assertThat(gpt.subscribed()).as("no demand, no call").isFalse();
    subscriber.request(1);
    gpt.send("role", "a");
    assertThat(subscriber.parts()).containsExactly("role");
    assertThat(gpt.demand()).as("a second part is held, and no third was asked for").isZero();
    subscriber.request(2);
    gpt.send("b");
    assertThat(subscriber.parts()).containsExactly("role", "a", "b");
    assertThat(gpt.demand()).isZero();
    subscriber.request(9);
    gpt.send(".");
    gpt.complete();
    assertThat(subscriber.parts()).containsExactly("role", "a", "b", ".");
    assertThat(subscriber.completed()).isTrue();
  }

  @Test
  void model_isAskedForAtMost64PartsAtOnce_howeverManyAreWanted() {
    builder().build().stream("hi").subscribe(subscriber.wantingAll());
    assertThat(gpt.demand()).isEqualTo(64);
    for (int i = 0; i < 1000; i++) {
      gpt.send("a");
      assertThat(gpt.demand()).isBetween(32L, 64L);
    }
    assertThat(subscriber.parts()).hasSize(1000);
  }

  @Test
  void failureBeforeTheFirstContent_fallsBack_andTheSubscriberSeesNothingOfIt() {
    StreamRouter<String, String> router = builder().build();
    router.stream("hi").subscribe(subscriber.wantingAll());
    gpt.send("role");
    gpt.fail(new IOException("reset"));
    claude.send("role", "b", ".");
    claude.complete();
    assertThat(subscriber.parts()).containsExactly("role", "b", ".");
    assertThat(subscriber.completed()).isTrue();
    assertThat(router.counts().fallbacks()).isEqualTo(1);
  }

  @Test
  void failureAfterTheFirstContent_failsByDefault_andNamesTheModel() {
    builder().build().stream("hi").subscribe(subscriber.wantingAll());
    gpt.send("a");
    gpt.fail(new IOException("secret"));
    assertThat(subscriber.parts()).containsExactly("a");
    assertThat(subscriber.error())
        .isInstanceOf(BrokenStreamException.class)
        .hasMessageContaining("'gpt' UNREACHABLE (IOException)")
        .hasMessageNotContaining("secret");
    assertThat(claude.subscribed()).isFalse();
  }

  @Test
  void restart_sendsTheResetPart_andTheOtherAnswerFromItsBeginning() {
    builder().afterFirstToken(AfterFirstToken.restart(() -> "RESET")).build().stream("hi")
        .subscribe(subscriber.wantingAll());
    gpt.send("a", "b");
    gpt.fail(new IOException("reset"));
    claude.send("x", ".");
    claude.complete();
    assertThat(subscriber.parts()).containsExactly("a", "b", "RESET", "x", ".");
    assertThat(subscriber.completed()).isTrue();
  }

  @Test
  void restart_dropsPartsThatWereNotDelivered() {
    builder().afterFirstToken(AfterFirstToken.restart(() -> "RESET")).build().stream("hi")
        .subscribe(subscriber);
    subscriber.request(1);
    gpt.send("role", "a");
    gpt.fail(new IOException("reset"));
    claude.send("x");
    assertThat(subscriber.parts()).containsExactly("role");
    subscriber.request(2);
    assertThat(subscriber.parts()).containsExactly("role", "RESET", "x");
  }

  @Test
  void continuation_asksForTheRest() {
    CompletableFuture<String> asked = new CompletableFuture<>();
    StreamRouter.<String, String>builder()
        .model(async("gpt", gpt))
        .fallback(
            Model.async(
                "claude",
                (request, call) -> {
                  asked.complete(request);
                  return CompletableFuture.completedFuture(claude);
                }))
        .afterFirstToken(
            AfterFirstToken.continueWith(
                (request, parts) -> request + "|" + String.join("", parts)))
        .build()
        .stream("hi")
        .subscribe(subscriber.wantingAll());
    gpt.send("a", "b");
    gpt.fail(new IOException("reset"));
    assertThat(asked).isCompletedWithValue("hi|ab");
    claude.send("c");
    claude.complete();
    assertThat(subscriber.parts()).containsExactly("a", "b", "c");
    assertThat(subscriber.completed()).isTrue();
  }

  @Test
  void endWithoutTheLastPart_isNoEnd() {
    builder().build().stream("hi").subscribe(subscriber.wantingAll());
    gpt.send("a");
    gpt.complete();
    assertThat(subscriber.error())
        .isInstanceOfSatisfying(
            BrokenStreamException.class,
            e -> assertThat(e.attempt().error()).isEqualTo(ModelError.SERVER_ERROR));
  }

  @Test
  void emptyAnswer_fallsBack() {
    builder().build().stream("hi").subscribe(subscriber.wantingAll());
    gpt.complete();
    claude.send(".");
    claude.complete();
    assertThat(subscriber.parts()).containsExactly(".");
    assertThat(subscriber.completed()).isTrue();
  }

  @Test
  void cancellation_reachesTheTransport_andNothingFollows() {
    StreamRouter<String, String> router = builder().build();
    router.stream("hi").subscribe(subscriber.wantingAll());
    gpt.send("a");
    subscriber.cancel();
    assertThat(gpt.cancelled()).isTrue();
    gpt.send("b");
    gpt.fail(new IOException("late"));
    assertThat(subscriber.parts()).containsExactly("a");
    assertThat(subscriber.error()).isNull();
    assertThat(router.models().get(0).inFlight()).isZero();
    assertThat(router.models().get(0).counts().cancelled()).isEqualTo(1);
  }

  @Test
  void publisherThatComesAfterTheCancellation_isCancelled() {
    CompletableFuture<Flow.Publisher<String>> late = new CompletableFuture<>();
    boolean[] hook = {false};
    StreamRouter.<String, String>builder()
        .model(
            Model.async(
                "gpt",
                (request, call) -> {
                  call.onCancel(() -> hook[0] = true);
                  return late.thenApply(parts -> parts);
                }))
        .build()
        .stream("hi")
        .subscribe(subscriber.wantingAll());
    subscriber.cancel();
    assertThat(hook[0]).isTrue();
  }

  @Test
  void slowSubscriber_isNotTakenForASlowModel() {
    StreamRouter<String, String> router =
        StreamRouter.<String, String>builder()
            .model(async("gpt", gpt).timeouts(Timeouts.defaults().withBetweenTokens(ofMillis(30))))
            .build();
    router.stream("hi").subscribe(subscriber);
    subscriber.request(1);
    gpt.send("a");
    await().during(ofMillis(120)).atMost(ofSeconds(9)).until(() -> subscriber.error() == null);
    subscriber.request(1);
    await().atMost(ofSeconds(9)).until(() -> subscriber.error() != null);
    assertThat(subscriber.error()).isInstanceOf(BrokenStreamException.class);
    assertThat(gpt.cancelled()).isTrue();
  }

  @Test
  void slowFirstToken_fallsBack() {
    StreamRouter.<String, String>builder()
        .model(async("gpt", gpt).timeouts(Timeouts.defaults().withFirstToken(ofMillis(30))))
        .fallback(async("claude", claude))
        .build()
        .stream("hi")
        .subscribe(subscriber.wantingAll());
    await().atMost(ofSeconds(9)).until(claude::subscribed);
    assertThat(gpt.cancelled()).isTrue();
    claude.send("b");
    claude.complete();
    assertThat(subscriber.parts()).containsExactly("b");
  }

  @Test
  void deadline_endsAStream_thatNeverEnds() {
    builder().build().stream("hi", ofMillis(50)).subscribe(subscriber.wantingAll());
    gpt.send("a");
    await().atMost(ofSeconds(9)).until(() -> subscriber.error() != null);
    assertThat(subscriber.error())
        .isInstanceOfSatisfying(
            AllModelsUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(AllModelsUnavailableException.Reason.DEADLINE));
    assertThat(gpt.cancelled()).isTrue();
  }

  @Test
  void hedge_takesTheFirstToken_andCancelsTheOther() {
    StreamRouter<String, String> router = builder().hedge(ofMillis(20), Runnable::run).build();
    router.stream("hi").subscribe(subscriber.wantingAll());
    await().atMost(ofSeconds(9)).until(claude::subscribed);
    claude.send("b");
    assertThat(gpt.cancelled()).isTrue();
    gpt.send("a");
    claude.send(".");
    claude.complete();
    assertThat(subscriber.parts()).containsExactly("b", ".");
    assertThat(router.counts().hedges()).isEqualTo(1);
    assertThat(router.models()).allSatisfy(m -> assertThat(m.inFlight()).isZero());
  }

  @Test
  void nonPositiveDemand_isAnError_asRule39Says() {
    builder().build().stream("hi").subscribe(subscriber);
    subscriber.request(0);
    assertThat(subscriber.error())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("request must be for at least 1 part, but is for 0");
    assertThatThrownBy(() -> builder().build().stream("hi").subscribe(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void publisherThatSendsMoreThanWasAskedFor_isCutOff() {
    builder().build().stream("hi").subscribe(subscriber);
    subscriber.request(1);
    gpt.send("a");
    gpt.sendUnasked("b");
    assertThat(gpt.cancelled()).isTrue();
    assertThat(subscriber.error()).isInstanceOf(BrokenStreamException.class);
  }

  @Test
  void hundredThousandParts_askedForOneByOneFromWithinOnNext_doNotExhaustTheStack() {
    int parts = 100_000;
    StreamRouter<Integer, Integer> router =
        StreamRouter.<Integer, Integer>builder()
            .model(
                Model.async(
                    "gpt",
                    (request, call) -> CompletableFuture.completedFuture(new Range(request))))
            .build();
    CollectingSubscriber<Integer> one = new CollectingSubscriber<>();
    router.stream(parts).subscribe(one.oneByOne());
    assertThat(one.completed()).isTrue();
    assertThat(one.parts()).isEqualTo(IntStream.range(0, parts).boxed().toList());
  }

  @Test
  void subscriberThatThrows_isCancelled() {
    StreamRouter<String, String> router = builder().build();
    router.stream("hi").subscribe(subscriber.wantingAll().throwing());
    gpt.send("a");
    assertThat(gpt.cancelled()).isTrue();
    assertThat(router.models().get(0).inFlight()).isZero();
  }
}
