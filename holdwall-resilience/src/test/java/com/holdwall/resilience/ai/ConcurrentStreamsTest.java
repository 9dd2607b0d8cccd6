package com.holdwall.resilience.ai;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Figures;
import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What many streams at once cost in threads and heap. */
@Tag("alone")
class ConcurrentStreamsTest {

  private static final int STREAMS = 200;
  private static final String KEY = "sk-test";

  @Test
  void twoHundredStreams_needNoThreadsOfTheirOwn() throws Exception {
    ExecutorService io = Executors.newFixedThreadPool(4);
    try (AiProviderStub provider = AiProviderStub.open(KEY)) {
      provider.inject(new AiFault.SlowAfter(2, ofMillis(1500)));
      HttpClient http = HttpClient.newBuilder().executor(io).build();
      StreamRouter<String, String> router =
          StreamRouter.<String, String>builder()
              .model(Model.async("one", new HttpModel(http, provider, KEY)::stream))
              .content(event -> event.contains("\"content\""))
              .endsWith(event -> event.equals("[DONE]"))
              .executor(io)
              .build();
      long heapBefore = heap();
      int threadsBefore = threads();
      List<CollectingSubscriber<String>> all = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        CollectingSubscriber<String> subscriber = new CollectingSubscriber<>();
        all.add(subscriber);
        router.stream("hi").subscribe(subscriber.wantingAll());
      }
      await()
          .atMost(ofSeconds(20))
          .until(
              () -> router.models().get(0).inFlight() == STREAMS && provider.billed() == STREAMS);
      int threads = threads() - threadsBefore;
      long heap = heap() - heapBefore;
      for (CollectingSubscriber<String> subscriber : all) {
        assertThat(subscriber.awaitEnd(30)).isTrue();
        assertThat(subscriber.error()).isNull();
        assertThat(subscriber.parts()).hasSize(5);
        assertThat(subscriber.violations()).isEmpty();
      }
      assertThat(router.models().get(0).inFlight()).isZero();
      // the client's selector and its four threads, our timer, a few of the JVM's
      assertThat(threads).isLessThan(20);
      Figures.write(
          "model-router-streams",
          Map.of("streams", STREAMS, "threads", threads, "heapBytesWithClientAndStub", heap));
    } finally {
      io.shutdownNow();
    }
  }

  /** Without those of the provider, which takes one for each connection. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("ai-provider-"))
            .count();
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
