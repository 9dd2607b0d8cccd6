package com.holdwall.probes.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.holdwall.probes.client.ProbeAnswer;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What a token endpoint's answer means. Keeps neither token nor description. Stateless. */
final class TokenAnswer {

  private static final JsonFactory JSON = new JsonFactory();

  /** RFC 6749, 5.2: only these are repeated, since the answer's sender is not trusted. */
  private static final Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope");

  private TokenAnswer() {}

  /** What is wrong; empty if it gives a token. */
  static Optional<String> trouble(ProbeAnswer answer) {
    if (answer.status() == 200) {
      return text(answer.body(), "access_token").isPresent()
          ? Optional.empty()
          : Optional.of("HTTP 200 without a token");
    }
    String error = text(answer.body(), "error").filter(ERRORS::contains).orElse("");
    String words = "HTTP " + answer.status() + (error.isEmpty() ? "" : " (" + error + ")");
    boolean refused = answer.status() == 401 || error.endsWith("_client");
    return Optional.of(refused ? words + ": this client is refused" : words);
  }

  private static Optional<String> text(String body, String name) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = json.currentName().equals(name);
        if (json.nextToken() == JsonToken.VALUE_STRING && found && !json.getText().isEmpty()) {
          return Optional.of(json.getText());
        }
        json.skipChildren();
      }
      return Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }
}
