package com.holdwall.example.app;

import com.holdwall.probes.ai.CallOutcome;
import com.holdwall.probes.ai.ModelCallStatistics;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.ai.Model;
import com.holdwall.resilience.ai.ModelObserver;
import com.holdwall.resilience.ai.ModelOutcome;
import com.holdwall.resilience.ai.ModelRouter;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Asks a model, and another provider's where the first one fails. The times are those of a drill.
 * Thread-safe.
 */
final class Models {

  private static final Duration LIMIT = Duration.ofMillis(800);
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofMillis(500))
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private final ModelCallStatistics statistics = ModelCallStatistics.of(ShortWindows.WINDOW, 8);
  private final ModelRouter<String, String> router;

  Models(Dependencies.Model first, Dependencies.Model second) {
    router =
        ModelRouter.<String, String>builder()
            .model(model(first))
            .fallback(model(second))
            .deadline(DEADLINE)
            .leastAttempt(Duration.ofMillis(500))
            .cooldowns(Duration.ofMillis(500), Duration.ofSeconds(1))
            .observer(statistics())
            .build();
  }

  private Model<String, String> model(Dependencies.Model model) {
    return Model.calling(model.name(), new ChatClient(http, model))
        .provider(model.provider())
        .timeout(LIMIT)
        .breaker(
            Breaker.named(model.name())
                .minimumCalls(5)
                .timeWindow(Duration.ofSeconds(5))
                .openTime(Duration.ofSeconds(1), Duration.ofSeconds(2))
                .build());
  }

  /** What the probe's statistics hear of the router's calls: the two know nothing of each other. */
  private ModelObserver statistics() {
    return new ModelObserver() {
      @Override
      public void ended(String provider, String model, ModelOutcome outcome, long nanos) {
        statistics.model(provider, model).ended(CallOutcome.valueOf(outcome.name()), nanos);
      }
    };
  }

  String answer(String prompt) throws Exception {
    return router.call(prompt);
  }

  ModelCallStatistics calls() {
    return statistics;
  }

  void tell(Primitives.Builder primitives) {
    router
        .models()
        .forEach(
            model ->
                model.breaker().ifPresent(b -> primitives.state("breaker " + b.name(), b.phase())));
    primitives
        .count("answers by the fallback model", router.counts().fallbacks())
        .count("questions without an answer", router.counts().failed())
        .count(
            "times that a model was left alone",
            router.models().stream().mapToLong(model -> model.counts().cooldowns()).sum());
  }
}
