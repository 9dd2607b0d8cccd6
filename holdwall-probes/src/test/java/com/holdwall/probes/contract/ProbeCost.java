package com.holdwall.probes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.runbook.Status;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.ProxyTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.awaitility.Awaitility;

/** What a check costs over HTTP, on connections that each serve one request. */
public final class ProbeCost {

  private static final int CHECKS = 20;

  private ProbeCost() {}

  /**
   * Checks a healthy server some times, writes target/figures/probe-cost-NAME.json, and asserts the
   * number of requests and that a check receives and sends little.
   *
   * @param name the probe's name in the figures
   * @param probe the probe, behind the proxy
   * @param proxy counts
   * @param requests how many a check may send
   * @param mostReceived how many bytes a check may receive
   */
  public static void assertRequests(
      String name, Probe probe, FaultProxy proxy, int requests, int mostReceived) throws Exception {
    ProxyTraffic before = proxy.traffic();
    for (int i = 0; i < CHECKS; i++) {
      CheckContext context = new CheckContext(Instant.now(), Duration.ofSeconds(30));
      assertThat(probe.check(context).status()).isEqualTo(Status.UP);
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> proxy.traffic().open() == 0);
    ProxyTraffic cost = proxy.traffic().since(before);
    write(name, cost);
    // One request on each connection, since each asks the server to close it.
    assertThat(cost.accepted()).isEqualTo((long) requests * CHECKS);
    assertThat(cost.bytesFromClients() / CHECKS).isLessThan(1_000);
    assertThat(cost.bytesToClients() / CHECKS).isLessThan(mostReceived);
  }

  private static void write(String name, ProxyTraffic cost) throws IOException {
    String json =
        String.format(
            Locale.ROOT,
            "{\"probe\": \"%s\", \"checks\": %d, \"requestsPerCheck\": %.1f,"
                + " \"bytesSentPerCheck\": %.1f, \"bytesReceivedPerCheck\": %.1f}%n",
            name,
            CHECKS,
            cost.accepted() / (double) CHECKS,
            cost.bytesFromClients() / (double) CHECKS,
            cost.bytesToClients() / (double) CHECKS);
    System.out.print(json);
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures"))
            .resolve("probe-cost-" + name + ".json"),
        json);
  }
}
