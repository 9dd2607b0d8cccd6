package com.holdwall.probes.http;

import java.util.Map;

/** Ends a request with an error. Its message goes to the client: it never repeats what came in. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;

  Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  Refusal(int status, String message, Map<String, String> headers) {
    // Without a stack trace: a hostile client could ask for many.
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  HealthResponse response() {
    return new HealthResponse(
        status,
        Format.HOLDWALL.contentType(),
        headers,
        Json.write(json -> Json.field(json, "error", String.valueOf(getMessage()))));
  }
}
