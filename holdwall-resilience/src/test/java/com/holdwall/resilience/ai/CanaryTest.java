package com.holdwall.resilience.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.micrometer.ModelRouterMeters;
import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys and prompts never get out, though clients and providers quote them in what they throw. */
class CanaryTest {

  private static final String KEY = "sk-canary-4711";
  private static final String PROMPT = "canary prompt 4712";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");
  private final Handler logs =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          seen.add(
              line.getMessage() + Arrays.toString(line.getParameters()) + trace(line.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logs.setLevel(Level.ALL);
    Logger.getLogger("com.holdwall").setLevel(Level.ALL);
    root.addHandler(logs);
  }

  @AfterEach
  void close() {
    root.removeHandler(logs);
    Logger.getLogger("com.holdwall").setLevel(null);
  }

  @Test
  void plainCalls_keepThem() throws Exception {
    try (AiProviderStub provider = AiProviderStub.open(KEY)) {
      provider.inject(new AiFault.Refusal(500, "server_error"));
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      ModelRouter<String, String> router =
          ModelRouter.<String, String>builder()
              .model(
                  Model.named(
                      "leaky",
                      prompt -> {
                        throw new IOException("key " + KEY + " refused for " + prompt);
                      }))
              .fallback(
                  Model.calling(
                      "http", new HttpModel(HttpClient.newHttpClient(), provider, KEY)::ask))
              .deadline(Duration.ofMillis(500))
              .errors(ErrorTable.standard().with(CanaryTest::brokenRule))
              .onEvent(event -> seen.add(event.toString()))
              .onEvent(CanaryTest::brokenListener)
              .observer((p, model, outcome, nanos) -> seen.add(p + model + outcome + nanos))
              .observer((p, model, outcome, nanos) -> brokenListener(KEY))
              .build();
      ModelRouterMeters.of("chat", router).bindTo(registry);
      for (int i = 0; i < 10; i++) {
        try {
          seen.add(router.call(PROMPT));
        } catch (AllModelsUnavailableException none) {
          seen.add(trace(none));
          assertThat(none.attempts().get(0).thrown()).isNotNull();
          none.attempts().forEach(attempt -> seen.add(attempt.toString()));
        }
      }
      registry.getMeters().forEach(meter -> seen.add(meter.getId() + ""));
      seen.add(router + "" + router.models() + router.counts());
      router.models().forEach(model -> seen.add(model.counts() + ""));
    }
    assertNoCanary();
    assertThat(seen).anyMatch(line -> line.contains("A listener failed"));
    assertThat(seen).anyMatch(line -> line.contains("A rule failed"));
  }

  @Test
  void streams_keepThem() throws Exception {
    HandPublisher parts = new HandPublisher();
    CollectingSubscriber<String> subscriber = new CollectingSubscriber<>();
    StreamRouter<String, String> router =
        StreamRouter.<String, String>builder()
            .model("leaky", prompt -> parts)
            .executor(Runnable::run)
            .onEvent(event -> seen.add(event.toString()))
            .build();
    router.stream(PROMPT, Duration.ofSeconds(9)).subscribe(subscriber.wantingAll());
    parts.send("a");
    parts.fail(new IOException(KEY + PROMPT));
    Throwable error = subscriber.error();
    assertThat(error).isInstanceOf(BrokenStreamException.class);
    seen.add(trace(error));
    assertNoCanary();
  }

  private void assertNoCanary() {
    assertThat(seen).isNotEmpty().noneMatch(line -> line.contains("4711") || line.contains("4712"));
  }

  private static ModelFailure brokenRule(Throwable thrown) {
    throw new IllegalStateException(thrown.getMessage() + KEY);
  }

  private static void brokenListener(Object event) {
    throw new IllegalStateException(event + KEY + PROMPT);
  }

  private static String trace(@org.jspecify.annotations.Nullable Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
