package com.holdwall.probes.http;

import com.holdwall.runbook.Runbook;

/** {@code GET /api/runbooks/{id}}. */
final class RunbookEndpoint implements Endpoint {

  private final Service service;

  RunbookEndpoint(Service service) {
    this.service = service;
  }

  @Override
  public HealthResponse answer(Call call) {
    call.require(Permission.RUNBOOKS);
    Format format = call.format(Format.HOLDWALL, Format.MARKDOWN, Format.TEXT);
    String id = call.target().segments().get(1);
    Runbook runbook =
        service.registry().catalog().runbooks().stream()
            .filter(each -> each.id().toString().equals(id))
            .findFirst()
            .orElseThrow(Routes::notFound);
    String body =
        format == Format.HOLDWALL ? RunbookJson.runbook(runbook) : RunbookText.runbook(runbook);
    return HealthResponse.of(200, format.contentType(), body);
  }
}
