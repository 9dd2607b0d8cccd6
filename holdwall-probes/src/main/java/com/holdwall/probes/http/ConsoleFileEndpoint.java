package com.holdwall.probes.http;

/** {@code GET /api/console/{file}}: the page's script, style and icon, for everybody. */
final class ConsoleFileEndpoint implements Endpoint {

  @Override
  public HealthResponse answer(Call call) {
    ConsoleFile file =
        ConsoleFile.named(call.target().segments().get(1)).orElseThrow(Routes::notFound);
    return new HealthResponse(200, file.contentType(), ConsoleHeaders.ALL, file.text());
  }
}
