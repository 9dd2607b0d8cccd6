package com.holdwall.benchmarks;

import com.holdwall.probes.http.HealthRequest;
import java.io.InputStream;
import java.util.Optional;

/** {@code GET /api/health} without a server. */
final class GetHealth implements HealthRequest {

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/api/health";
  }

  @Override
  public String query() {
    return "";
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.empty();
  }

  @Override
  public InputStream body() {
    return InputStream.nullInputStream();
  }
}
