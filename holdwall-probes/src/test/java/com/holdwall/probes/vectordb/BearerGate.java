package com.holdwall.probes.vectordb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A reverse proxy that wants a bearer token, in front of a real Chroma: since 1.0 Chroma has no
 * authentication of its own, and a gateway is how it is protected.
 */
final class BearerGate implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final HttpServer server;
  private final int behind;
  private volatile String token;
  private volatile int failWith;

  private BearerGate(HttpServer server, int behind, String token) {
    this.server = server;
    this.behind = behind;
    this.token = token;
  }

  static BearerGate to(int port, String token) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      BearerGate gate = new BearerGate(server, port, token);
      server.setExecutor(gate.threads);
      server.createContext("/", gate::handle);
      server.start();
      return gate;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  void token(String next) {
    token = next;
  }

  /** Answers everything with this status from now on; 0 for forwarding again. */
  void failWith(int status) {
    failWith = status;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (failWith != 0 || !("Bearer " + token).equals(given)) {
      exchange.sendResponseHeaders(failWith == 0 ? 401 : failWith, -1);
      exchange.close();
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + behind + exchange.getRequestURI().getPath()))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
