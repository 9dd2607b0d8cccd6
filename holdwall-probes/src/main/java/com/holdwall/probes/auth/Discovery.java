package com.holdwall.probes.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as it is needed.
 *
 * @param jwks where its keys are
 * @param token where tokens are given; empty for a provider that gives none there
 * @param byHeader whether a client says who it is in a header: the default, and what is asked for
 *     where the provider takes both
 */
record Discovery(URI jwks, Optional<URI> token, boolean byHeader) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_METHODS = 50;

  /** What makes a document useless. The message holds nothing of it. */
  static final class BadDocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    BadDocumentException(String message) {
      super(message);
    }

    String words() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Reads a document.
   *
   * @param issuer what its issuer must be, to the letter (section 4.3)
   */
  static Discovery of(String body, URI issuer) throws BadDocumentException {
    Map<String, String> texts = new HashMap<>();
    List<String> methods = new ArrayList<>();
    read(body, texts, methods);
    String own = texts.get("issuer");
    if (own == null) {
      throw new BadDocumentException("the document names no issuer");
    }
    if (!own.equals(issuer.toString())) {
      throw new BadDocumentException("the document is that of another issuer");
    }
    if (texts.get("authorization_endpoint") == null) {
      throw new BadDocumentException("the document names no authorization_endpoint");
    }
    URI jwks = address("jwks_uri", texts.get("jwks_uri"), issuer);
    String token = texts.get("token_endpoint");
    return new Discovery(
        jwks,
        token == null ? Optional.empty() : Optional.of(address("token_endpoint", token, issuer)),
        methods.isEmpty() || methods.contains("client_secret_basic"));
  }

  private static void read(String body, Map<String, String> texts, List<String> methods)
      throws BadDocumentException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadDocumentException("the document is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          texts.put(field, json.getText());
        } else if (field.equals("token_endpoint_auth_methods_supported")
            && value == JsonToken.START_ARRAY) {
          methods(json, methods);
        } else {
          json.skipChildren();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new BadDocumentException("the document is no JSON object");
      }
    } catch (IOException noJson) {
      throw new BadDocumentException("the document is no JSON object");
    }
  }

  private static void methods(JsonParser json, List<String> methods) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
      if (json.currentToken() == JsonToken.VALUE_STRING && methods.size() < MOST_METHODS) {
        methods.add(json.getText());
      }
      json.skipChildren();
    }
  }

  /** What a document names is asked only where it is as safe as the issuer: a secret goes there. */
  private static URI address(String field, @Nullable String text, URI issuer)
      throws BadDocumentException {
    if (text == null) {
      throw new BadDocumentException("the document names no " + field);
    }
    try {
      URI address = URI.create(text);
      boolean safe =
          "https".equals(address.getScheme())
              || ("http".equals(address.getScheme()) && "http".equals(issuer.getScheme()));
      if (!safe || address.getHost() == null || address.getUserInfo() != null) {
        throw new BadDocumentException("its " + field + " is not https");
      }
      return address;
    } catch (IllegalArgumentException noAddress) {
      throw new BadDocumentException("its " + field + " is no address");
    }
  }
}
