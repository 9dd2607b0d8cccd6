package com.holdwall.probes.http;

import static com.holdwall.probes.http.JsonTree.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.holdwall.probes.http.Fixture.ScriptedProbe;
import com.holdwall.runbook.Status;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console page's own files, and the state that it shows. */
class ConsoleTest {

  private static final String STATE = "/api/console/state";

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private HealthResponse ifNoneMatch(String tag) {
    return fixture.api.handle(FakeRequest.get(STATE).trusted().with("If-None-Match", tag));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/console, text/html; charset=utf-8",
    "/api/console/console.css, text/css; charset=utf-8",
    "/api/console/console.js, text/javascript; charset=utf-8",
    "/api/console/dom.js, text/javascript; charset=utf-8",
    "/api/console/icon.svg, image/svg+xml; charset=utf-8"
  })
  void file_isServedToEverybody_underAStrictPolicy(String path, String type) {
    HealthResponse response = fixture.api.handle(FakeRequest.get(path));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo(type);
    assertThat(response.headers())
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Referrer-Policy", "no-referrer")
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("X-Frame-Options", "DENY");
    assertThat(response.headers().get("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
        .contains("frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'")
        .doesNotContain("unsafe", "*", "http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/console/",
        "/api/console/none.js",
        "/api/console/console.html.bak",
        "/api/console/%2e%2e%2fFixture.class",
        "/api/console/a/b"
      })
  void otherFile_isNotThere(String path) {
    assertThat(fixture.get(path).status()).isBetween(400, 404);
  }

  @Test
  void files_nameNoOtherHost_andHoldNoInlineCode() {
    for (String name : ConsoleFile.NAMES) {
      String text = ConsoleFile.named(name).orElseThrow().text();
      assertThat(text.replace("http://www.w3.org/2000/svg", "")).as(name).doesNotContain("://");
      assertThat(text).as(name).doesNotContain("innerHTML", "eval(", "document.write");
    }
    assertThat(ConsoleFile.page().text())
        .doesNotContainPattern(Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+="));
  }

  @Test
  void page_isTheSameForStrangersAndForWhomTheApplicationKnows_butForTheForm() {
    String stranger = fixture.checked().api.handle(FakeRequest.get("/api/console")).body();
    String known = fixture.get("/api/console").body();
    assertThat(stranger).contains("data-access=\"token\"").doesNotContain("holdwall-app");
    assertThat(known)
        .isEqualTo(stranger.replace("data-access=\"token\"", "data-access=\"granted\""));
  }

  @Test
  void state_ofAServiceThatIsDown_isA200_withEverythingThePageShows() {
    fixture.database.result = ScriptedProbe.says(Status.DOWN, 3);
    HealthResponse response = fixture.checked().get(STATE);
    Map<String, Object> body = JsonTree.parse(response.body());
    assertThat(response.status()).isEqualTo(200);
    assertThat(body)
        .containsEntry("at", "2026-11-24T03:00:00Z")
        .containsEntry("started_at", "2026-11-24T03:00:00Z")
        .containsEntry("service", "holdwall-app")
        .containsEntry("version", "1.2.3")
        .containsEntry("environment", "staging")
        .containsEntry("status", "DOWN");
    assertThat((List<?>) at(body, "probes")).hasSize(2);
    assertThat((List<?>) at(body, "symptoms"))
        .extracting("id", "description", "answer")
        .contains(
            tuple(
                "database-connection-issues/pool-exhausted",
                "Database connection pool exhausted errors",
                "observed"),
            tuple("high-error-rate/crash-looping", "Pods failing to start", "not_evaluable"));
    assertThat((List<?>) at(body, "diagnosis", "runbooks"))
        .extracting("id")
        .containsExactly("database-connection-issues");
  }

  @Test
  void state_thatThePageHasAlready_isA304_untilAProbeHasAnswered() {
    String tag = tag(fixture.checked().get(STATE));
    HealthResponse same = ifNoneMatch(tag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(tag(same)).isEqualTo(tag);
    fixture.checked();
    HealthResponse other = ifNoneMatch(tag);
    assertThat(other.status()).isEqualTo(200);
    assertThat(tag(other)).isNotEqualTo(tag);
  }

  private static String tag(HealthResponse response) {
    return String.valueOf(response.headers().get("ETag"));
  }

  @Test
  void stranger_mayNotReadTheState() {
    HealthResponse refused = fixture.checked().api.handle(FakeRequest.get(STATE));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).isEqualTo("{\"error\":\"Unauthorized\"}\n");
    String tag = tag(fixture.get(STATE));
    assertThat(fixture.api.handle(FakeRequest.get(STATE).with("If-None-Match", tag)).status())
        .isEqualTo(401);
  }

  @Test
  void caller_whoMayNotSeeRunbooks_getsTheHealthOnly_whoeverAskedBefore() {
    HealthApi api =
        HealthApi.builder(fixture.checked().registry)
            .authoriser(
                (request, permission) ->
                    permission == Permission.RUNBOOKS && request.header("X-Boss").isEmpty()
                        ? Authoriser.Decision.FORBIDDEN
                        : Authoriser.Decision.ALLOWED)
            .build();
    FakeRequest request = FakeRequest.get(STATE);
    String all = api.handle(request.with("X-Boss", "yes")).body();
    String some = api.handle(request).body();
    assertThat(JsonTree.parse(all)).containsKeys("probes", "diagnosis");
    assertThat(JsonTree.parse(some)).containsKey("probes").doesNotContainKey("diagnosis");
    assertThat(JsonTree.parse(api.handle(request.with("X-Boss", "yes")).body()))
        .containsKey("diagnosis");
  }

  @Test
  void page_followsTheBasePath() {
    HealthApi api = HealthApi.builder(fixture.registry).basePath("/ops/holdwall").build();
    HealthResponse page = api.handle(FakeRequest.get("/ops/holdwall/console"));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("src=\"console/console.js\"").doesNotContain("=\"/");
    assertThat(api.handle(FakeRequest.get("/ops/holdwall/console/view.js")).status())
        .isEqualTo(200);
  }
}
