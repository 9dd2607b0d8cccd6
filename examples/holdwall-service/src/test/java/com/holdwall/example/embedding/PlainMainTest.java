package com.holdwall.example.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.servers.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The program of a user, in a JVM of its own, beside a real PostgreSQL that dies. */
class PlainMainTest {

  private static final String TOKEN = "a-token-of-thirty-two-characters";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void plainMain_isUnder40Lines_importsAndAll() throws IOException {
    Path source = Path.of("src/main/java/com/holdwall/example/embedding/PlainMain.java");
    assertThat(Files.readAllLines(source)).hasSizeLessThan(40);
  }

  @Test
  void plainMain_saysWhichRunbookApplies_whenItsDatabaseDies() throws Exception {
    try (PostgresServer server = PostgresServer.launch()) {
      Process service = start(server);
      try (BufferedReader said = service.inputReader()) {
        URI console = URI.create(Objects.requireNonNull(said.readLine()));
        assertThat(get(console).body()).contains("<title>Holdwall console</title>");
        URI health = console.resolve("/api/health");
        await(() -> get(health).statusCode() == 200);
        server.kill();
        await(() -> get(health).statusCode() == 503);
        await(
            () ->
                get(console.resolve("/api/diagnosis"))
                    .body()
                    .contains("\"id\": \"database-connection-issues\""));
      } finally {
        service.destroy();
        service.waitFor();
      }
    }
  }

  private static Process start(PostgresServer server) throws IOException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            PlainMain.class.getName(),
            server.jdbcUrl(),
            server.username(),
            "0");
    java.environment().put("HOLDWALL_TOKEN", TOKEN);
    return java.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Authorization", "Bearer " + TOKEN).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }
}
