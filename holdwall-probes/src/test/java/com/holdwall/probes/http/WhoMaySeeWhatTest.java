package com.holdwall.probes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.http.Fixture.ScriptedProbe;
import com.holdwall.runbook.Status;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers see a bare status; who knows the token sees the rest. */
class WhoMaySeeWhatTest {

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/health", "/api/health/database", "/api/health/storage", "/api/health/ready"})
  void stranger_seesTheStatusAndNothingElse(String path) {
    fixture.database.result = ScriptedProbe.says(Status.DOWN, 1);
    HealthResponse response = fixture.checked().api.handle(FakeRequest.get(path));
    assertThat(response.body()).isEqualTo("{\"status\":\"unhealthy\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/health+json",
        "application/vnd.spring-boot.actuator.v3+json",
        "text/markdown",
        "text/plain",
        "text/plain;version=0.0.4"
      })
  void stranger_seesNoDetail_inAnyFormat(String accept) {
    fixture.database.result = ScriptedProbe.says(Status.DOWN, 1);
    String body =
        fixture.checked().api.handle(FakeRequest.get("/api/health").with("Accept", accept)).body();
    assertThat(body).doesNotContain("database", "cache", "POOL", "it is", "holdwall-app");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/metrics",
        "/api/metrics?filter=nonsense",
        "/api/runbooks",
        "/api/runbooks/high-error-rate",
        "/api/runbooks/none",
        "/api/diagnosis",
        "/api/console/state"
      })
  void stranger_isRefusedEverythingElse_withHoldwallsBody(String target) {
    HealthResponse response = fixture.api.handle(FakeRequest.get(target));
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{\"error\":\"Unauthorized\"}\n");
    assertThat(response.headers()).containsEntry("WWW-Authenticate", "Bearer");
  }

  @Test
  void stranger_mayNotReport_andItsBodyIsNotRead() {
    FakeRequest post = FakeRequest.post("/api/symptoms", "{").stream(new Unreadable());
    assertThat(fixture.api.handle(post).status()).isEqualTo(401);
    FakeRequest alerts = FakeRequest.post("/api/alerts", "{").stream(new Unreadable());
    assertThat(fixture.api.handle(alerts).status()).isEqualTo(401);
  }

  private static final class Unreadable extends InputStream {
    @Override
    public int read() {
      throw new AssertionError("the body of an unknown caller must not be read");
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return read();
    }
  }

  @Test
  void wrongTokens_areRefused_whateverTheirForm() {
    for (String header :
        List.of(
            "Bearer",
            "Bearer ",
            "Bearer wrong",
            "Basic " + Fixture.TOKEN,
            "Bearer " + Fixture.TOKEN + "x",
            "Bearer x" + Fixture.TOKEN,
            Fixture.TOKEN)) {
      FakeRequest request = FakeRequest.get("/api/metrics").with("Authorization", header);
      assertThat(fixture.api.handle(request).status()).as(header).isEqualTo(401);
    }
  }

  @Test
  void scheme_isReadInAnyCase() {
    FakeRequest request =
        FakeRequest.get("/api/metrics").with("Authorization", "bearer " + Fixture.TOKEN);
    assertThat(fixture.api.handle(request).status()).isEqualTo(200);
  }

  @Test
  void authoriser_ofTheApplication_mayForbid_andMayFail() {
    HealthApi forbidding =
        HealthApi.builder(fixture.registry)
            .authoriser((request, permission) -> Authoriser.Decision.FORBIDDEN)
            .build();
    HealthResponse forbidden = forbidding.handle(FakeRequest.get("/api/metrics"));
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(forbidden.body()).isEqualTo("{\"error\":\"Forbidden\"}\n");
    HealthApi failing =
        HealthApi.builder(fixture.registry)
            .authoriser(
                (request, permission) -> {
                  throw new IllegalStateException("canary-7f3a");
                })
            .build();
    assertThat(failing.handle(FakeRequest.get("/api/metrics")).status()).isEqualTo(500);
    assertThat(failing.handle(FakeRequest.get("/api/health")).body())
        .isEqualTo("{\"status\":\"unhealthy\"}\n");
  }

  @Test
  void default_letsNobodyIn() {
    HealthApi api = HealthApi.builder(fixture.registry).build();
    assertThat(api.handle(FakeRequest.get("/api/metrics").trusted()).status()).isEqualTo(401);
  }

  @Test
  void token_tooShort_isRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> Authoriser.bearer("hunter2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token must have at least 16 characters, but has 7");
    assertThat(Authoriser.bearer(Fixture.TOKEN).toString()).doesNotContain(Fixture.TOKEN);
  }
}
