package com.holdwall.probes.http;

/** {@code GET /api/runbooks}. */
final class RunbookListEndpoint implements Endpoint {

  private final Service service;

  RunbookListEndpoint(Service service) {
    this.service = service;
  }

  @Override
  public HealthResponse answer(Call call) {
    call.require(Permission.RUNBOOKS);
    Format format = call.format(Format.HOLDWALL, Format.MARKDOWN, Format.TEXT);
    String body =
        format == Format.HOLDWALL
            ? RunbookJson.list(service.registry().catalog(), service.base())
            : RunbookText.list(service.registry().catalog());
    return HealthResponse.of(200, format.contentType(), body);
  }
}
