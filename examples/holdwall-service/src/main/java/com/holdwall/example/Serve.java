package com.holdwall.example;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.jdk.HealthServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Keeps a service's endpoints and its console page up on loopback, and beside them, on a port of
 * its own, the page with the buttons that break the example.
 */
final class Serve implements AutoCloseable {

  private final HealthServer server;
  private final BreakerServer breakers;
  private final String token;

  private Serve(HealthServer server, BreakerServer breakers, String token) {
    this.server = server;
    this.breakers = breakers;
    this.token = token;
  }

  /**
   * Listens.
   *
   * @param registry what the console shows
   * @param breakers what may be broken
   * @param token who knows it may look and break; at least 16 characters
   * @param port of the console; 0 for any free one
   */
  static Serve start(ProbeRegistry registry, List<Breaker> breakers, String token, int port)
      throws IOException {
    HealthApi api =
        HealthApi.builder(registry)
            .environment("example")
            .authoriser(Authoriser.bearer(token))
            .build();
    HealthServer server = HealthServer.builder(api).port(port).start();
    try {
      return new Serve(server, BreakerServer.start(breakers, token), token);
    } catch (IOException | RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  URI console() {
    return URI.create("http://127.0.0.1:" + server.port() + "/api/console");
  }

  URI breakers() {
    return breakers.page();
  }

  String token() {
    return token;
  }

  @Override
  public void close() {
    breakers.close();
    server.close();
  }
}
