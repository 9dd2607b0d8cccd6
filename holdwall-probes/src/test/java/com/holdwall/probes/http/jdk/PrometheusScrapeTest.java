package com.holdwall.probes.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.http.Fixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** With {@code -Dholdwall.prometheus=/path/to/prometheus}: a real one scrapes the endpoint. */
@EnabledIfSystemProperty(named = "holdwall.prometheus", matches = ".+")
class PrometheusScrapeTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void prometheus_scrapesTheMetrics_withTheToken(@TempDir Path folder) throws Exception {
    try (Fixture fixture = new Fixture().checked();
        HealthServer server = HealthServer.builder(fixture.api).start()) {
      int port = freePort();
      Process prometheus = prometheus(folder, server.port(), port);
      try {
        Awaitility.await()
            .atMost(30, TimeUnit.SECONDS)
            .pollInterval(Duration.ofMillis(200))
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(() -> query(port, "up").contains("\"1\""));
        assertThat(query(port, "sum(holdwall_probe_status)")).contains("\"2\"");
      } finally {
        prometheus.destroy();
        assertThat(prometheus.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static Process prometheus(Path folder, int target, int port) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        String.format(
            Locale.ROOT,
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: holdwall
                metrics_path: /api/metrics
                authorization: {credentials: "%s"}
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """,
            Fixture.TOKEN,
            target));
    return new ProcessBuilder(
            System.getProperty("holdwall.prometheus"),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile())
        .start();
  }

  private String query(int port, String query) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/query?query="
                + query.replace("(", "%28").replace(")", "%29"));
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
