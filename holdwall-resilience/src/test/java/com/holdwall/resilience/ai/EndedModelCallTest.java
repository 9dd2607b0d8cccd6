package com.holdwall.resilience.ai;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls that are ended from outside: cancelled, interrupted, out of time. */
class EndedModelCallTest extends RoutedModels {

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
}
