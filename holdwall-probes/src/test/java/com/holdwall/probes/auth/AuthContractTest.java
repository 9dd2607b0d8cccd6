package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.probes.contract.ProbeContract;
import com.holdwall.probes.contract.ProbeCost;
import com.holdwall.probes.contract.ProxiedBench;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.runbook.diagnosis.StepResult;
import com.holdwall.servers.Fault;
import com.holdwall.servers.OidcServer;
import com.holdwall.servers.ProxyTraffic;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The authentication probe keeps the contract of all probes, on a real OIDC provider. */
class AuthContractTest extends ProbeContract {

  private static final String CALLBACKS = HoldwallSymptoms.OAUTH_CALLBACKS_FAILING.toString();
  private static final String LOGIN = HoldwallSymptoms.LOGIN_FAILING.toString();
  private static final String SECRET = "the-right-secret";
  private static final String MASKED = "{\"user\":null,\"expires\":null}";

  @Override
  protected ProbeBench launch() {
    return new OidcBench();
  }

  private OidcServer server() {
    return (OidcServer) bench().server();
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private AuthProbeBuilder withoutToken() {
    int port = bench().proxy().port();
    return AuthProbe.builder()
        // How fast this machine is, is not the question.
        .slowAfter(Duration.ofMinutes(1))
        .session(at(port, "/api/auth/session"))
        .provider(OidcProvider.of("oidc", at(port, "/default")));
  }

  private static ProbeResult check(Probe probe) throws Exception {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(30)));
  }

  private static List<String> steps(ProbeResult result) {
    return result.steps().stream().map(StepResult::summary).toList();
  }

  @Test
  void healthyProvider_isDescribedInTheStepsOfTheRunbook() throws Exception {
    AuthStatistics statistics = AuthStatistics.create();
    statistics.login(LoginOutcome.SUCCESS);
    statistics.callback(CallbackOutcome.FAILED);
    try (AuthProbe probe = withoutToken().statistics(statistics).build()) {
      assertThat(steps(check(probe)))
          .satisfiesExactly(
              session -> assertThat(session).isEqualTo("session endpoint: works: signed out"),
              own ->
                  assertThat(own)
                      .isEqualTo(
                          "in the last 300 s: logins 1 success, 0 bad_credentials, 0 failed;"
                              + " callbacks 0 success, 0 denied, 1 failed;"
                              + " sessions 0 valid, 0 expired, 0 unreadable"),
              provider ->
                  assertThat(provider)
                      .isEqualTo("oidc: configuration is valid, 1 key, no token is asked for"));
    }
  }

  @Test
  void rotatedKey_isReported_andNoFault() throws Exception {
    try (AuthProbe probe = withoutToken().build()) {
      check(probe);
      server().rotateKey();
      ProbeResult result = check(probe);
      assertThat(result.status()).isEqualTo(Status.UP);
      assertThat(result.readings()).noneMatch(Reading.Present.class::isInstance);
      assertThat(result.summary())
          .containsPattern("keys changed at .*key-\\d+ is new, key-\\d+ is");
      assertThat(probe.metrics())
          .anySatisfy(
              metric -> {
                assertThat(metric.name()).isEqualTo("auth_jwks_rotations_total");
                assertThat(metric.value()).isEqualTo(1);
              });
    }
  }

  @Test
  void sessionEndpoint_isJudgedByItsBody_sinceItsStatusIsAlways200() throws Exception {
    try (AuthProbe probe = withoutToken().build()) {
      for (String failing :
          new String[] {MASKED, "<html></html>", "", "\"null\"", "{\"user\":1}"}) {
        server().session(failing);
        ProbeResult result = check(probe);
        assertThat(result.finding()).as(failing).contains("SESSION_ENDPOINT_FAILING");
        assertThat(result.status()).isEqualTo(Status.DOWN);
      }
      server()
          .session("{\"user\":{\"name\":\"canary-user\"},\"expires\":\"2026-12-24T00:00:00Z\"}");
      ProbeResult signedIn = check(probe);
      assertThat(signedIn.status()).isEqualTo(Status.UP);
      assertThat(signedIn.toString()).contains("signed in").doesNotContain("canary-user");
    } finally {
      server().session("null");
    }
  }

  @Test
  void anotherIssuer_failsDiscovery() throws Exception {
    int port = bench().proxy().port();
    URI other = URI.create("http://localhost:" + port + "/default/");
    try (AuthProbe probe = AuthProbe.builder().provider(OidcProvider.of("oidc", other)).build()) {
      ProbeResult result = check(probe);
      assertThat(result.finding()).contains("DISCOVERY_FAILING");
      assertThat(result.summary()).contains("that of another issuer");
      assertThat(result.readings())
          .filteredOn(Reading.Unknown.class::isInstance)
          .extracting(Reading::finding)
          .contains("SESSION_ENDPOINT_FAILING", "JWKS_FAILING", "TOKEN_ENDPOINT_FAILING");
    }
  }

  @Test
  void slowAnswers_areDegraded() throws Exception {
    try (AuthProbe probe = withoutToken().slowAfter(Duration.ofMillis(100)).build()) {
      bench().proxy().inject(new Fault.Delay(Duration.ofMillis(80), Duration.ofMillis(80)));
      ProbeResult result = check(probe);
      assertThat(result.status()).isEqualTo(Status.DEGRADED);
      assertThat(result.finding()).contains("SLOW");
    } finally {
      bench().proxy().heal();
    }
  }

  @Test
  void token_isAskedForOnceInAWhile_unlessItIsRefused() throws Exception {
    int port = bench().proxy().port();
    OidcProvider provider =
        OidcProvider.of("oidc", at(port, "/default"))
            .withClientCredentials("holdwall", () -> SECRET, Duration.ofHours(1));
    try (AuthProbe probe = AuthProbe.builder().provider(provider).build()) {
      assertThat(requests(probe)).isEqualTo(3);
      assertThat(requests(probe)).isEqualTo(2);
      assertThat(check(probe).summary()).contains("a token was given lately");
    }
    server().secret("another");
    try (AuthProbe probe = AuthProbe.builder().provider(provider).build()) {
      assertThat(requests(probe)).isEqualTo(3);
      ProbeResult refused = check(probe);
      assertThat(refused.finding()).contains("TOKEN_ENDPOINT_FAILING");
      assertThat(refused.summary()).contains("this client is refused");
      assertThat(requests(probe)).isEqualTo(3);
      server().secret(SECRET);
      assertThat(check(probe).summary()).contains("a token is given");
    } finally {
      server().secret(SECRET);
    }
  }

  private long requests(Probe probe) throws Exception {
    ProxyTraffic before = bench().proxy().traffic();
    check(probe);
    return bench().proxy().traffic().since(before).accepted();
  }

  @Test
  void check_costsThreeRequests() throws Exception {
    try (AuthProbe probe = withoutToken().build()) {
      ProbeCost.assertRequests("auth", probe, bench().proxy(), 3, 10_000);
    }
  }

  private static final class OidcBench extends ProxiedBench<OidcServer> {

    OidcBench() {
      super("OIDC", OidcServer.launch(SECRET));
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      return AuthProbe.builder()
          .session(at(proxy().port(), "/api/auth/session"))
          .provider(
              OidcProvider.of("oidc", at(proxy().port(), "/default"))
                  .withClientCredentials("holdwall", () -> SECRET, Duration.ofSeconds(1)))
          .settings(settings)
          .build();
    }

    @Override
    public String whenRefused() {
      return CALLBACKS;
    }

    @Override
    public List<FaultCell> more() {
      return List.of(
          // Longer than the share of the deadline that a request has.
          slow(CALLBACKS, Duration.ofMillis(300)),
          wrongCredentials(
              CALLBACKS, () -> server().secret("another"), () -> server().secret(SECRET)),
          FaultCell.of("masked failure", LOGIN, () -> server().session(MASKED), this::signedOut),
          FaultCell.of(
              "page for a session",
              LOGIN,
              () -> server().session("<!DOCTYPE html>"),
              this::signedOut));
    }

    private void signedOut() {
      server().session("null");
    }
  }
}
