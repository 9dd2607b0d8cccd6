package com.holdwall.probes.http;

import com.holdwall.probes.Report;
import com.holdwall.runbook.SymptomId;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * {@code POST /api/symptoms}: {@code {"symptom":"runbook/key", "state":"observed" or "cleared",
 * "reporter":"who", "note":"what was seen", "valid_for":"PT1H"}}; the note and the validity, one
 * hour, may be left out.
 */
final class SymptomsEndpoint implements Endpoint {

  private static final int LARGEST_BODY = 16_384;

  private final Service service;

  SymptomsEndpoint(Service service) {
    this.service = service;
  }

  @Override
  public HealthResponse answer(Call call) throws IOException {
    call.require(Permission.REPORT);
    Report report = report(Body.parse(call.json(LARGEST_BODY)));
    try {
      service.registry().report(report);
    } catch (IllegalArgumentException unfit) {
      throw new Refusal(
          422,
          "This symptom cannot be reported; it must be one of the catalogue's"
              + " that only a person can see");
    }
    return HealthResponse.json(
        202, Json.write(json -> Json.field(json, "accepted", report.symptom().toString())));
  }

  private static Report report(Body body) {
    String state = body.optional("state").orElse("observed");
    if (!state.equals("observed") && !state.equals("cleared")) {
      throw new Refusal(400, "Bad field 'state'; it must be observed or cleared");
    }
    String symptom = body.required("symptom");
    String reporter = body.required("reporter");
    try {
      return new Report(
          SymptomId.parse(symptom),
          state.equals("observed"),
          reporter,
          body.optional("note").orElse(""),
          Duration.parse(body.optional("valid_for").orElse("PT1H")));
    } catch (IllegalArgumentException | DateTimeParseException bad) {
      throw new Refusal(
          400,
          "Bad field; 'symptom' must be runbook/key, 'reporter' at most 100"
              + " characters, 'note' at most 2000, 'valid_for' a duration up to P1D");
    }
  }
}
