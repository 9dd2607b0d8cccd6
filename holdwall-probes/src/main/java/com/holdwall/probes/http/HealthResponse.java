package com.holdwall.probes.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer. Immutable.
 *
 * @param status the status code
 * @param contentType the media type, with its character set
 * @param headers other headers, sorted
 * @param body the text, sent as UTF-8
 */
public record HealthResponse(
    int status, String contentType, Map<String, String> headers, String body) {

  private static final Map<String, String> ALWAYS =
      Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

  /** Copies the headers, and adds those that every answer has. */
  public HealthResponse {
    Map<String, String> all = new TreeMap<>(ALWAYS);
    all.putAll(headers);
    headers = Map.copyOf(all);
  }

  static HealthResponse of(int status, String contentType, String body) {
    return new HealthResponse(status, contentType, Map.of(), body);
  }

  static HealthResponse json(int status, String body) {
    return of(status, Format.HOLDWALL.contentType(), body);
  }

  /** {@return the body's bytes} */
  public byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
