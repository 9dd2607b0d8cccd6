package com.holdwall.probes.vectordb;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Changes a Chroma as an operator would, past the proxy. */
final class ChromaTestClient {

  private static final String COLLECTIONS =
      "/api/v2/tenants/default_tenant/databases/default_database/collections";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  ChromaTestClient(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  private String send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + COLLECTIONS + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(method + " " + path + ": " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(method + " " + path + " interrupted", e);
    }
  }

  private String id(String collection) throws VectorStoreException {
    return ChromaJson.collectionId(send("GET", "/" + collection, ""));
  }

  /** Moves a record of the canary to where another one is expected. */
  void move(String collection, String id, String vector) {
    try {
      String body = "{\"ids\":[\"" + id + "\"],\"embeddings\":[" + vector + "]}";
      send("POST", "/" + id(collection) + "/upsert", body);
    } catch (VectorStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  void create(String collection) {
    send("POST", "", "{\"name\":\"" + collection + "\",\"get_or_create\":true}");
  }

  void delete(String collection) {
    send("DELETE", "/" + collection, "");
  }
}
