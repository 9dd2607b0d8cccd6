package com.holdwall.probes.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.Fixture;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.jdk.HealthServer;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** An outage of a real PostgreSQL, as the person on call sees it. */
@EnabledIfSystemProperty(named = Browser.CHROMIUM, matches = ".+")
class ConsoleOutageTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Path PICTURES = Path.of("target/console");

  private final AtomicReference<Instant> observed = new AtomicReference<>();

  private void listen(HealthEvent event) {
    if (event instanceof HealthEvent.SymptomObserved) {
      observed.compareAndSet(null, Instant.now());
    }
  }

  private static HikariDataSource pool(PostgresServer server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbcUrl());
    config.setUsername(server.username());
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    return new HikariDataSource(config);
  }

  private ProbeRegistry registry(HikariDataSource pool) {
    return ProbeRegistry.builder()
        .service("holdwall-app")
        .register(DatabaseProbe.builder(pool).settings(ProbeSettings.every(INTERVAL)).build())
        .listener(this::listen)
        .build()
        .start();
  }

  @Test
  void killedDatabase_isOnThePage_withinTwoSecondsOfTheSymptom() throws IOException {
    try (PostgresServer server = PostgresServer.launch();
        HikariDataSource pool = pool(server);
        ProbeRegistry registry = registry(pool);
        HealthServer http =
            HealthServer.builder(
                    HealthApi.builder(registry)
                        .version("1.4.2")
                        .authoriser(Authoriser.bearer(Fixture.TOKEN))
                        .build())
                .start();
        Browser browser = new Browser()) {
      browser.enter(URI.create("http://127.0.0.1:" + http.port() + "/api/console"), Fixture.TOKEN);
      browser.await("health", () -> browser.text("#overall").contains("UP"));
      assertThat(browser.text("#incident")).contains("No runbook applies");
      server.kill();
      browser.await(
          "the outage", () -> browser.text("#incident h2").contains("Database Connection Issues"));
      long millis = Duration.between(observed.get(), Instant.now()).toMillis();
      browser.screenshot(PICTURES.resolve("a.png"));
      assertThat(millis).isLessThan(2_000);
      Files.writeString(PICTURES.resolve("x.txt"), String.join("\n", browser.console()));
      System.err.println(millis + "\n" + browser.console() + browser.network().size());
      browser.prefers("dark");
      browser.size(1280, 1500);
      browser.screenshot(PICTURES.resolve("dark.png"));
      System.err.println(browser.accessibilityViolations());
      browser.prefers("light");
      browser.screenshot(PICTURES.resolve("light.png"));
      System.err.println(browser.accessibilityViolations());
      browser.size(420, 1500);
      browser.screenshot(PICTURES.resolve("narrow.png"));
    }
  }
}
