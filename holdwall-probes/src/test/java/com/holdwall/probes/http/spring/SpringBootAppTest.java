package com.holdwall.probes.http.spring;

import static com.holdwall.probes.http.JsonTree.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.http.Fixture;
import com.holdwall.probes.http.Fixture.ScriptedProbe;
import com.holdwall.probes.http.JsonTree;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A Spring Boot application with two probe beans and no other line about health. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringBootAppTest {

  private static final RunbookId DATABASE = new RunbookId("database-connection-issues");

  /** The whole application. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class App {

    @Bean
    ScriptedProbe database() {
      return new ScriptedProbe("database", DATABASE);
    }

    @Bean
    Probe cache() {
      return new ScriptedProbe("cache", DATABASE);
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private ConfigurableApplicationContext context;

  @BeforeAll
  void start() {
    context =
        new SpringApplication(App.class)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.application.name=holdwall-app",
                "--spring.main.banner-mode=off",
                "--management.endpoint.health.show-details=always",
                "--holdwall.probes.http.token=" + Fixture.TOKEN);
  }

  @AfterAll
  void close() {
    context.close();
  }

  private void databaseIs(Status status) {
    context.getBean("database", ScriptedProbe.class).result = ScriptedProbe.says(status, 1);
    // The first joins a check that may have begun before; the second begins after the change.
    context.getBean(ProbeRegistry.class).checkAll(Duration.ofSeconds(30));
    context.getBean(ProbeRegistry.class).checkAll(Duration.ofSeconds(30));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> trusted(String path) throws Exception {
    return get(path, "Authorization", "Bearer " + Fixture.TOKEN);
  }

  @Test
  void actuator_showsEachProbe_withItsRunbook() throws Exception {
    databaseIs(Status.UP);
    Map<String, Object> body = JsonTree.parse(get("/actuator/health").body());
    assertThat(body).containsEntry("status", "UP");
    assertThat(at(body, "components", "holdwall", "components", "cache", "status")).isEqualTo("UP");
    assertThat(at(body, "components", "holdwall", "components", "database", "details", "runbook"))
        .isEqualTo("database-connection-issues");
  }

  @Test
  void actuator_isDownWithItsProbe() throws Exception {
    databaseIs(Status.DOWN);
    assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
    assertThat(get("/actuator/health/holdwall/database").statusCode()).isEqualTo(503);
    assertThat(get("/actuator/health/holdwall/cache").statusCode()).isEqualTo(200);
  }

  @Test
  void endpoints_areServedBesideTheApplication() throws Exception {
    databaseIs(Status.DOWN);
    HttpResponse<String> stranger = get("/api/health/database");
    assertThat(stranger.statusCode()).isEqualTo(503);
    assertThat(stranger.body()).isEqualTo("{\"status\":\"unhealthy\"}\n");
    assertThat(trusted("/api/health/database").body()).contains("it is DOWN");
    assertThat(trusted("/api/metrics").body()).contains("threads waiting");
    assertThat(trusted("/api/diagnosis").body()).contains("\"service\": \"holdwall-app\"");
    assertThat(get("/api/metrics").statusCode()).isEqualTo(401);
    assertThat(get("/api/runbooks").statusCode()).isEqualTo(401);
    assertThat(get("/api/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void console_isServedBesideTheApplication_andTellsWhatHasNotChanged() throws Exception {
    databaseIs(Status.DOWN);
    HttpResponse<String> page = get("/api/console");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(get("/api/console/console.js").body()).contains("import");
    assertThat(get("/api/console/state").statusCode()).isEqualTo(401);
    HttpResponse<String> state = trusted("/api/console/state");
    assertThat(state.body()).contains("\"service\":\"holdwall-app\"");
    String tag = state.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        get("/api/console/state", "Authorization", "Bearer " + Fixture.TOKEN, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void post_reachesTheHandlerThroughTheServlet() throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/alerts"))
            .headers("Authorization", "Bearer " + Fixture.TOKEN, "Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":"
                        + "{\"alertname\":\"Nobody\"}}]}"))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"accepted\":0,\"ignored\":1}\n");
  }
}
