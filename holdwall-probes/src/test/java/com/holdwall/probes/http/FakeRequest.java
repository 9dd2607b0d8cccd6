package com.holdwall.probes.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request without a server. */
public record FakeRequest(
    String method, String path, String query, Map<String, String> headers, InputStream stream)
    implements HealthRequest {

  static FakeRequest get(String target) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return new FakeRequest("GET", path, query, Map.of(), InputStream.nullInputStream());
  }

  static FakeRequest post(String path, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new FakeRequest(
        "POST",
        path,
        "",
        Map.of("content-type", "application/json"),
        new ByteArrayInputStream(bytes));
  }

  FakeRequest with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name.toLowerCase(Locale.ROOT), value);
    return new FakeRequest(method, path, query, more, stream);
  }

  FakeRequest method(String changed) {
    return new FakeRequest(changed, path, query, headers, stream);
  }

  FakeRequest stream(InputStream changed) {
    return new FakeRequest(method, path, query, headers, changed);
  }

  FakeRequest trusted() {
    return with("Authorization", "Bearer " + Fixture.TOKEN);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public InputStream body() {
    return stream;
  }
}
