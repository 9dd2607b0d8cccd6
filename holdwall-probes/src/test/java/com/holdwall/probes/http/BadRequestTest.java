package com.holdwall.probes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake of the client's is a clear 4xx that does not repeat what came in. */
class BadRequestTest {

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/nothing, 404",
    "/api, 404",
    "/, 404",
    "/other/health, 404",
    "/api/health/, 404",
    "/api/health/%2e%2e/health, 400",
    "/api/../etc/passwd, 400",
    "/api/health/%, 400",
    "/api/health/%4, 400",
    "/api/health/%zz, 400",
    "/api/health/%ff, 400",
    "/api/health/%c0%ae, 400",
    "/api/health/no%20such%00name, 404",
    "/api/health/a/b, 404",
    "/api/metrics?filter=nonsense, 400",
    "/api/metrics?format=xml, 400",
    "/api/metrics?filter=%zz, 400",
    "/api/metrics?filter=error_rate&filter=error_rate, 400",
    "/api/metrics?a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q, 400"
  })
  void badTarget_isAClear4xx(String target, int status) {
    HealthResponse response = fixture.get(target);
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).startsWith("{\"error\":\"").doesNotContain("passwd", "nonsense");
  }

  @Test
  void longPathQueryAndHeader_areRefused() {
    assertThat(fixture.get("/api/health/" + "x".repeat(600)).status()).isEqualTo(414);
    assertThat(fixture.get("/api/metrics?filter=" + "x".repeat(2_000)).status()).isEqualTo(414);
    assertThat(fixture.getAs("x".repeat(10_000), "/api/health").status()).isEqualTo(431);
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, 406",
    "text/html, 406",
    "application/json;q=0, 406",
    "application/json;q=2, 400",
    "application/json;q=x, 400",
    "*/*, 503",
    "application/*, 503",
    "';;;,,,', 406"
  })
  void accept_isNegotiatedOrRefused(String accept, int status) {
    assertThat(fixture.getAs(accept, "/api/health").status()).isEqualTo(status);
  }

  @Test
  void accept_prefersByQuality() {
    assertThat(
            fixture
                .getAs("application/json;q=0.5, text/markdown;q=0.9", "/api/health")
                .contentType())
        .startsWith("text/markdown");
    assertThat(fixture.getAs("text/plain;version=0.0.4;q=1,*/*;q=0.1", "/api/health").contentType())
        .contains("version=0.0.4");
  }

  private int post(String path, String json) {
    return fixture.api.handle(FakeRequest.post(path, json).trusted()).status();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | 400",
        "[] | 400",
        "{}x | 400",
        "{} | 400",
        "{\"symptom\":1} | 400",
        "{\"symptom\":\"no-slash\",\"reporter\":\"a\"} | 400",
        "{\"symptom\":\"high-error-rate/user-complaints\",\"reporter\":\" \"} | 400",
        "{\"symptom\":\"high-error-rate/user-complaints\",\"reporter\":\"a\",\"valid_for\":\"x\"} | 400",
        "{\"symptom\":\"high-error-rate/user-complaints\",\"reporter\":\"a\",\"state\":\"maybe\"} | 400",
        "{\"symptom\":\"high-error-rate/none\",\"reporter\":\"a\"} | 422",
        "{\"symptom\":\"database-connection-issues/pool-exhausted\",\"reporter\":\"a\"} | 422",
        "{\"symptom\":\"high-error-rate/user-complaints\",\"reporter\":\"a\"} | 202"
      })
  void symptom_badlyReported_isAClear4xx(String json, int status) {
    assertThat(post("/api/symptoms", json)).isEqualTo(status);
  }

  @Test
  void alerts_ofAnotherVersion_orTooMany_areRefused() {
    assertThat(post("/api/alerts", "{\"version\":\"3\",\"alerts\":[]}")).isEqualTo(400);
    assertThat(post("/api/alerts", "{\"version\":\"4\",\"alerts\":{}}")).isEqualTo(400);
    assertThat(post("/api/alerts", "{\"version\":\"4\",\"alerts\":[1]}")).isEqualTo(400);
    String many = "{\"version\":\"4\",\"alerts\":[" + "{},".repeat(1_000) + "{}]}";
    assertThat(post("/api/alerts", many)).isEqualTo(413);
  }

  @Test
  void body_nestedDeep_isRefused() {
    assertThat(post("/api/symptoms", "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)))
        .isEqualTo(400);
  }

  @Test
  void body_ofAnotherType_orCompressed_isRefused() {
    FakeRequest post = FakeRequest.post("/api/symptoms", "{}").trusted();
    assertThat(fixture.api.handle(post.with("Content-Type", "text/xml")).status()).isEqualTo(415);
    assertThat(fixture.api.handle(post.with("Content-Encoding", "gzip")).status()).isEqualTo(415);
  }

  @Test
  void body_thatNeverEnds_isReadUpToTheBoundOnly() {
    Endless endless = new Endless();
    FakeRequest post = FakeRequest.post("/api/symptoms", "").trusted().stream(endless);
    assertThat(fixture.api.handle(post).status()).isEqualTo(413);
    assertThat(endless.read).isLessThan(100_000);
    FakeRequest declared = post.with("Content-Length", "1073741824").stream(new Endless());
    assertThat(fixture.api.handle(declared).status()).isEqualTo(413);
    assertThat(fixture.api.handle(post.with("Content-Length", "many")).status()).isEqualTo(400);
  }

  private static final class Endless extends InputStream {
    private long read;

    @Override
    public int read() {
      read++;
      return ' ';
    }

    @Override
    public int read(byte[] into, int from, int length) {
      Arrays.fill(into, from, from + length, (byte) ' ');
      read += length;
      return length;
    }
  }

  @Property(tries = 2_000)
  void anyTarget_neverThrows_andNeverIsA500(@ForAll String path, @ForAll String query) {
    FakeRequest request =
        new FakeRequest("GET", path, query, Map.of(), InputStream.nullInputStream());
    assertThat(fixture.api.handle(request).status()).isLessThan(500);
  }

  @Property(tries = 2_000)
  void anyAccept_neverThrows_andNeverIsA500(@ForAll String accept) {
    FakeRequest request = FakeRequest.get("/api/runbooks").trusted().with("Accept", accept);
    assertThat(fixture.api.handle(request).status()).isLessThan(500);
  }

  @Property(tries = 2_000)
  void anyBody_neverThrows_andNeverIsA500(@ForAll String body) {
    assertThat(post("/api/symptoms", body)).isLessThan(500);
    assertThat(post("/api/alerts", body)).isLessThan(500);
  }
}
