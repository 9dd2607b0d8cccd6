package com.holdwall.probes.vectordb;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.FaultMatrix;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.probes.contract.ProbeContract;
import com.holdwall.probes.contract.ProbeCost;
import com.holdwall.probes.contract.ProxiedBench;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.runbook.diagnosis.StepResult;
import com.holdwall.servers.ChromaServer;
import com.holdwall.servers.ProxyTraffic;
import com.holdwall.servers.ServerProcess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vector database probe keeps the contract of all probes, on a real Chroma. */
class ChromaContractTest extends ProbeContract {

  private static final String CONNECTION = HoldwallSymptoms.VECTOR_CONNECTION_ERRORS.toString();
  private static final String FAILING = HoldwallSymptoms.VECTOR_SEARCH_FAILING.toString();
  private static final String SLOW = HoldwallSymptoms.VECTOR_SEARCH_SLOW.toString();
  private static final String TOKEN = "the-right-token";
  private static final String CANARY = "canary-55bb-hunter2";

  @Override
  protected ProbeBench launch() {
    return new ChromaBench();
  }

  private VectorProbeBuilder at(int port) {
    return VectorProbe.builder(Chroma.at(URI.create("http://127.0.0.1:" + port)).build())
        // How fast this machine is, is not the question.
        .slowAfter(Duration.ofMinutes(1));
  }

  private static ProbeResult check(Probe probe) throws Exception {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(30)));
  }

  private ChromaTestClient operator() {
    return new ChromaTestClient(bench().server().port());
  }

  @Test
  void healthyServer_isDescribedInTheStepsOfTheRunbook() throws Exception {
    VectorSearchStatistics searches = VectorSearchStatistics.create();
    searches.ended(SearchOutcome.SUCCESS, 40_000_000);
    searches.ended(SearchOutcome.FAILED, 1_000_000);
    try (VectorProbe probe =
        at(bench().proxy().port()).canary(Canary.own()).statistics(searches).build()) {
      ProbeResult result = check(probe);
      assertThat(result.steps())
          .extracting(StepResult::summary)
          .satisfiesExactly(
              health ->
                  assertThat(health)
                      .matches(
                          "UP: Chroma 1\\.0\\.0 with \\d+ collections: finds the canary in .*"),
              own ->
                  assertThat(own)
                      .isEqualTo("2 searches in the last 300 s: 50.0 % failed, p95 40 ms"));
      assertThat(probe.metrics())
          .extracting(metric -> metric.name())
          .containsExactly("vectordb_collections", "vectordb_canary_seconds");
    }
  }

  @Test
  void withoutCanary_searchesAreUnknown_andNothingIsWritten() throws Exception {
    try (ChromaServer empty = ChromaServer.launch();
        VectorProbe probe = at(empty.port()).build()) {
      ProbeResult result = check(probe);
      assertThat(result.status()).isEqualTo(Status.UP);
      assertThat(result.summary()).contains("with 0 collections", "no canary is configured");
      assertThat(result.readings())
          .filteredOn(Reading.Unknown.class::isInstance)
          .extracting(Reading::finding)
          .containsExactly("SEARCH_FAILED", "SEARCH_WRONG", "SLOW");
      assertThat(check(probe).summary()).contains("with 0 collections");
    }
  }

  @Test
  void givenCanary_isOnlyRead_andItsAbsenceIsAFailingSearch() throws Exception {
    Canary given = Canary.readOnly("not-there", List.of(1f, 0f), "first");
    try (VectorProbe probe = at(bench().proxy().port()).canary(given).build()) {
      ProbeResult result = check(probe);
      assertThat(result.finding()).contains("SEARCH_FAILED");
      assertThat(result.summary()).contains("collection 'not-there' is not there");
      operator().create("not-there");
      operator().move("not-there", "first", "[1,0]");
      assertThat(check(probe).status()).isEqualTo(Status.UP);
      operator().move("not-there", "first", "[0,1]");
      operator().move("not-there", "second", "[1,0]");
      assertThat(check(probe).finding()).contains("SEARCH_WRONG");
    } finally {
      operator().delete("not-there");
    }
  }

  @Test
  void vectorOfAnotherLength_isAFailingSearch() throws Exception {
    operator().create("three-numbers");
    operator().move("three-numbers", "first", "[1,0,0]");
    Canary given = Canary.readOnly("three-numbers", List.of(1f, 0f), "first");
    try (VectorProbe probe = at(bench().proxy().port()).canary(given).build()) {
      ProbeResult result = check(probe);
      assertThat(result.finding()).contains("SEARCH_FAILED");
      assertThat(result.summary()).endsWith("HTTP 400");
    } finally {
      operator().delete("three-numbers");
    }
  }

  @Test
  void canaryThatWasThereAndIsGone_isLostData_andNotCreatedAgain() throws Exception {
    try (VectorProbe probe = at(bench().proxy().port()).canary(Canary.own()).build()) {
      assertThat(check(probe).status()).isEqualTo(Status.UP);
      operator().delete("holdwall-canary");
      for (int i = 0; i < 3; i++) {
        ProbeResult result = check(probe);
        assertThat(result.finding()).contains("SEARCH_FAILED");
        assertThat(result.summary()).contains("was there and is gone");
      }
    }
    try (VectorProbe next = at(bench().proxy().port()).canary(Canary.own()).build()) {
      assertThat(check(next).status()).isEqualTo(Status.UP);
    }
  }

  @Test
  void clientThatSpeaksV1_isTold_thatTheServerHasGivenItUp() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + bench().proxy().port());
    Chroma store = Chroma.at(address).clientApi(ChromaApi.V1).build();
    try (VectorProbe probe =
        VectorProbe.builder(store).slowAfter(Duration.ofMinutes(1)).canary(Canary.own()).build()) {
      ProbeResult result = check(probe);
      assertThat(result.status()).isEqualTo(Status.DOWN);
      assertThat(result.finding()).contains("API_VERSION");
      assertThat(result.summary()).contains("speaks /api/v1", "HTTP 410");
    }
  }

  @Test
  void gatesFaults_areSeenAsTheirSymptoms_andTheTokenAppearsNowhere() throws Exception {
    try (BearerGate gate = BearerGate.to(bench().server().port(), TOKEN);
        ChromaBench gated = new ChromaBench(bench().server(), gate.port())) {
      FaultMatrix.run(
          gated,
          FaultCell.of(
              "wrong credentials",
              CONNECTION,
              () -> gate.token("another"),
              () -> gate.token(TOKEN)));
      FaultMatrix.run(
          gated,
          FaultCell.of(
              "gateway answers 503", CONNECTION, () -> gate.failWith(503), () -> gate.failWith(0)));
      gate.token(CANARY);
      URI address = URI.create("http://127.0.0.1:" + gate.port());
      Chroma store = Chroma.at(address).token(() -> CANARY).build();
      try (VectorProbe probe =
          VectorProbe.builder(store)
              .slowAfter(Duration.ofMinutes(1))
              .canary(Canary.own())
              .build()) {
        ProbeResult accepted = check(probe);
        assertThat(accepted.status()).isEqualTo(Status.UP);
        gate.token(TOKEN);
        ProbeResult refused = check(probe);
        assertThat(refused.finding()).contains("REJECTED");
        assertThat(accepted + " " + refused + store + probe.metrics()).doesNotContain(CANARY);
      }
    }
  }

  @Test
  void tokenThatNoHeaderCanHold_isNotSent() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + bench().proxy().port());
    for (String token : new String[] {"", CANARY + "\n", CANARY + "\u00e9"}) {
      ProxyTraffic before = bench().proxy().traffic();
      Chroma store = Chroma.at(address).token(() -> token).build();
      try (VectorProbe probe =
          VectorProbe.builder(store)
              .slowAfter(Duration.ofMinutes(1))
              .canary(Canary.own())
              .build()) {
        ProbeResult result = check(probe);
        assertThat(result.status()).isEqualTo(Status.UNKNOWN);
        assertThat(result.toString()).doesNotContain(CANARY);
      }
      assertThat(bench().proxy().traffic().since(before).accepted()).isZero();
    }
  }

  @Test
  void check_costsThreeRequests() throws Exception {
    try (VectorProbe probe = at(bench().proxy().port()).canary(Canary.own()).build()) {
      // the first one writes the canary
      check(probe);
      ProbeCost.assertRequests("vectordb", probe, bench().proxy(), 3, 1_000);
    }
  }

  /** A real Chroma behind a proxy; or one that somebody else closes, behind a gate. */
  private static final class ChromaBench extends ProxiedBench<ServerProcess> {

    private final boolean own;

    ChromaBench() {
      super("Chroma", ChromaServer.launch());
      this.own = true;
    }

    ChromaBench(ServerProcess server, int port) {
      super("Chroma", server, port);
      this.own = false;
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      URI address = URI.create("http://127.0.0.1:" + proxy().port());
      return VectorProbe.builder(Chroma.at(address).token(() -> TOKEN).build())
          .canary(Canary.own())
          .slowAfter(Duration.ofMillis(100))
          .settings(settings)
          .build();
    }

    @Override
    public String whenRefused() {
      return CONNECTION;
    }

    @Override
    public List<FaultCell> more() {
      ChromaTestClient operator = new ChromaTestClient(server().port());
      return List.of(
          slow(SLOW, Duration.ofMillis(60)),
          FaultCell.of(
              "wrong neighbour",
              FAILING,
              () -> operator.move("holdwall-canary", "north", "[0,0,0.1,0.9]"),
              () -> operator.move("holdwall-canary", "north", "[1,0,0,0]")));
    }

    @Override
    public void close() {
      if (own) {
        super.close();
      } else {
        proxy().close();
      }
    }
  }
}
