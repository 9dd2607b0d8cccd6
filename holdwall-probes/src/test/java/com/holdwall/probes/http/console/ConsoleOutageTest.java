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
import com.holdwall.probes.redis.RedisProbe;
import com.holdwall.servers.PostgresServer;
import com.holdwall.servers.RedisServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/**
 * Outages of a real PostgreSQL and a real Redis, as the person on call sees them. The pictures of
 * README are made here: {@code target/console/*.png}.
 */
@EnabledIfSystemProperty(named = Browser.CHROMIUM, matches = ".+")
class ConsoleOutageTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Path PICTURES = Path.of("target/console");
  private static final Path FIGURES = Path.of("target/figures/console.json");
  private static final String RESTART = "kubectl rollout restart statefulset/redis -n holdwall";

  /** When a symptom was first observed, by its runbook. */
  private final Map<String, Instant> observed = new ConcurrentHashMap<>();

  private void listen(HealthEvent event) {
    if (event instanceof HealthEvent.SymptomObserved seen) {
      String runbook = seen.observation().symptom().runbook().toString();
      observed.putIfAbsent(runbook, Instant.now());
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

  private ProbeRegistry registry(HikariDataSource pool, RedisServer redis) {
    ProbeSettings settings = ProbeSettings.every(INTERVAL);
    return ProbeRegistry.builder()
        .service("holdwall-app")
        .register(DatabaseProbe.builder(pool).settings(settings).build())
        .register(
            RedisProbe.standalone(
                    new HostAndPort("127.0.0.1", redis.port()),
                    DefaultJedisClientConfig.builder().build())
                .settings(settings)
                .build())
        .listener(this::listen)
        .build()
        .start();
  }

  private static HealthServer serve(ProbeRegistry registry) throws IOException {
    return HealthServer.builder(
            HealthApi.builder(registry)
                .version("1.4.2")
                .authoriser(Authoriser.bearer(Fixture.TOKEN))
                .build())
        .start();
  }

  @Test
  void outages_areOnThePage_withTheirRunbooksAndTheNextCommand() throws IOException {
    try (PostgresServer postgres = PostgresServer.launch();
        RedisServer redis = RedisServer.launch();
        HikariDataSource pool = pool(postgres);
        ProbeRegistry registry = registry(pool, redis);
        HealthServer server = serve(registry);
        Browser browser = new Browser()) {
      String origin = "http://127.0.0.1:" + server.port() + "/";
      browser.size(1280, 1060);
      browser.enter(URI.create(origin + "api/console"), Fixture.TOKEN);
      browser.await("health", () -> browser.text("#overall").contains("UP"));
      assertThat(browser.text("#incident")).contains("No runbook applies");

      healthyForAWhile();
      redis.kill();
      long redisMillis = seen(browser, "Redis Cache Failures", "redis-cache-failures");
      theCommandIsCopied(browser);
      pictures(browser, "console");

      postgres.kill();
      long millis = seen(browser, "Database Connection Issues", "database-connection-issues");
      theHeldBackOneIsNotOffered(browser);
      pictures(browser, "double-fault");
      assertThat(browser.console()).isEmpty();
      assertThat(browser.asked()).isNotEmpty().allMatch(address -> address.startsWith(origin));
      figures(millis, redisMillis);
    }
  }

  /** With {@code -Psoak} the pictures get a history worth showing. */
  private static void healthyForAWhile() {
    Instant until = Instant.now().plusSeconds(Boolean.getBoolean("holdwall.soak") ? 40 : 0);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !Instant.now().isBefore(until));
  }

  /** Milliseconds from the symptom in the registry to the runbook on the page. */
  private long seen(Browser browser, String title, String runbook) {
    browser.await(title, () -> browser.text("#incident h2").contains(title));
    Instant onThePage = Instant.now();
    // The page may be told before this listener is.
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> observed.containsKey(runbook));
    long millis =
        Duration.between(Objects.requireNonNull(observed.get(runbook)), onThePage).toMillis();
    assertThat(millis).isLessThan(2_000);
    return millis;
  }

  private static void theCommandIsCopied(Browser browser) {
    browser.await("the command", () -> browser.text(".line code").contains(RESTART));
    browser.find("[data-action=copy]").click();
    browser.await("the copy", () -> browser.text(".said").startsWith("Copied"));
    assertThat(browser.clipboard()).isEqualTo(RESTART);
  }

  private static void theHeldBackOneIsNotOffered(Browser browser) {
    browser.await("held back", () -> browser.text(".held").contains("kubectl rollout restart"));
    assertThat(browser.text(".held"))
        .contains("held back", "does NOT hold", "the database accepts connections", "MUTATING");
    assertThat(browser.script("return document.querySelectorAll('.held button').length"))
        .isEqualTo("0");
  }

  private static void pictures(Browser browser, String name) {
    for (String scheme : new String[] {"light", "dark"}) {
      browser.prefers(scheme);
      assertThat(browser.accessibilityViolations()).as(scheme).isEmpty();
      browser.screenshot(PICTURES.resolve(name + "-" + scheme + ".png"));
    }
    browser.prefers("light");
    browser.width(400);
    assertThat(browser.accessibilityViolations()).as("narrow").isEmpty();
    browser.screenshot(PICTURES.resolve(name + "-narrow.png"));
    browser.width(0);
  }

  private static void figures(long database, long redis) throws IOException {
    Files.createDirectories(Objects.requireNonNull(FIGURES.getParent()));
    Files.writeString(
        FIGURES,
        "{\"symptom_to_page_ms\":{\"database-killed\":%d,\"redis-killed\":%d}}%n"
            .formatted(database, redis));
  }
}
