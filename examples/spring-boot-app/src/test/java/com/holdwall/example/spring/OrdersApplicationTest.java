package com.holdwall.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.servers.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of a user, beside a real PostgreSQL that dies. */
class OrdersApplicationTest {

  private static final String TOKEN = "a-token-of-thirty-two-characters";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void application_isUnder40Lines_importsPropertiesAndAll() throws IOException {
    long lines = 0;
    for (String file :
        new String[] {
          "java/com/holdwall/example/spring/OrdersApplication.java",
          "resources/application.properties"
        }) {
      lines += Files.readAllLines(Path.of("src/main", file)).size();
    }
    assertThat(lines).isLessThan(40);
  }

  @Test
  void actuatorEndpointsAndConsole_sayWhichRunbookApplies_whenTheDatabaseDies() throws Exception {
    try (PostgresServer server = PostgresServer.launch();
        ConfigurableApplicationContext context = run(server)) {
      URI root =
          URI.create(
              "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
      await(() -> get(root.resolve("/actuator/health")).statusCode() == 200);
      assertThat(get(root.resolve("/api/console")).body())
          .contains("<title>Holdwall console</title>");
      server.kill();
      await(() -> get(root.resolve("/actuator/health")).statusCode() == 503);
      await(
          () ->
              get(root.resolve("/api/diagnosis"))
                  .body()
                  .contains("\"id\": \"database-connection-issues\""));
      URI state = root.resolve("/api/console/state");
      assertThat(get(state).body()).contains("\"service\":\"orders\"");
      await(() -> get(state).body().contains("\"status\":\"DOWN\""));
    }
  }

  private static ConfigurableApplicationContext run(PostgresServer server) {
    return new SpringApplication(OrdersApplication.class)
        .run(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--DATABASE_URL=" + server.jdbcUrl(),
            "--DATABASE_USER=" + server.username(),
            "--HOLDWALL_TOKEN=" + TOKEN);
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
