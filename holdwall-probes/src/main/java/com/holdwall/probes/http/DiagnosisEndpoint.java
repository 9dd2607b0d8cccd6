package com.holdwall.probes.http;

import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.json.ReportJson;

/** {@code GET /api/diagnosis}. */
final class DiagnosisEndpoint implements Endpoint {

  private final Service service;

  DiagnosisEndpoint(Service service) {
    this.service = service;
  }

  @Override
  public HealthResponse answer(Call call) {
    call.require(Permission.RUNBOOKS);
    Format format = call.format(Format.HOLDWALL, Format.MARKDOWN, Format.TEXT);
    DiagnosisReport report = service.registry().diagnose();
    String body =
        switch (format) {
          case MARKDOWN -> report.toMarkdown();
          case TEXT -> report.toText();
          default -> ReportJson.write(report);
        };
    return HealthResponse.of(200, format.contentType(), body);
  }
}
