package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The example that stays up: its console, and the buttons that break a real PostgreSQL. */
class ServeTest {

  private static final String TOKEN = "a-token-of-thirty-two-characters";

  private final HttpClient client = HttpClient.newHttpClient();

  private static HttpRequest.Builder asked(URI root, String path) {
    return HttpRequest.newBuilder(root.resolve(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.header("Authorization", "Bearer " + TOKEN).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> press(Serve serve, String button) throws Exception {
    return send(asked(serve.breakers(), "/breakers/" + button).POST(BodyPublishers.noBody()));
  }

  private boolean stateSays(Serve serve, String words) throws Exception {
    return send(asked(serve.console(), "/api/console/state")).body().contains(words);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  private static HikariDataSource pool(PostgresServer server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbcUrl());
    config.setUsername(server.username());
    config.setConnectionTimeout(1_000);
    return new HikariDataSource(config);
  }

  private static ProbeRegistry registry(HikariDataSource pool) {
    return ProbeRegistry.builder()
        .register(DatabaseProbe.of(pool), ProbeSettings.every(Duration.ofMillis(500)))
        .build()
        .start();
  }

  @Test
  void buttons_breakAndMendTheDatabase_andTheConsoleSaysSo() throws Exception {
    try (PostgresServer server = PostgresServer.launch();
        HikariDataSource pool = pool(server);
        ProbeRegistry registry = registry(pool);
        Serve serve = Serve.start(registry, List.of(killer(server)), TOKEN, 0)) {
      await(() -> stateSays(serve, "\"status\":\"UP\""));
      assertThat(press(serve, "database/break").body()).contains("\"broken\":true");
      assertThat(press(serve, "database/break").statusCode()).isEqualTo(409);
      await(() -> stateSays(serve, "\"id\": \"database-connection-issues\""));
      assertThat(press(serve, "database/mend").body()).contains("\"broken\":false");
      await(() -> stateSays(serve, "\"status\":\"UP\""));
      assertThat(press(serve, "nothing/break").statusCode()).isEqualTo(404);
      assertThat(press(serve, "database/explode").statusCode()).isEqualTo(404);
    }
  }

  private static Breaker killer(PostgresServer server) {
    return new Breaker(
        "database",
        "kill -9",
        () -> {
          server.kill();
          return new Drill.Repair("started again", server::restart);
        });
  }

  @Test
  void stranger_mayLookAtThePage_andBreaksNothing() throws Exception {
    Breaker breaker =
        new Breaker(
            "database",
            "never",
            () -> {
              throw new AssertionError("a stranger must not break anything");
            });
    try (BreakerServer server = BreakerServer.start(List.of(breaker), TOKEN)) {
      HttpRequest page = asked(server.page(), "/breakers").build();
      HttpResponse<String> shown = client.send(page, BodyHandlers.ofString());
      assertThat(shown.body()).contains("<title>Break the example</title>");
      assertThat(shown.headers().firstValue("Content-Security-Policy")).isPresent();
      HttpRequest press =
          asked(server.page(), "/breakers/database/break").POST(BodyPublishers.noBody()).build();
      assertThat(client.send(press, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      HttpRequest state = asked(server.page(), "/breakers/state").build();
      assertThat(client.send(state, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThat(breaker.broken()).isFalse();
    }
  }
}
