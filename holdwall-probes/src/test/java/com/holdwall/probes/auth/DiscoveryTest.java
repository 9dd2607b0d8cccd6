package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.auth.Discovery.BadDocumentException;
import com.holdwall.probes.client.ProbeAnswer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider says of itself, and the clock that it says it by. */
class DiscoveryTest {

  private static final URI ISSUER = URI.create("https://idp.example");
  private static final String DOCUMENT =
      "{\"issuer\":\"https://idp.example\",\"jwks_uri\":\"https://idp.example/keys\","
          + "\"authorization_endpoint\":\"https://idp.example/auth\","
          + "\"token_endpoint\":\"https://idp.example/token\",\"scopes_supported\":[\"openid\"]}";

  @Test
  void document_isRead() throws Exception {
    Discovery discovery = Discovery.of(DOCUMENT, ISSUER);
    assertThat(discovery.jwks()).isEqualTo(URI.create("https://idp.example/keys"));
    assertThat(discovery.token()).contains(URI.create("https://idp.example/token"));
    assertThat(discovery.byHeader()).isTrue();
  }

  @Test
  void credentials_goIntoTheBody_onlyWhereTheProviderTakesNoHeader() throws Exception {
    String only = DOCUMENT.replace("}", ",\"token_endpoint_auth_methods_supported\":");
    assertThat(Discovery.of(only + "[\"client_secret_post\"]}", ISSUER).byHeader()).isFalse();
    assertThat(
            Discovery.of(only + "[\"client_secret_post\",\"client_secret_basic\"]}", ISSUER)
                .byHeader())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"https://idp.example\", | \"https://idp.example/\", | the document is that of another issuer",
        "\"issuer\" | \"isuer\" | the document names no issuer",
        "\"jwks_uri\" | \"jwks\" | the document names no jwks_uri",
        "\"authorization_endpoint\" | \"x\" | the document names no authorization_endpoint",
        "https://idp.example/token | http://idp.example/token | its token_endpoint is not https",
        "https://idp.example/keys | file:///etc/passwd | its jwks_uri is not https",
        "https://idp.example/keys | https://a:b@idp.example/ | its jwks_uri is not https",
        "https://idp.example/keys | ht tp | its jwks_uri is no address",
        "{ | [ | the document is no JSON object",
      })
  void documentThatIsWrong_isRefused(String right, String wrong, String why) {
    assertThatThrownBy(() -> Discovery.of(DOCUMENT.replace(right, wrong), ISSUER))
        .isInstanceOf(BadDocumentException.class)
        .hasMessage(why);
  }

  @Property
  void whateverComes_isRefused_withoutTheBodyInTheMessage(@ForAll String body) {
    assertThatThrownBy(() -> Discovery.of(body, ISSUER)).isInstanceOf(BadDocumentException.class);
  }

  private static Optional<Duration> skew(String date, Map<String, String> more, Instant end) {
    Map<String, String> headers = new java.util.HashMap<>(more);
    headers.put("date", date);
    return ClockSkew.of(
        new ProbeAnswer(200, headers, "", Duration.ofMillis(300), Optional.empty()), end);
  }

  @Test
  void clock_isSkewedByTheLeastThatExplainsTheAnswer() {
    String date = "Thu, 26 Nov 2026 12:00:00 GMT";
    Instant noon = Instant.parse("2026-11-26T12:00:00Z");
    assertThat(skew(date, Map.of(), noon.plusMillis(900))).contains(Duration.ZERO);
    assertThat(skew(date, Map.of(), noon.plusMillis(1_200))).contains(Duration.ZERO);
    assertThat(skew(date, Map.of(), noon.minusSeconds(40))).contains(Duration.ofSeconds(40));
    assertThat(skew(date, Map.of(), noon.plusMillis(41_300))).contains(Duration.ofSeconds(-40));
  }

  @Test
  void cachedOrUnreadableDate_saysNothing() {
    Instant noon = Instant.parse("2026-11-26T12:00:00Z");
    assertThat(skew("Thu, 26 Nov 2026 12:00:00 GMT", Map.of("age", "90"), noon)).isEmpty();
    assertThat(skew("noon", Map.of(), noon)).isEmpty();
    assertThat(
            ClockSkew.of(new ProbeAnswer(200, Map.of(), "", Duration.ZERO, Optional.empty()), noon))
        .isEmpty();
  }

  @Test
  void issuerThatIsNoIssuer_isRefused_withoutShowingIt() {
    assertThatThrownBy(() -> OidcProvider.of("idp", URI.create("http://idp.example")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("issuer of 'idp' must be https");
    assertThatThrownBy(() -> OidcProvider.of("idp", URI.create("https://a:hunter2@idp.example")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
    assertThat(OidcProvider.of("idp", URI.create("https://idp.example/x/")).configuration())
        .isEqualTo(URI.create("https://idp.example/x/.well-known/openid-configuration"));
  }
}
