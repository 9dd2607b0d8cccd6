package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What no real provider does on demand: broken keys, a wrong clock, nonsense; and the secrets. */
class AuthProbeTest {

  private static final String SECRET = "plaincanarysecret";
  private static final String COOKIE = "plaincanarycookie";

  private final OidcStub stub = OidcStub.open();

  @AfterEach
  void close() {
    stub.close();
  }

  private AuthProbeBuilder builder() {
    return AuthProbe.builder()
        // How fast this machine is, is not the question.
        .slowAfter(Duration.ofMinutes(1))
        .session(stub.session())
        .sessionCookie(() -> "session-token=" + COOKIE)
        .provider(
            OidcProvider.of("oidc", stub.issuer())
                .withClientCredentials("holdwall", () -> SECRET, Duration.ofSeconds(1)));
  }

  private static ProbeResult check(AuthProbe probe) {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(30)));
  }

  private ProbeResult check() {
    try (AuthProbe probe = builder().build()) {
      return check(probe);
    }
  }

  @Test
  void everythingInOrder_isUp_withAnAnswerForEachFindingButTheCertificate() {
    ProbeResult result = check();
    assertThat(result.status()).isEqualTo(Status.UP);
    assertThat(result.readings())
        .filteredOn(reading -> !(reading instanceof Reading.Absent))
        .extracting(Reading::finding)
        .containsExactly("CERTIFICATE_EXPIRING");
  }

  @Test
  void brokenKeys_areAFinding_andTheTokenEndpointIsStillAsked() {
    stub.reply("/keys", 200, "{\"keys\":[]}");
    ProbeResult result = check();
    assertThat(result.finding()).contains("JWKS_FAILING");
    assertThat(result.summary()).contains("the set is empty");
    stub.reply("/keys", 500, "");
    assertThat(check().summary()).contains("HTTP 500 for GET /keys");
    stub.reply("/token", 503, "");
    assertThat(check().summary()).contains("its token endpoint: HTTP 503");
  }

  @Test
  void tokenEndpointsRefusal_isToldByItsCode_andNothingElseOfItsAnswer() {
    stub.reply("/token", 400, "{\"error\":\"invalid_scope\",\"error_description\":\"canary\"}");
    assertThat(check().toString()).contains("HTTP 400 (invalid_scope)").doesNotContain("canary\"");
    stub.reply("/token", 400, "{\"error\":\"" + SECRET + "\"}");
    assertThat(check().toString()).contains("HTTP 400").doesNotContain(SECRET);
    stub.reply("/token", 200, "{}");
    assertThat(check().summary()).contains("HTTP 200 without a token");
  }

  @Test
  void clockThatIsAMinuteAhead_isFound_andSaysWhose() {
    Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1));
    try (AuthProbe probe = builder().clocks(behind, System::nanoTime).build()) {
      ProbeResult result = check(probe);
      assertThat(result.status()).isEqualTo(Status.DEGRADED);
      Evidence evidence =
          result.readings().stream()
              .filter(Reading.Present.class::isInstance)
              .map(reading -> ((Reading.Present) reading).evidence())
              .findFirst()
              .orElseThrow();
      assertThat(result.finding()).contains("CLOCK_SKEWED");
      // Less by the seconds that the check took: they explain as much of it.
      assertThat(evidence.value()).isBetween(40.0, 61.0);
      assertThat(evidence.detail()).isEqualTo("oidc is ahead");
      assertThat(probe.metrics())
          .filteredOn(metric -> metric.name().equals("auth_clock_skew_seconds"))
          .singleElement()
          .satisfies(metric -> assertThat(metric.value()).isBetween(40.0, 61.0));
    }
  }

  @Test
  void cookie_goesToTheSessionEndpoint() {
    try (AuthProbe probe =
        AuthProbe.builder()
            .session(stub.session())
            .sessionCookie(() -> "session-token=" + COOKIE)
            .build()) {
      assertThat(check(probe).summary()).contains("signed out");
    }
    assertThat(stub.lastSent()).contains("session-token=" + COOKIE);
  }

  @Test
  void redirectToALoginPage_isNotFollowed() {
    stub.reply("/api/auth/session", 302, "");
    ProbeResult result = check();
    assertThat(result.finding()).contains("SESSION_ENDPOINT_FAILING");
    assertThat(result.summary()).contains("HTTP 302");
  }

  @Test
  void credentials_goAsAFormInAHeader_andInTheBodyWhereOnlyThatIsTaken() {
    check();
    String basic =
        Base64.getEncoder().encodeToString(("holdwall:" + SECRET).getBytes(StandardCharsets.UTF_8));
    assertThat(stub.lastSent()).contains("Basic " + basic).doesNotContain("client_secret");
    String base = stub.issuer().toString();
    stub.reply(
        "/.well-known/openid-configuration",
        200,
        "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\",\"authorization_endpoint\":\"%1$s/auth\",\"token_endpoint\":\"%1$s/token\",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}"
            .formatted(base));
    check();
    assertThat(stub.lastSent())
        .contains("client_id=holdwall&client_secret=" + SECRET)
        .doesNotContain("Basic");
  }

  @Test
  void secrets_areInNoResultReportOrLog_whateverHappens() {
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler handler = new Listener(logged);
    Logger.getLogger("").addHandler(handler);
    StringBuilder said = new StringBuilder();
    try {
      said.append(check());
      for (String path : new String[] {"/api/auth/session", "/keys", "/token"}) {
        for (int status : new int[] {200, 401, 403, 500}) {
          stub.reply(path, status, SECRET + " " + COOKIE + " canary-token");
          said.append(check());
        }
      }
      AuthProbe probe = builder().build();
      said.append(probe.overdue(context(), Duration.ofSeconds(3)));
      stub.close();
      said.append(check(probe)).append(probe.metrics());
      try (ProbeRegistry registry = ProbeRegistry.builder().register(probe).build().start()) {
        registry.checkAll(Duration.ofSeconds(30));
        said.append(registry.health()).append(registry.diagnose().toText());
      }
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }
    assertThat(said).hasSizeGreaterThan(1_000);
    assertThat(said.toString()).doesNotContain(SECRET, COOKIE, "canary-token");
    assertThat(logged).noneMatch(line -> line.contains(SECRET) || line.contains(COOKIE));
  }

  private static CheckContext context() {
    return new CheckContext(Instant.now(), Duration.ofSeconds(2));
  }

  @Test
  void secretOrCookieThatCannotBeSent_isNotSent_andUnknown() {
    for (String bad : new String[] {"", COOKIE + "\n", COOKIE + "\u00e9"}) {
      try (AuthProbe probe =
          AuthProbe.builder().session(stub.session()).sessionCookie(() -> bad).build()) {
        ProbeResult result = check(probe);
        assertThat(result.status()).isEqualTo(Status.UNKNOWN);
        assertThat(result.toString()).doesNotContain(COOKIE);
      }
    }
    assertThat(stub.lastSent()).isEmpty();
    OidcProvider empty =
        OidcProvider.of("oidc", stub.issuer())
            .withClientCredentials("holdwall", () -> "", Duration.ofSeconds(1));
    try (AuthProbe probe = AuthProbe.builder().provider(empty).build()) {
      assertThat(check(probe).toString()).contains("the client's secret is empty");
    }
  }

  @Test
  void secondProviderThatIsDown_isNamed_besideOneThatWorks() {
    OidcProvider gone = OidcProvider.of("gone", URI.create("http://127.0.0.1:1"));
    try (AuthProbe probe = builder().provider(gone).build()) {
      ProbeResult result = check(probe);
      assertThat(result.finding()).contains("DISCOVERY_FAILING");
      assertThat(result.summary())
          .contains("gone: no connection (ConnectException)", "oidc: configuration is valid");
    }
  }

  @Test
  void builder_refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> AuthProbe.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("session endpoint or a provider");
    assertThatThrownBy(
            () ->
                AuthProbe.builder()
                    .sessionCookie(() -> "x")
                    .provider(OidcProvider.of("a", stub.issuer()))
                    .build())
        .hasMessageContaining("needs a session endpoint");
    assertThatThrownBy(() -> AuthProbe.builder().session(URI.create("http://u:hunter2@localhost/")))
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> builder().provider(OidcProvider.of("oidc", stub.issuer())))
        .hasMessageContaining("'oidc' is there already");
    assertThatThrownBy(() -> builder().skewedAfter(Duration.ZERO)).hasMessageContaining("PT0S");
  }

  private static final class Listener extends Handler {

    private final List<String> lines;

    Listener(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
