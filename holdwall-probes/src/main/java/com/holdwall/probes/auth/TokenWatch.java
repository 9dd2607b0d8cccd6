package com.holdwall.probes.auth;

import com.holdwall.probes.client.ProbeRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Asks for a token by client credentials, as often as it may: at once if the last one was refused,
 * else only after a while. Used by one thread at a time.
 */
final class TokenWatch {

  private static final AuthFinding TOKEN = AuthFinding.TOKEN_ENDPOINT_FAILING;
  private static final String GRANT = "grant_type=client_credentials";

  private final Optional<OidcProvider.Client> client;
  private final Asking asking;
  private final LongSupplier nanoTime;
  private boolean given;
  private long givenAt;

  TokenWatch(Optional<OidcProvider.Client> client, Asking asking, LongSupplier nanoTime) {
    this.client = client;
    this.asking = asking;
    this.nanoTime = nanoTime;
  }

  /** Whether the next look sends a request. */
  boolean due() {
    return client.isPresent()
        && !(given && nanoTime.getAsLong() - givenAt < client.get().every().toNanos());
  }

  void look(Look look, Discovery discovery, Duration limit) {
    if (client.isEmpty()) {
      // Absent, not unknown: else what the two other findings raised could never end.
      look.absent(TOKEN, "no token is asked for");
      return;
    }
    if (discovery.token().isEmpty()) {
      look.found(TOKEN, "its configuration names no token_endpoint");
      return;
    }
    if (!due()) {
      look.absent(TOKEN, "a token was given lately");
      return;
    }
    given = false;
    String secret = client.get().secret().get();
    if (secret == null || secret.isEmpty()) {
      look.unknown(TOKEN, "the client's secret is empty; no token was asked for");
      return;
    }
    ProbeRequest request = request(discovery, client.get().id(), secret);
    asking
        .ask(look, TOKEN, request, limit)
        .ifPresent(
            answer -> {
              Optional<String> trouble = TokenAnswer.trouble(answer);
              if (trouble.isPresent()) {
                look.found(TOKEN, "its token endpoint: " + trouble.get());
              } else {
                given = true;
                givenAt = nanoTime.getAsLong();
                look.absent(TOKEN, "a token is given");
              }
            });
  }

  /**
   * RFC 6749, 2.3.1: in a header, both encoded as a form; in the body where that is all it takes.
   */
  private static ProbeRequest request(Discovery discovery, String id, String secret) {
    String form = "application/x-www-form-urlencoded";
    if (discovery.byHeader()) {
      String both = encoded(id) + ":" + encoded(secret);
      String basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.ISO_8859_1));
      return ProbeRequest.post(discovery.token().orElseThrow(), form, GRANT)
          .header("Authorization", "Basic " + basic);
    }
    return ProbeRequest.post(
        discovery.token().orElseThrow(),
        form,
        GRANT + "&client_id=" + encoded(id) + "&client_secret=" + encoded(secret));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
