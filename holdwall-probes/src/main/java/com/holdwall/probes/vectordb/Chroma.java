package com.holdwall.probes.vectordb;

import com.holdwall.probes.client.ProbeAnswer;
import com.holdwall.probes.client.ProbeClient;
import com.holdwall.probes.client.ProbeRequest;
import com.holdwall.probes.vectordb.VectorStoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Chroma over its HTTP API v2. Each request has a connection of its own; a search is one request
 * once the collection's id is known. The token goes into a header and nowhere else.
 */
public final class Chroma implements VectorStore {

  private final ChromaBuilder settings;
  private final String collections;
  private final ProbeClient client;
  private @Nullable String collectionId;

  Chroma(ChromaBuilder settings) {
    this.settings = settings;
    this.client = ProbeClient.of("holdwall-vectordb-probe", settings.tls);
    this.collections =
        "/api/v2/tenants/" + settings.tenant + "/databases/" + settings.database + "/collections";
  }

  /**
   * Starts with a server's address.
   *
   * @param base the address before {@code /api}, such as {@code http://chroma:8000}: Holdwall's
   *     {@code CHROMA_URL}
   * @return a builder
   * @throws IllegalArgumentException if the address is not http or https, has no host, or holds a
   *     user or a query; the text does not hold it
   */
  public static ChromaBuilder at(URI base) {
    return new ChromaBuilder(base);
  }

  @Override
  public String product() {
    return "Chroma";
  }

  @Override
  public void alive(Duration limit) throws IOException, VectorStoreException {
    long start = System.nanoTime();
    ProbeAnswer answer = get("/api/v2/heartbeat", limit);
    if (unknownPath(answer)) {
      throw new VectorStoreException(
          Reason.API_VERSION, "the server does not know /api/v2 (HTTP " + answer.status() + ")");
    }
    ok(answer);
    if (settings.clientApi == ChromaApi.V1) {
      ProbeAnswer old = get("/api/v1/heartbeat", limit.minusNanos(System.nanoTime() - start));
      if (unknownPath(old)) {
        throw new VectorStoreException(
            Reason.API_VERSION,
            "the service's client speaks /api/v1, which this server has given up (HTTP "
                + old.status()
                + "): it needs a client that speaks /api/v2");
      }
      ok(old);
    }
  }

  private static boolean unknownPath(ProbeAnswer answer) {
    return answer.status() == 404 || answer.status() == 405 || answer.status() == 410;
  }

  @Override
  public String version(Duration limit) throws IOException, VectorStoreException {
    return ChromaJson.version(ok(get("/api/v2/version", limit)));
  }

  @Override
  public long collections(Duration limit) throws IOException, VectorStoreException {
    return ChromaJson.count(ok(get(collections + "_count", limit)));
  }

  @Override
  public Neighbours nearest(Canary canary, Duration limit)
      throws IOException, VectorStoreException {
    long start = System.nanoTime();
    String id = collectionId;
    if (id == null) {
      id = ChromaJson.collectionId(ok(get(collections + "/" + canary.collection(), limit)));
      collectionId = id;
    }
    Duration left = limit.minusNanos(System.nanoTime() - start);
    try {
      ProbeAnswer answer = post(collections + "/" + id + "/query", ChromaJson.query(canary), left);
      return new Neighbours(ChromaJson.firstIds(ok(answer)), answer.took());
    } catch (VectorStoreException failure) {
      // It may have been created anew, under another id.
      collectionId = null;
      throw failure;
    }
  }

  @Override
  public void create(Canary canary, Duration limit) throws IOException, VectorStoreException {
    long start = System.nanoTime();
    String body = ChromaJson.collection(canary);
    String id = ChromaJson.collectionId(ok(post(collections, body, limit)));
    Duration left = limit.minusNanos(System.nanoTime() - start);
    ok(post(collections + "/" + id + "/upsert", ChromaJson.records(canary), left));
    collectionId = id;
  }

  private ProbeAnswer get(String path, Duration limit) throws IOException, VectorStoreException {
    return client.send(authorised(ProbeRequest.get(settings.address(path))), limit);
  }

  private ProbeAnswer post(String path, String body, Duration limit)
      throws IOException, VectorStoreException {
    URI address = settings.address(path);
    return client.send(authorised(ProbeRequest.post(address, "application/json", body)), limit);
  }

  private ProbeRequest authorised(ProbeRequest request) throws VectorStoreException {
    if (settings.token == null) {
      return request;
    }
    String token = settings.token.get();
    if (token == null || !ProbeRequest.fitsHeader(token)) {
      throw new VectorStoreException(
          Reason.NOT_ASKED,
          "the token is empty or has characters that no header can hold; nothing was sent");
    }
    return request.header("Authorization", "Bearer " + token);
  }

  private static String ok(ProbeAnswer answer) throws VectorStoreException {
    String words = "HTTP " + answer.status();
    return switch (answer.status()) {
      case 200, 201 -> answer.body();
      case 401, 403 -> throw new VectorStoreException(Reason.REJECTED, words);
      case 404 -> throw new VectorStoreException(Reason.MISSING, words);
      default -> throw new VectorStoreException(Reason.FAILED, words);
    };
  }

  @Override
  public void abort() {
    client.abort();
  }

  @Override
  public void close() {
    client.close();
  }

  /** {@return the product's name alone: an address or a token is nobody's business} */
  @Override
  public String toString() {
    return product();
  }
}
