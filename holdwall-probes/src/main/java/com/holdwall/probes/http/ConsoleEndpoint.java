package com.holdwall.probes.http;

/**
 * {@code GET /api/console}: the page, the same for everybody and without a word about the service.
 * It says only whether the caller needs a token to go on, so that nobody who comes in by the
 * application's own session is asked for one.
 */
final class ConsoleEndpoint implements Endpoint {

  private static final String ASKS = "data-access=\"token\"";
  private static final String LETS_IN = "data-access=\"granted\"";

  @Override
  public HealthResponse answer(Call call) {
    ConsoleFile page = ConsoleFile.page();
    String text = call.sees(Permission.DETAILS) ? page.text().replace(ASKS, LETS_IN) : page.text();
    return new HealthResponse(200, page.contentType(), ConsoleHeaders.ALL, text);
  }
}
