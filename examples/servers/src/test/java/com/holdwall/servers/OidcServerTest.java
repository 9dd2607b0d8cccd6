package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The OIDC provider does what the probes' tests rely on. */
class OidcServerTest {

  private static OidcServer server;

  @BeforeAll
  static void start() {
    server = OidcServer.launch("first");
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path))).body();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int token(String secret) throws IOException, InterruptedException {
    String basic =
        Base64.getEncoder()
            .encodeToString(("holdwall:" + secret).getBytes(StandardCharsets.US_ASCII));
    return send(HttpRequest.newBuilder(uri("/default/token"))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")))
        .statusCode();
  }

  @Test
  void issuer_isTheAddressThatItWasAskedAt() throws Exception {
    assertThat(get("/default/.well-known/openid-configuration"))
        .contains("\"http://127.0.0.1:" + server.port() + "/default\"");
  }

  @Test
  void rotatedKey_hasAnotherName() throws Exception {
    String before = get("/default/jwks");
    server.rotateKey();
    assertThat(get("/default/jwks")).isNotEqualTo(before).contains("\"kid\"");
  }

  @Test
  void onlyTheClientWithItsSecret_getsAToken() throws Exception {
    assertThat(token("first")).isEqualTo(200);
    assertThat(token("wrong")).isIn(400, 401);
    server.secret("second");
    assertThat(token("first")).isIn(400, 401);
    server.secret("first");
  }

  @Test
  void sessionEndpoint_saysWhatItIsTold() throws Exception {
    assertThat(get("/api/auth/session")).isEqualTo("null");
    server.session("{\"user\":null,\"expires\":null}");
    assertThat(get("/api/auth/session")).contains("expires");
    server.session("null");
  }

  @Test
  void killedServer_answersAgainOnItsPort() throws Exception {
    server.kill();
    assertThatThrownBy(() -> get("/default/jwks")).isInstanceOf(IOException.class);
    server.restart();
    assertThat(get("/default/jwks")).contains("\"keys\"");
  }
}
