package com.holdwall.probes.client;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came back. Immutable; its text holds neither headers nor body.
 *
 * @param status the status code; 100 to 599
 * @param headers the first value of each header, by its name in lower case
 * @param body the whole body
 * @param took from the request to the end of the body, connecting included
 * @param certificate the server's own certificate; empty over plain http
 */
public record ProbeAnswer(
    int status,
    Map<String, String> headers,
    String body,
    Duration took,
    Optional<X509Certificate> certificate) {

  /** Copies the headers. */
  public ProbeAnswer {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /**
   * Looks a header up.
   *
   * @param name its name in lower case
   * @return its first value
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public String toString() {
    return "HTTP " + status + " in " + took.toMillis() + " ms";
  }
}
