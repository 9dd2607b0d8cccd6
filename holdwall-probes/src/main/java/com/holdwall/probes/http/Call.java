package com.holdwall.probes.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request on its way to an answer. */
final class Call {

  private static final int LONGEST_HEADER = 8_192;

  private final HealthRequest request;
  private final Target target;
  private final Authoriser authoriser;

  Call(HealthRequest request, Target target, Authoriser authoriser) {
    this.request = request;
    this.target = target;
    this.authoriser = authoriser;
  }

  String method() {
    return request.method();
  }

  Target target() {
    return target;
  }

  Format format(Format... offered) {
    return Accept.choose(header("Accept"), List.of(offered));
  }

  /** Whether the caller may see more than a bare status; an authoriser that fails says no. */
  boolean sees(Permission permission) {
    try {
      return authoriser.decide(bounded(), permission) == Authoriser.Decision.ALLOWED;
    } catch (Refusal refusal) {
      throw refusal;
    } catch (RuntimeException broken) {
      return false;
    }
  }

  void require(Permission permission) {
    switch (authoriser.decide(bounded(), permission)) {
      case ALLOWED -> {}
      case UNAUTHENTICATED ->
          throw new Refusal(401, "Unauthorized", Map.of("WWW-Authenticate", "Bearer"));
      case FORBIDDEN -> throw new Refusal(403, "Forbidden");
    }
  }

  /** The JSON body, if it is one and not too long. */
  byte[] json(int most) throws IOException {
    String type = header("Content-Type").orElse("").split(";", 2)[0].strip();
    if (!type.equalsIgnoreCase("application/json")) {
      throw new Refusal(415, "Unsupported media type; the body must be application/json");
    }
    if (header("Content-Encoding").filter(e -> !e.equalsIgnoreCase("identity")).isPresent()) {
      throw new Refusal(415, "Unsupported content encoding; the body must not be compressed");
    }
    if (header("Content-Length").filter(length -> longer(length, most)).isPresent()) {
      throw tooLarge(most);
    }
    try (InputStream body = request.body()) {
      byte[] bytes = body.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLarge(most);
      }
      return bytes;
    }
  }

  private static Refusal tooLarge(int most) {
    return new Refusal(
        413, "Too large; the body may have " + most + " bytes", Map.of("Connection", "close"));
  }

  private static boolean longer(String length, int most) {
    try {
      return Long.parseLong(length.strip()) > most;
    } catch (NumberFormatException bad) {
      throw new Refusal(400, "Bad Content-Length; it must be a number");
    }
  }

  Optional<String> header(String name) {
    return bounded().header(name);
  }

  private HealthRequest bounded() {
    return new BoundedHeaders(request);
  }

  /** Refuses headers that are longer than any client needs. */
  private record BoundedHeaders(HealthRequest request) implements HealthRequest {

    @Override
    public String method() {
      return request.method();
    }

    @Override
    public String path() {
      return request.path();
    }

    @Override
    public String query() {
      return request.query();
    }

    @Override
    public Optional<String> header(String name) {
      Optional<String> value = request.header(name);
      if (value.isPresent() && value.get().length() > LONGEST_HEADER) {
        throw new Refusal(431, "Header too long; at most " + LONGEST_HEADER + " characters");
      }
      return value;
    }

    @Override
    public InputStream body() throws IOException {
      return request.body();
    }
  }
}
