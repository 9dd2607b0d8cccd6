package com.holdwall.probes.http;

import com.holdwall.probes.Gate;
import com.holdwall.probes.Impact;

/** {@code GET /api/health/live}, {@code /ready} and {@code /startup}: 200 for yes, 503 for no. */
final class GateEndpoint implements Endpoint {

  private final Service service;
  private final Impact.Effect effect;

  GateEndpoint(Service service, Impact.Effect effect) {
    this.service = service;
    this.effect = effect;
  }

  @Override
  public HealthResponse answer(Call call) {
    Format format = call.format(Format.HOLDWALL, Format.HEALTH_JSON, Format.ACTUATOR, Format.TEXT);
    Gate gate = service.health().gate(effect);
    boolean details = call.sees(Permission.DETAILS);
    int code = gate.open() ? 200 : 503;
    return HealthResponse.of(code, format.contentType(), body(format, gate, details));
  }

  private static String body(Format format, Gate gate, boolean details) {
    if (format == Format.TEXT) {
      String by = details && !gate.open() ? " " + String.join(" ", gate.closedBy()) : "";
      return (gate.open() ? "healthy" : "unhealthy") + by + "\n";
    }
    return Json.write(
        json -> {
          Json.field(json, "status", word(format, gate.open()));
          if (details && format == Format.HOLDWALL) {
            Json.field(json, "gate", Words.lower(gate.effect()));
            Json.strings(json, "closed_by", gate.closedBy());
          }
        });
  }

  private static String word(Format format, boolean open) {
    return switch (format) {
      case HEALTH_JSON -> open ? "pass" : "fail";
      case ACTUATOR -> open ? "UP" : "OUT_OF_SERVICE";
      default -> open ? "healthy" : "unhealthy";
    };
  }
}
