package com.holdwall.example.app;

import com.holdwall.probes.vectordb.SearchOutcome;
import com.holdwall.probes.vectordb.VectorSearchStatistics;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.Guard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the item most like another one in Chroma. Thread-safe. */
final class Search {

  private static final String COLLECTIONS =
      "/api/v2/tenants/default_tenant/databases/default_database/collections";

  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-f-]{36})\"");
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int ITEMS = 100;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(LIMIT).version(HttpClient.Version.HTTP_1_1).build();

  private final VectorSearchStatistics statistics = VectorSearchStatistics.of(ShortWindows.WINDOW);

  private final Guard guard =
      Guard.named("vectordb")
          .circuitBreaker(
              Breaker.named("vectordb")
                  .minimumCalls(5)
                  .timeWindow(Duration.ofSeconds(5))
                  .openTime(Duration.ofMillis(500), Duration.ofSeconds(1))
                  .build())
          .build();

  private final URI base;
  private final String collection;

  /** Creates the collection where it is not there. */
  Search(URI base) {
    this.base = base;
    try {
      Matcher id =
          ID.matcher(
              send("", "{\"name\":\"items\",\"get_or_create\":true}", LIMIT.multipliedBy(10)));
      if (!id.find()) {
        throw new IOException("the vector database's answer names no collection");
      }
      collection = id.group(1);
      send("/" + collection + "/upsert", items(), LIMIT.multipliedBy(10));
    } catch (IOException failed) {
      throw new UncheckedIOException("the collection of items cannot be created", failed);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupt);
    }
  }

  private static String items() {
    StringBuilder ids = new StringBuilder();
    StringBuilder embeddings = new StringBuilder();
    for (int item = 0; item < ITEMS; item++) {
      String comma = item == 0 ? "" : ",";
      ids.append(comma).append('"').append(item).append('"');
      embeddings.append(comma).append(embedding(item));
    }
    return "{\"ids\":[" + ids + "],\"embeddings\":[" + embeddings + "]}";
  }

  /** Points on a circle: who is near is near in number. */
  private static String embedding(int item) {
    double angle = 2 * Math.PI * item / ITEMS;
    return "[" + Math.cos(angle) + "," + Math.sin(angle) + ",0.5]";
  }

  String like(String item) throws Exception {
    String query =
        "{\"query_embeddings\":["
            + embedding(Math.floorMod(Integer.parseInt(item), ITEMS))
            + "],\"n_results\":2}";
    return guard.call(() -> recorded("/" + collection + "/query", query));
  }

  private String recorded(String path, String body) throws IOException, InterruptedException {
    long start = System.nanoTime();
    SearchOutcome outcome = SearchOutcome.FAILED;
    try {
      String answer = send(path, body, LIMIT);
      outcome = SearchOutcome.SUCCESS;
      return answer;
    } catch (HttpTimeoutException late) {
      outcome = SearchOutcome.TIMEOUT;
      throw late;
    } finally {
      statistics.ended(outcome, System.nanoTime() - start);
    }
  }

  private String send(String path, String body, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(COLLECTIONS + path))
            .timeout(limit)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the vector database answered with status " + answer.statusCode());
    }
    return answer.body();
  }

  VectorSearchStatistics statistics() {
    return statistics;
  }

  Guard guard() {
    return guard;
  }
}
